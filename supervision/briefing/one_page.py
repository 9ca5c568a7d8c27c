"""一页纸: how a month stands, for the 党工委: who is behind, why, and what is asked of it.

Of an open month that is over the cards are trial ones and it says so; else the last closed month.
It is internal; small counts of sensitive projects are withheld in it all the same.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from projects.models import PlanPoint, Programme
from projects.values import days
from projects.values.months import in_words, last_day, shift
from supervision.actions import periods
from supervision.cards.consequences import consequences
from supervision.models import (
    Card,
    CardOverride,
    Matters,
    Period,
    Reading,
    Report,
    ShownCard,
    SlipStep,
    cards_of,
)
from supervision.published.line import progress
from supervision.published.unit_days import Standing, standings
from supervision.published.wording import UNRATED, Grading

PROMISES = (SlipStep.Kind.ANSWERED, SlipStep.Kind.EXTENDED)


@dataclass(frozen=True)
class OnePage:
    programme: Programme
    period: Period
    mark: str
    overall: str
    late: list[dict[str, str]]
    matters: list[str]
    brought: list[str]
    stages: list[str]

    @property
    def title(self) -> str:
        return f"民生实事{in_words(self.period.month)}推进情况"

    @property
    def next_month(self) -> str:
        return in_words(shift(self.period.month, 1))


def period_for(programme: Programme, at: dt.datetime) -> Period | None:
    """The open month if it is over, else the last closed one."""
    today = timezone.localdate(at)
    ours = Period.everything.filter(programme=programme).select_related("programme")
    for period in ours.still_open():
        if today > last_day(period.month):
            return period
    return ours.closed().last()


def one_page(period: Period, at: dt.datetime) -> OnePage:
    """Refused, a sentence, where an open month cannot be judged yet."""
    cards = judged(period, at)
    grading = grading_of(cards)
    behind = behind_of(cards)
    return OnePage(
        programme=period.programme,
        period=period,
        mark=mark_of(period, at),
        overall=overall(period, cards, grading),
        late=rows(behind, period, timezone.localdate(at)),
        matters=matters_of(period),
        brought=brought(period, behind),
        stages=coming(period),
    )


def grading_of(cards: list[Card]) -> Grading | None:
    return Grading.of(cards[0].policy.body, Programme.CardDisplay.FULL) if cards else None


def behind_of(cards: list[Card]) -> list[Card]:
    """Those behind of a month's judged cards, the worst first."""
    grading = grading_of(cards)
    found = [card for card in cards if grading.rank(card.shown)]
    return sorted(found, key=lambda card: (-grading.rank(card.shown), card.deviation or 0))


def matters_of(period: Period) -> list[str]:
    """提请事项: what the office asks of leaders for the month."""
    matters = Matters.objects.filter(period=period).first()
    return matters.text.splitlines() if matters else []


def judged(period: Period, at: dt.datetime) -> list[Card]:
    """Stored cards, or trial ones; `shown` is the colour that holds, overrides included."""
    if period.closed_at:
        cards = list(cards_of(period).select_related("project", "policy"))
    else:
        cards = periods.trial_cards(period, at)
    overrides = CardOverride.objects.over(period.month)
    for card in cards:
        card.period = period
        card.decided = overrides.get(card.project_id)
        card.shown = ShownCard.of(card, card.decided).colour
    return cards


def mark_of(period: Period, at: dt.datetime) -> str:
    if period.closed_at:
        return (
            f"数据截至{days.in_words(period.data_until)}，已定稿，数据版本号{period.data_version}"
        )
    return f"调度中未定稿，按{days.moment_in_words(at)}的数据试算"


def overall(period: Period, cards: list[Card], grading: Grading | None) -> str:
    counts = Counter(card.shown or UNRATED for card in cards)
    graded = grading.grades if grading else {}
    said = "，".join(
        f"{name}{words}{counts[colour]}件"
        for colour, (name, words) in graded.items()
        if counts[colour]
    )
    text = f"截至{days.in_words(period.data_until)}，纳入调度{len(cards)}件：{said}。"
    if period.closed_at:
        return text
    reports = period.reports.exclude(state=Report.State.EXCUSED)
    states = Counter(reports.values_list("state", flat=True))
    accepted, waiting = states[Report.State.ACCEPTED], states[Report.State.SUBMITTED]
    absent = states.total() - accepted - waiting
    return f"{text}报送已通过{accepted}份，待审核等{waiting}份，未报或退回{absent}份。"


