"""Reminders: before, on and after the due day; one message a person and day; none lost."""

import datetime as dt
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from projects.models import LeadUnit, Programme, User
from supervision import scope
from supervision.actions import periods, reports, signing
from supervision.desk.reminders import lines_for
from supervision.models import Reminder, Slip
from tests.factories import make_clerk, make_unit, moment
from tests.slipping import signed


@pytest.fixture(autouse=True)
def addresses(month):
    month.leader = make_clerk(month.unit, "leader", post="leader")
    for person in User.objects.all():
        person.email = f"{person.username}@example.org"
        person.save(update_fields=["email"])


def lines(person, at) -> list[str]:
    return lines_for(moment(at)).get(person, [])


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        ("2023-09-20 09:00", False),
        ("2023-09-26 09:00", True),  # three working days before it
        ("2023-09-27 09:00", False),
        ("2023-09-28 09:00", True),  # one: the holiday lies between
        ("2023-10-07 09:00", True),
        ("2023-10-08 09:00", True),
        ("2023-10-20 09:00", True),
    ],
)
def test_a_unit_is_reminded_before_the_due_day_on_it_and_after(month, at, reminded):
    assert bool(lines(month.owner, at)) == reminded
    assert lines(month.stranger, at) == []


def test_what_was_handed_in_is_reminded_of_no_more(month, draft):
    reports.submit(
        report=month.report,
        draft=draft(),
        version=0,
        by=month.owner,
        at=moment("2023-10-06 12:00"),
    )
    assert lines(month.owner, "2023-10-07 09:00") == []


def test_a_returned_report_never_drops_out(month, draft):
    submission = reports.submit(
        report=month.report,
        draft=draft(),
        version=0,
        by=month.owner,
        at=moment("2023-10-06 12:00"),
    )
    reports.return_to_unit(
        submission=submission, reason="照片不清", by=month.officer, at=moment("2023-10-06 15:00")
    )
    assert "已退回" in lines(month.owner, "2023-10-09 09:00")[0]


def test_the_leader_learns_of_a_threatening_card_before_it_is_given(month):
    told = lines(month.leader, "2023-10-09 09:00")
    assert any("拟亮" in line and "可以申辩" in line for line in told)
    assert not any("拟亮" in line for line in lines(month.owner, "2023-10-09 09:00"))


def test_a_slip_to_answer_is_reminded_of(month):
    periods.close_month(period=month.period, by=None, at=moment("2023-10-10 16:00"))
    slip = Slip.objects.get()
    signed(slip, by=month.officer, at=moment("2023-10-11 10:00"))
    assert lines(month.owner, "2023-10-11 11:00") == []
    assert "督〔2023〕1号" in lines(month.owner, "2023-10-16 09:00")[0]
    assert "已逾期" in lines(month.owner, "2023-10-18 09:00")[0]


def issued_slip(month):
    periods.close_month(period=month.period, by=None, at=moment("2023-10-10 16:00"))
    slip = Slip.objects.get()
    return signed(slip, by=month.officer, at=moment("2023-10-11 10:00"))


def ended(unit, until: str) -> None:
    LeadUnit.objects.filter(pk=unit.pk).update(until=until)


def test_a_slip_of_a_renamed_unit_is_told_to_the_people_of_its_successor(month):
    issued_slip(month)
    between = make_unit("演示教科", predecessor=month.unit)
    successor = make_clerk(make_unit("演示教体", predecessor=between), "successor")
    ended(month.unit, "2023-10-12")
    ended(between, "2023-10-13")
    assert "督〔2023〕1号" in lines(successor, "2023-10-16 09:00")[0]
    assert lines(month.owner, "2023-10-16 09:00") == []
    assert lines(month.stranger, "2023-10-16 09:00") == []
    assert scope.own_slips(successor, dt.date(2023, 10, 16)).exists()


def test_a_slip_of_a_merged_unit_is_told_to_who_leads_its_project_now(month):
    issued_slip(month)
    heir = make_unit("演示教体")
    ended(month.unit, "2023-10-12")
    month.project.assignments.update(unit=heir)
    assert "督〔2023〕1号" in lines(make_clerk(heir, "heir"), "2023-10-16 09:00")[0]


def test_a_report_still_to_come_is_told_to_who_may_fill_it_in(month):
    heir = make_unit("演示教体")
    taker = make_clerk(heir, "taker")
    month.project.assignments.update(unit=heir)
    assert "9月进展" in lines(taker, "2023-10-07 09:00")[0]
    assert lines(month.owner, "2023-10-07 09:00") == []


