"""督办单: one matter, one slip, from the card to its clearance."""

import datetime as dt
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from projects.errors import Refused
from projects.models import Event
from projects.uploads import Checked
from supervision import calendar
from supervision.actions import opening, periods, reports, slips
from supervision.models import Slip, SlipFile, SlipStep
from tests.factories import make_project, make_target, make_unit, moment
from tests.overriding import overridden
from tests.slipping import cleared, signed

CLOSED = moment("2023-10-10 16:00")
AT = moment("2023-10-11 10:00")


def close(month, period=None, at=CLOSED):
    return periods.close_month(period=period or month.period, by=month.officer, at=at)


@pytest.fixture
def slip(month, draft):
    """The draft that a yellow September brings."""
    submission = reports.submit(
        report=month.report,
        draft=draft("90"),
        version=0,
        by=month.owner,
        at=moment("2023-10-06 12:00"),
    )
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-06 15:00"))
    close(month)
    return Slip.objects.get()


def issue(month, slip, **kw):
    return signed(slip, by=month.officer, **{"at": AT, **kw})


def limit(slip) -> dt.date:
    return Slip.objects.with_limit().get(pk=slip.pk).limit


def given(**kw) -> slips.Answer:
    kw = {
        "cause": "采购流标",
        "measures": "夜间施工",
        "deadline": dt.date(2023, 12, 31),
        "responsible": "演示负责人",
        **kw,
    }
    return slips.Answer(**kw)


def answer(month, slip, at=AT, **kw):
    return slips.answer(slip=slip, given=given(**kw), by=month.owner, at=at)


def kinds(slip) -> list[str]:
    return list(slip.steps.values_list("kind", flat=True))


def test_closing_drafts_a_slip_for_a_yellow_card_from_its_finding(month, slip):
    assert slip.state == Slip.State.DRAFT and slip.number is None
    assert slip.target == month.target and slip.addressee == month.unit
    assert "比计划少30口" in slip.demand
    assert slip.due == dt.date(2023, 10, 17)
    closing = json.loads(Event.objects.get(action="定稿").body)
    assert [r[0] for r in closing["rows"] if "slip" in r[0]] == [
        "supervision.slipstep",
        "supervision.slip",
    ]


def test_closing_asks_no_more_of_the_database_for_more_slips(month):
    def asked(count: int) -> int:
        for number in range(100 * count, 100 * count + count):
            project = make_project(number=number, unit=month.unit)
            make_target(project, plan={"2023-01": "10", "2023-12": "100"})
        opening.lay_out(month.period)
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            close(month)
            assert Slip.objects.count() > count
            transaction.set_rollback(True)
        return len(queries)

    assert asked(2) == asked(9)


@pytest.mark.django_db
def test_working_days_pass_over_holidays():
    assert calendar.working_days_after(dt.date(2023, 9, 28), 1) == dt.date(2023, 10, 7)
    assert calendar.working_days_after(dt.date(2023, 10, 10), 5) == dt.date(2023, 10, 17)
    assert calendar.working_days_after(dt.date(2023, 10, 1), 0) == dt.date(2023, 10, 1)
    assert calendar.working_days_after(dt.date(2023, 10, 10), -3) == dt.date(2023, 10, 10)


def test_a_blue_card_brings_no_slip(month, draft):
    submission = reports.submit(
        report=month.report,
        draft=draft("120"),
        version=0,
        by=month.owner,
        at=moment("2023-10-06 12:00"),
    )
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-06 15:00"))
    close(month)
    assert not Slip.objects.exists()


def test_a_card_overridden_to_blue_brings_no_slip(month):
    overridden(month.project, by=month.officer, at=CLOSED)
    close(month)
    assert not Slip.objects.exists()


def test_a_blue_card_overridden_to_yellow_brings_a_slip_without_a_finding(month, draft):
    overridden(month.project, by=month.officer, at=CLOSED, colour="yellow", reason="质量问题")
    submission = reports.submit(
        report=month.report,
        draft=draft("120"),
        version=0,
        by=month.owner,
        at=moment("2023-10-06 12:00"),
    )
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-06 15:00"))
    close(month)
    slip = Slip.objects.get()
    assert slip.target is None and "经认定亮牌" in slip.demand


def test_numbers_of_a_year_have_no_gaps(month, slip):
    other = Slip.objects.create(
        programme=slip.programme,
        project=month.project,
        addressee=month.unit,
        demand="演示",
        due=slip.due,
        drafted_at=AT,
    )
    slips.drop(slip=other, reason="并入另一单", by=month.officer, at=AT)
    assert issue(month, slip).label == "督〔2023〕1号"
    third = Slip.objects.create(
        programme=slip.programme,
        project=month.project,
        addressee=make_unit(),
        demand="演示",
        due=slip.due,
        drafted_at=AT,
    )
    assert issue(month, third).number == 2


def test_a_further_card_raises_the_same_slip(month, slip):
    issue(month, slip)
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=AT
    )
    close(month, october, at=moment("2023-11-08 16:00"))
    assert Slip.objects.count() == 1
    assert kinds(slip) == ["raised", "checked", "issued", "raised"]


def test_after_clearance_a_new_card_opens_a_new_slip(month, slip):
    issue(month, slip)
    cleared(slip, "现场核验完成", by=month.officer, at=AT)
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=AT
    )
    close(month, october, at=moment("2023-11-08 16:00"))
    assert [slip.state for slip in Slip.objects.order_by("pk")] == ["cleared", "draft"]


