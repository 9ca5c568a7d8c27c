"""What was known on a day: what stood then still stands for that day, whatever came later."""

import datetime as dt

import pytest

from projects.actions.changes import Approval, change_project
from projects.errors import Refused
from supervision.actions import periods, policies, reports
from supervision.cards.explanation import explain
from supervision.cards.history import card_as_of
from supervision.models import CardPolicy
from supervision.rules import PRESETS
from tests.factories import moment
from tests.overriding import confirm, propose

NOW = moment("2023-11-07 10:00")


@pytest.fixture
def closed(month, draft):
    """September at 90, accepted on the 6th and closed on the 10th of October."""
    hand_in(month, draft("90"), "2023-10-06 12:00")
    periods.close_month(period=month.period, by=None, at=moment("2023-10-10 16:00"))
    return month


def hand_in(month, draft, at):
    submission = reports.submit(
        report=month.report, draft=draft, version=0, by=month.owner, at=moment(at)
    )
    reports.accept(submission=submission, by=month.officer, at=moment(at))


def correct(month, draft, at):
    month.report.refresh_from_db()
    submission = reports.correct(
        report=month.report, draft=draft, reason="漏报", version=month.report.version,
        by=month.owner, at=moment(at),
    )  # fmt: skip
    reports.accept(submission=submission, by=month.officer, at=moment(at))


def on(month, text):
    return card_as_of(month.project, month.period, dt.date.fromisoformat(text), NOW)


def test_a_correction_changes_what_is_known_from_its_own_day_on(closed, draft):
    correct(closed, draft("118", doubt="属实"), "2023-10-20 09:00")
    assert [on(closed, day).colour for day in ("2023-10-19", "2023-10-20")] == ["yellow", "blue"]
    assert on(closed, "2023-10-08").pk is None


def test_a_correction_on_the_day_of_closing_is_not_the_first_card_s_report(closed, draft):
    correct(closed, draft("118", doubt="属实"), "2023-10-10 18:00")
    first = closed.period.cards.select_related("policy", "period").get(version=1)
    assert explain(first).submission.number == 1
    assert explain(on(closed, "2023-10-10")).submission.number == 2


def test_an_override_is_known_from_its_confirmation_on(closed):
    override = propose(closed.project, by=closed.officer, at=moment("2023-10-12 09:00"))
    confirm(override, moment("2023-10-14 09:00"))
    assert on(closed, "2023-10-13").override is None
    assert on(closed, "2023-10-14").override == override


def test_rules_adopted_later_were_not_known_then(month, draft):
    hand_in(month, draft("118", doubt="属实"), "2023-10-06 12:00")
    ladder = {"policy": PRESETS["阶梯"], "valid_from": "2023-09", "by": None}
    with pytest.raises(Refused, match=r"2023年9月已经过完.*最早从2023年10月起"):
        policies.adopt(**ladder, at=moment("2023-10-09 09:00"))
    adopted = policies.adopt(**ladder, at=moment("2023-09-29 09:00"))
    known = [
        CardPolicy.objects.adopted_for("2023-09", moment(f"2023-09-{day} 00:00")).name
        for day in (29, 30)
    ]
    assert known == ["三色", "阶梯"]
    assert on(month, "2023-10-08").policy == adopted


def test_a_project_suspended_has_no_card_from_then_on(month):
    approval = Approval("演示", "演示", "演示", "2023-09", "演示")
    change_project(
        project=month.project, state="suspended", approval=approval,
        by=None, at=moment("2023-09-28 09:00"),
    )  # fmt: skip
    with pytest.raises(Refused, match="不参加评定"):
        on(month, "2023-10-03")


def test_an_explanation_names_the_terms_and_plan_that_were_in_force(closed):
    [target] = explain(on(closed, "2023-10-10")).targets
    assert (target.terms.version, target.plan.version) == (1, 1)
