"""What the office asks of the stored cards: outlook, simulation, city quotas, past knowledge."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from projects.errors import Refused
from projects.models import CityTaskPoint
from supervision.actions import opening, periods, reports
from supervision.cards.city import city_rows
from supervision.cards.explanation import explain
from supervision.cards.history import card_as_of
from supervision.cards.outlook import behind, in_sight, outlook
from supervision.cards.simulation import simulate
from supervision.models import Card, Period
from supervision.rules import PRESETS
from supervision.rules.consequences import triggered
from tests.factories import make_officer, make_programme, make_project, make_quota, moment
from tests.public.months import make_card, make_month, quantity, service, stages

VALUES = {"2023-06": "60", "2023-07": "66", "2023-08": "78", "2023-09": "90"}


@pytest.fixture
def year(month, draft):
    """June to September accepted and closed: the worked example of docs/rules.md."""
    programme = month.project.programme
    month.period.reports.all().delete()
    month.period.delete()
    for text, value in VALUES.items():
        later = f"2023-{int(text[5:]) + 1:02d}"
        period = opening.open_period(
            programme=programme, month=text, by=None, at=moment(f"{text}-20 09:00")
        )
        submission = reports.submit(
            report=period.reports.get(),
            draft=draft(value, doubt="属实"),
            version=0,
            by=month.owner,
            at=moment(f"{later}-03 09:00"),
        )
        reports.accept(submission=submission, by=month.officer, at=moment(f"{later}-04 09:00"))
        periods.close_month(period=period, by=None, at=moment(f"{later}-10 09:00"))
    month.periods = list(programme.periods.all())
    return month


def colours(month) -> list[tuple[str, str]]:
    cards = Card.everything.select_related("period").order_by("period__month")
    return [(card.period.month, card.colour) for card in cards]


def test_the_year_comes_out_as_the_worked_example(year):
    assert [colour for _, colour in colours(year)] == ["blue", "blue", "yellow", "yellow"]


def test_the_outlook_names_what_is_likely_late(year):
    [row] = outlook(year.periods[-1])
    assert (row.earliest, row.latest, row.likely_late) == ("2024-02", "2024-03", True)
    assert row.needed_per_month == "19.6667"


def test_the_outlook_tells_gaps_in_points_and_paces_by_what_they_are(client, db):
    programme = make_programme()
    period = make_month(programme)
    make_card(period, make_project(programme), quantity(readings={"2023-09": "0"}))
    Period.everything.update(closed_at=moment("2023-10-10 10:00"))
    client.force_login(make_officer())
    page = client.get(reverse("admin:office_outlook")).content.decode()
    assert "80.54个百分点" in page and "80.54%" not in page
    assert "按起算以来对计划的快慢" in page and "平均速度" not in page


@pytest.mark.parametrize(("month", "seen"), [("2024-02", "2024-02"), (None, ""), ("19523-06", "")])
def test_a_year_of_five_digits_is_no_end_in_sight(month, seen):
    assert in_sight(month) == seen


def test_what_no_forecast_speaks_of_is_listed_where_it_is_behind(db):
    programme = make_programme()
    period = make_month(programme)
    works, idle, fine = (make_project(programme, number=number) for number in (21, 12, 2))
    make_card(period, works, stages())
    make_card(period, idle, quantity(readings={"2023-06": "0", "2023-09": "0"}))
    make_card(period, fine, service())
    assert outlook(period) == []
    told = [(row.project.number, row.said, row.points) for row in behind(period)]
    assert told == [
        (12, "还没有进展", "80.54"),
        (21, "下一节点“主体完工”，计划2023年8月，已晚1个月", "50"),
    ]


def test_a_simulation_says_who_changes_colour_and_why_and_writes_nothing(year):
    before = Card.everything.count()
    result = simulate(PRESETS["阶梯"], year.periods)
    assert Card.everything.count() == before
    june, july, september = result.changed
    assert (june.colour, june.card.colour) == ("none", "blue")
    assert july.label == "蓝牌 略有滞后"
    assert (september.card.period.month, september.colour) == ("2023-09", "red")
    assert (result.before["yellow"], result.after["yellow"]) == (2, 1)
    assert any("连续" in reason for reason in september.reasons)


def test_two_yellows_bring_what_the_policy_lists(year):
    [found] = triggered(PRESETS["三色"], colours(year), "2023-09")
    assert (found.consequence.then, found.months) == ("通报批评", ("2023-08", "2023-09"))


@pytest.mark.parametrize(
    ("run", "brought"),
    [
        ([("2023-08", "yellow"), ("2023-09", "blue")], []),
        ([("2023-07", "yellow"), ("2023-09", "yellow")], []),  # a month without a card between
        ([("2023-08", "red"), ("2023-09", "yellow")], ["通报批评"]),
        ([("2023-09", "red")], ["约谈"]),
        ([], []),
    ],
)
def test_a_run_counts_month_after_month(run, brought):
    found = triggered(PRESETS["三色"], run, "2023-09")
    assert [item.consequence.then for item in found] == brought


def test_a_card_is_known_as_it_was_on_a_past_day(year):
    period = year.periods[-1]
    at = moment("2023-11-07 10:00")
    now = card_as_of(year.project, period, dt.date(2023, 11, 7), at)
    assert now.pk and now.colour == "yellow"
    before_report = card_as_of(year.project, period, dt.date(2023, 10, 2), at)
    assert before_report.pk is None
    assert '"readings"' in before_report.facts and '"2023-09":{' not in before_report.facts
    with pytest.raises(Refused, match="还没有结束"):
        card_as_of(year.project, period, dt.date(2023, 9, 30), at)


def test_an_explanation_starts_plain_and_leads_back_to_the_report(year):
    card = Card.everything.get(period__month="2023-09")
    found = explain(card)
    assert found.sentence == "承诺149口，已完成90口，比计划少30口"
    assert found.submission.report.period.month == "2023-09"
    [target] = found.targets
    assert "（90 − 0）÷（149 − 0）" in target.formula.actual
    assert target.plan.version == 1
    assert [card.period.month for card in found.history] == list(VALUES)


def test_a_city_quota_is_entered_once_and_counted_for_both(year):
    task = make_quota(year.project.programme, name="教室照明", measure="口", quota=Decimal(160))
    CityTaskPoint.objects.create(city_task=task, month="2023-09", value=Decimal(110))
    task.targets.add(year.target)
    [row] = city_rows(year.project.programme, dt.date(2023, 11, 7))
    assert (row.plan, row.reading, row.promised) == ("110", "90", 149)
    assert row.warnings == ["区级目标低于市定任务"]


def test_a_quota_that_nothing_carries_is_flagged(year):
    make_quota(year.project.programme, name="养老床位", measure="张", quota=Decimal(20))
    [row] = city_rows(year.project.programme, dt.date(2023, 11, 7))
    assert row.warnings == ["没有指标承担"]