def test_from_issue_to_clearance_everything_stands_on_the_timeline(month, slip):
    issue(month, slip)
    answer(month, slip)
    slips.send_back(slip=slip, reason="措施不具体", by=month.officer, at=AT)
    answer(month, slip, measures="每周完成10口", objective_cause="汛期")
    cleared(slip, "现场核验", by=month.officer, at=AT)
    assert kinds(slip) == [
        "raised", "checked", "issued", "answered", "sent_back", "answered", "to_clear", "cleared",
    ]  # fmt: skip
    slip.refresh_from_db()
    assert slip.state == Slip.State.CLEARED and slip.closed_at == AT
    actions = Event.objects.filter(action__startswith="督办").order_by("number")
    assert [event.action[2:] for event in actions] == [
        "核稿", "签发", "答复", "退回", "答复", "提请销号", "销号",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["cause", "measures", "responsible"])
def test_an_answer_is_given_item_by_item(month, slip, missing):
    issue(month, slip)
    with pytest.raises(Refused, match="逐项填写"):
        answer(month, slip, **{missing: " "})
    assert not SlipStep.objects.filter(kind="answered").exists()


def test_an_extension_is_asked_before_the_time_limit_and_decided_once(month, slip):
    issue(month, slip)
    ask = {"slip": slip, "until": dt.date(2023, 10, 31), "reason": "等设备", "by": month.owner}
    with pytest.raises(Refused, match="到期前"):
        slips.ask_extension(**ask, at=moment("2023-10-18 00:00"))
    slips.ask_extension(**ask, at=moment("2023-10-17 23:59"))
    with pytest.raises(Refused, match="还没有答复"):
        slips.ask_extension(**ask, at=AT)
    slips.decide_extension(slip=slip, granted=True, reason="", by=month.officer, at=AT)
    assert limit(slip) == dt.date(2023, 10, 31)
    with pytest.raises(Refused, match="没有待答复"):
        slips.decide_extension(slip=slip, granted=True, reason="", by=month.officer, at=AT)


def test_a_refused_extension_needs_a_reason_and_leaves_the_limit(month, slip):
    issue(month, slip)
    slips.ask_extension(
        slip=slip, until=dt.date(2023, 10, 31), reason="等设备", by=month.owner, at=AT
    )
    decide = {"slip": slip, "granted": False, "by": month.officer, "at": AT}
    with pytest.raises(Refused, match="理由"):
        slips.decide_extension(**decide, reason="")
    slips.decide_extension(**decide, reason="请按原时限")
    assert limit(slip) == dt.date(2023, 10, 17)


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        (slips.answer, {"given": given()}),
        (slips.send_back, {"reason": "再答"}),
        (slips.propose_clearing, {"reason": "核验"}),
    ],
)
def test_a_draft_is_neither_answered_nor_cleared(month, slip, act, fields):
    with pytest.raises(Refused, match="待核稿"):
        act(slip=slip, by=month.officer, at=AT, **fields)


def test_it_is_not_due_before_it_is_issued(month, slip):
    with pytest.raises(Refused, match="早于签发"):
        issue(month, slip, due=dt.date(2023, 10, 10))


def test_a_sent_back_answer_is_due_again(month, slip):
    issue(month, slip)
    answer(month, slip)
    assert limit(slip) == dt.date(2023, 11, 9)  # the office's day for mending, not the unit's
    back = {"slip": slip, "reason": "再答", "by": month.officer, "at": AT}
    with pytest.raises(Refused, match="早于退回"):
        slips.send_back(**back, due=dt.date(2023, 10, 10))
    slips.send_back(**back, due=dt.date(2023, 10, 20))
    assert limit(slip) == dt.date(2023, 10, 20)
    found = Slip.objects.with_limit().get()
    assert found.limit == dt.date(2023, 10, 20)
    assert not Slip.objects.with_limit().overdue(dt.date(2023, 10, 20)).exists()
    assert Slip.objects.with_limit().overdue(dt.date(2023, 10, 21)).get() == slip


def test_it_is_not_mended_before_it_is_answered(month, slip):
    issue(month, slip)
    with pytest.raises(Refused, match="早于答复"):
        answer(month, slip, deadline=dt.date(2023, 10, 10))


def test_proof_stands_with_its_answer_and_in_the_ledger(month, slip):
    issue(month, slip)
    proof = Checked(name="记录.pdf", content=b"%PDF- proof", photo=False)
    slips.answer(slip=slip, given=given(), by=month.owner, at=AT, files=[proof])
    kept = SlipFile.objects.get()
    assert (kept.name, kept.step.kind, kept.file.read()) == ("记录.pdf", "answered", proof.content)
    event = json.loads(Event.objects.get(action="督办答复").body)
    assert [row[0] for row in event["rows"]] == [
        "supervision.slipstep",
        "supervision.slipfile",
        "supervision.slip",
    ]


def test_no_file_stays_where_its_answer_fails(month, slip, monkeypatch):
    def fail(**kw):
        raise RuntimeError

    issue(month, slip)
    monkeypatch.setattr(slips, "record", fail)
    deleted, storage = [], SlipFile._meta.get_field("file").storage
    monkeypatch.setattr(storage, "delete", deleted.append)
    proof = Checked(name="记录.pdf", content=b"%PDF- proof", photo=False)
    with pytest.raises(RuntimeError):
        slips.answer(slip=slip, given=given(), by=month.owner, at=AT, files=[proof])
    assert not SlipFile.objects.exists()
    assert len(deleted) == 1
