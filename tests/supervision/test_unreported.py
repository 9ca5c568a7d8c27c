"""A service month for which nothing was accepted is unknown to the rules, on the day asked."""

import datetime as dt

import pytest

from projects.models import User
from supervision.actions import opening, periods, reports
from supervision.cards import bridge
from supervision.models import CardPolicy
from tests.factories import make_programme, make_project, make_target, make_unit, moment
from tests.sheets.month import HANDED_IN, OPENED, clerk_of, hand_in, officer

pytestmark = pytest.mark.django_db
YEAR = [f"2023-{number:02d}" for number in range(1, 13)]


@pytest.fixture
def screening():
    project = make_project(make_programme(), unit=make_unit())
    make_target(project, "筛查", kind="service", plan=YEAR)
    return project


def opened(project, month, covers_from=""):
    return opening.open_period(
        programme=project.programme, month=month, covers_from=covers_from, by=officer(), at=OPENED
    )


def facts(project, period, day="2023-11-08"):
    policy = CardPolicy.objects.adopted_for(period.month)
    as_of = dt.date.fromisoformat(day)
    return bridge.facts_of([project], period, as_of, policy)[project.pk]["targets"][0]


def report(project, period, ran):
    submission = hand_in(project, {"筛查": {"ran": ran}}, clerk_of(project), period)
    reports.accept(submission=submission, by=officer(), at=HANDED_IN)


def test_months_covered_by_an_accepted_report_are_known_whether_they_ran_or_not(screening):
    march = opened(screening, "2023-03", covers_from="2023-01")
    report(screening, march, ["2023-01", "2023-03"])
    found = facts(screening, march)
    assert (found["ran"], found.get("unreported")) == (["2023-01", "2023-03"], None)
    assert facts(screening, march, "2023-10-06")["unreported"] == YEAR[:3], "not accepted by then"


def test_a_month_without_an_accepted_report_is_unknown(screening):
    report(screening, opened(screening, "2023-09", covers_from="2023-01"), YEAR[:9])
    october = opened(screening, "2023-10")
    assert facts(screening, october)["unreported"] == ["2023-10"]
    clerk = User.objects.get(username__startswith="colleague")
    hand_in(screening, {"筛查": {"ran": []}}, clerk, october, progress="十月筛查照常接待。")
    assert facts(screening, october)["unreported"] == ["2023-10"], "handed in is not accepted"
    [card] = periods.trial_cards(october, moment("2023-11-08 10:00"))
    assert (card.colour, str(card.deviation)) == ("blue", "0.0000")


def test_months_before_the_first_report_stay_unknown(screening):
    september = opened(screening, "2023-09")
    report(screening, september, ["2023-09"])
    assert facts(screening, september)["unreported"] == YEAR[:8]