@pytest.fixture
def put_before(month, draft):
    """The clerk's report on 6 October, where the leader signs online."""
    Programme.everything.update(signing="leader")
    return reports.submit(
        report=month.report, draft=draft(), version=0, by=month.owner,
        at=moment("2023-10-06 12:00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "words"), [("2023-10-06 15:00", "才算按时"), ("2023-10-09 09:00", "审签已逾期")]
)
def test_the_leader_is_told_of_what_waits_for_a_signature(month, put_before, at, words):
    [line] = [line for line in lines(month.leader, at) if "等您审签" in line]
    assert words in line
    assert not any("等您审签" in line for line in lines(month.owner, at))


def test_the_clerk_is_told_that_it_is_not_signed_yet(month, put_before):
    [line] = lines(month.owner, "2023-10-09 09:00")
    assert "还没有审签，已于10月7日截止，现已逾期" in line
    assert not any("还没有审签" in line for line in lines(month.leader, "2023-10-09 09:00"))


def test_what_was_signed_is_reminded_of_no_more(month, put_before):
    signing.sign(request=put_before, by=month.leader, at=moment("2023-10-06 16:00"))
    assert lines(month.owner, "2023-10-07 09:00") == []
    assert not any("审签" in line for line in lines(month.leader, "2023-10-07 09:00"))


def run() -> str:
    out = StringIO()
    call_command("send_reminders", stdout=out)
    return out.getvalue()


def test_running_twice_sends_once(month, settings):
    settings.DEMO_CLOCK = moment("2023-10-09 09:00")
    assert "发出3封" in run()
    assert "发出0封，此前已发3封" in run()
    assert len(mail.outbox) == 3
    assert {to for message in mail.outbox for to in message.to} == {
        "owner@example.org",
        "colleague@example.org",
        "leader@example.org",
    }


def test_what_could_not_leave_is_sent_by_the_next_run(month, settings, monkeypatch):
    settings.DEMO_CLOCK = moment("2023-10-09 09:00")

    def broken(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("supervision.actions.sending.send_mail", broken)
    with pytest.raises(CommandError, match="没有发出"):
        run()
    assert Reminder.objects.filter(sent_at=None).count() == 3
    monkeypatch.undo()
    assert "发出3封" in run()


def test_the_message_greets_says_what_is_due_and_where_to_go(month, settings):
    settings.DEMO_CLOCK, settings.SITE_URL = moment("2023-10-09 09:00"), "https://demo.example"
    run()
    [body] = [each.body for each in mail.outbox if each.to == ["owner@example.org"]]
    assert body.startswith(f"{month.owner}：\n\n")
    assert "已于10月7日截止，现已逾期" in body
    assert body.endswith("请登录民生实事督查平台办理：https://demo.example/admin/\n")


def test_the_mail_server_is_greeted_once_for_all_messages(month, settings, monkeypatch):
    settings.DEMO_CLOCK, opened = moment("2023-10-09 09:00"), []
    monkeypatch.setattr(EmailBackend, "open", lambda backend: opened.append(backend))
    assert "发出3封" in run()
    assert len(opened) == 1


def test_a_mail_server_that_does_not_answer_is_waited_for_once(month, settings, monkeypatch):
    settings.DEMO_CLOCK, asked = moment("2023-10-09 09:00"), []

    def away(backend):
        asked.append(backend)
        raise TimeoutError

    monkeypatch.setattr(EmailBackend, "open", away)
    with pytest.raises(CommandError, match="没有发出"):
        run()
    assert len(asked) == 1 and not mail.outbox
    monkeypatch.undo()
    assert "发出3封" in run()


def test_people_without_an_address_are_counted_not_lost(month, settings):
    settings.DEMO_CLOCK = moment("2023-10-09 09:00")
    User.objects.filter(pk=month.owner.pk).update(email="")
    assert "没有邮箱1人" in run()


def test_a_mail_server_that_is_away_is_not_asked_for_ever(month, settings, monkeypatch):
    settings.DEMO_CLOCK = moment("2023-10-09 09:00")
    for number in range(5):
        more = make_clerk(month.unit, f"clerk{number}")
        User.objects.filter(pk=more.pk).update(email=f"clerk{number}@example.org")
    asked = []

    def broken(*args, **kwargs):
        asked.append(args)
        raise TimeoutError

    monkeypatch.setattr("supervision.actions.sending.send_mail", broken)
    with pytest.raises(CommandError):
        run()
    assert len(asked) == 3
    assert Reminder.objects.filter(sent_at=None).count() == 8, "all are kept for the next run"