def rows(cards: list[Card], period: Period, today: dt.date) -> list[dict[str, str]]:
    """Those behind, by the table's columns; the number of queries does not grow with them."""
    found = standings(cards, period.programme)
    said, slips = reasons(list(found), period), promised_on_slips(list(found))
    return [
        late(
            card,
            found[card.project_id],
            said.get(card.project_id, {}),
            slips.get(card.project_id),
            today,
        )
        for card in cards
    ]


def promised_in(own: Standing, on_slip: dt.date | None, month: str, today: dt.date) -> str:
    """承诺完成时间 as the project's page tells it; without one the day of mending on its slip."""
    finish, former = own.promise()
    said = finish_in(finish, month, today) + (f"（{former}）" if former else "")
    if finish is None and on_slip:
        said = f"{said}；督办单整改时间{finish_in(on_slip, month, today)}"
    return said


def finish_in(finish: dt.date | None, month: str, today: dt.date) -> str:
    """When the unit promised it, marked where that day is over."""
    if finish is None:
        return "未承诺"
    return days.short_in(finish, int(month[:4])) + ("（已过期）" if finish < today else "")


def late(card: Card, own: Standing, said: dict, on_slip: dt.date | None, today) -> dict:
    shown, figure = own.card, own.key
    names = [figure.name, *(part.name for part in figure.parts)] if figure else []
    cause, measures = next((said[name] for name in names if name in said), ("", ""))
    grade = shown.grade.name + ("，本月未报" if shown.missing else "")
    return {
        "项目": f"{card.project.number}. {card.project.title}",
        "牵头单位": card.unit_name or "待明确",
        "差多少": f"{grade}，{progress(figure)}" if figure else grade,
        "原因": cause or "单位未报原因",
        "措施": measures or "单位未报措施",
        "承诺时间": promised_in(own, on_slip, card.period.month, today),
    }


def reasons(projects: list[int], period: Period) -> dict[int, dict[str, tuple]]:
    """By project and target: (原因, 措施) of the last accepted report of the month."""
    readings = Reading.objects.filter(
        submission__report__period=period,
        submission__report__project__in=projects,
        submission__review__verdict="accepted",
    ).exclude(cause="", measures="")
    found: dict[int, dict[str, tuple]] = {}
    for reading in readings.select_related("target", "submission__report").order_by(
        "submission__number"
    ):
        own = found.setdefault(reading.submission.report.project_id, {})
        own |= dict.fromkeys(reading.target.names, (reading.cause, reading.measures))
    return found


def promised_on_slips(projects: list[int]) -> dict[int, dt.date]:
    """整改时限: the last one that a unit gave or was granted on a slip under way, by project."""
    steps = SlipStep.objects.filter(
        slip__project__in=projects,
        slip__closed_at=None,
        kind__in=PROMISES,
        deadline__isnull=False,
    )
    steps = steps.exclude(about=SlipStep.About.ANSWER)  # by which it is to answer, no promise
    return dict(steps.order_by("pk").values_list("slip__project", "deadline"))


def brought(period: Period, behind: list[Card]) -> list[str]:
    """约谈, 通报批评: what the month's stored cards bring by the rules."""
    if not period.closed_at:
        return []
    found: dict[tuple[str, str], list[int]] = {}
    for each in consequences(period.programme):
        if each.month == period.month:
            what = each.consequence.then, each.consequence.when
            found.setdefault(what, []).append(each.project.number)
    return [
        f"{then}：第{'、'.join(map(str, sorted(numbers)))}项（{when}）"
        for (then, when), numbers in found.items()
    ]


def coming(period: Period) -> list[str]:
    """Next month's stages, by the newest approved plans."""
    points = PlanPoint.objects.filter(
        month=shift(period.month, 1), milestone__isnull=False,
        plan__target__project__programme=period.programme_id,
    ).select_related("milestone", "plan__target__project")  # fmt: skip
    latest = {}
    for point in points.order_by("plan__target__project__number", "plan__version"):
        latest[point.milestone_id] = point
    return [
        f"第{point.plan.target.project.number}项{point.milestone.name}" for point in latest.values()
    ]
