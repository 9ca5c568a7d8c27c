"""Opening, closing and publishing a month."""

import datetime as dt
import json

import pytest

from projects.errors import Refused
from projects.ledger import verification
from projects.models import Event
from supervision import calendar
from supervision.actions import opening, periods, reports
from supervision.cards import verification as replay
from supervision.models import Card, CardPolicy, Period, Report
from tests.factories import make_project, make_target, moment

NOON = moment("2023-10-06 12:00")
CLOSING = moment("2023-10-10 16:00")


def hand_in(month, draft, at=NOON, accept=True):
    submission = reports.submit(
        report=month.report, draft=draft, version=month.report.version, by=month.owner, at=at
    )
    if accept:
        reports.accept(submission=submission, by=month.officer, at=at)
    return submission


def close(month, at=CLOSING):
    return periods.close_month(period=month.period, by=month.officer, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("month", "due"),
    [
        ("2023-09", "2023-10-07"),  # the 5th lies in the holiday of 29 September to 6 October
        ("2023-10", "2023-11-06"),  # a Sunday
        ("2023-03", "2023-04-06"),  # 清明
        ("2023-04", "2023-05-05"),
        ("2098-12", "2099-01-05"),  # beyond the calendar's years: Monday to Friday
    ],
)
def test_the_due_day_is_the_5th_moved_past_holidays(month, due):
    assert calendar.due_day(month) == dt.date.fromisoformat(due)


def test_an_opened_month_lays_out_a_report_for_every_lead_unit(month):
    assert month.report.state == Report.State.MISSING
    assert month.period.due == dt.date(2023, 10, 7)
    assert CardPolicy.objects.get().name == "三色"


def test_a_month_opens_once(month):
    with pytest.raises(Refused, match="已经启动"):
        opening.open_period(programme=month.project.programme, month="2023-09", by=None, at=NOON)


def test_closing_stores_the_cards_and_numbers_the_bulletin(month, draft):
    hand_in(month, draft())
    period = close(month)
    card = Card.everything.get()
    assert (card.colour, card.label) == ("yellow", "黄牌 进度偏慢")
    assert card.unit_name == "演示教育"
    assert period.counts == {"blue": 0, "yellow": 1, "red": 0, "none": 0, "unrated": 0}
    assert (period.bulletin_number, len(period.data_version)) == (1, 12)
    assert Event.objects.first().action == "定稿"


def test_closing_again_changes_nothing(month, draft):
    hand_in(month, draft())
    first = close(month)
    again = close(month, at=moment("2023-10-11 09:00"))
    assert again.closed_at == first.closed_at
    assert Card.everything.count() == 1


def test_a_closed_month_is_not_public_until_it_is_published(month, draft):
    hand_in(month, draft())
    close(month)
    assert not Card.public.exists() and not Period.public.exists()
    periods.publish_month(
        period=month.period, signer="演示签发人", basis="演示会议", by=month.officer, at=CLOSING
    )
    assert Card.public.exists() and Period.public.exists()


def test_closing_is_refused_while_a_submission_waits(month, draft):
    hand_in(month, draft(), accept=False)
    with pytest.raises(Refused, match="1份报送待审核（项目12）"):
        close(month)
    assert not Card.everything.exists()


def test_closing_is_refused_before_the_month_is_over(month):
    with pytest.raises(Refused, match="还没有结束"):
        close(month, at=moment("2023-09-30 23:59"))


def test_closing_waits_for_the_due_day_while_a_report_is_missing(month):
    with pytest.raises(Refused, match="1份未报"):
        close(month, at=moment("2023-10-07 23:59"))
    assert close(month, at=moment("2023-10-08 00:00")).closed_at


def test_months_close_in_order(month):
    later = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=NOON
    )
    with pytest.raises(Refused, match="2023年9月还没有定稿"):
        periods.close_month(period=later, by=None, at=moment("2023-11-10 09:00"))


def test_a_closed_month_takes_no_more_reports(month, draft):
    close(month)
    with pytest.raises(Refused, match="已经定稿"):
        hand_in(month, draft(), at=moment("2023-10-11 09:00"))


def test_the_last_minute_of_the_due_day_is_on_time(month, draft):
    hand_in(month, draft(), at=moment("2023-10-07 23:59"))
    close(month)
    report = json.loads(Card.everything.get().facts)["report"]
    assert report == {"due": "2023-10-07", "submitted": "2023-10-07", "accepted": "2023-10-07"}


def test_a_returned_report_is_missing_again(month, draft):
    submission = hand_in(month, draft(), accept=False)
    reports.return_to_unit(submission=submission, reason="照片不清", by=month.officer, at=NOON)
    close(month)
    facts = json.loads(Card.everything.get().facts)
    assert facts["report"]["submitted"] is None and facts["missing_months"] == 1
    assert facts["targets"][0]["readings"] == {}


def test_a_project_without_plan_or_report_is_never_blue(month):
    bare = make_project(month.project.programme, number=13)
    make_target(bare, "待定的指标")
    close(month)
    assert Card.everything.get(project=bare).colour == ""


@pytest.mark.parametrize(("signer", "basis"), [("", "会议"), ("演示签发人", " ")])
def test_publishing_needs_signer_and_basis(month, signer, basis):
    close(month)
    with pytest.raises(Refused, match="签发人和公开依据"):
        periods.publish_month(period=month.period, signer=signer, basis=basis, by=None, at=CLOSING)


def test_only_a_closed_month_can_be_published_and_only_once(month):
    act = {"signer": "演示签发人", "basis": "演示会议", "by": None, "at": CLOSING}
    with pytest.raises(Refused, match="还没有定稿"):
        periods.publish_month(period=month.period, **act)
    close(month)
    periods.publish_month(period=month.period, **act)
    with pytest.raises(Refused, match="不能重复公开"):
        periods.publish_month(period=month.period, **act)


def test_a_stored_card_replays_to_the_same_digest(month, draft):
    hand_in(month, draft())
    close(month)
    assert list(replay.cards()) == []
    assert list(verification.chain()) == []
    # What the factories made came in without an action; what the actions made did not.
    made = ("报送", "进度数据", "审核", "亮牌")
    assert [problem for problem in verification.rows() if problem.startswith(made)] == []
