"""What a project promised, target by target: how far each is, by when its unit says it is done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils import timezone

from projects.models import Project, Target, TargetTerms, every_name
from projects.values.days import end_of
from projects.values.months import month_of
from supervision.models import Reading, Review
from supervision.published.figures import (
    Figure,
    Stage,
    from_facts,
    from_terms,
    stage_state,
    together,
)
from supervision.published.in_units import in_units
from supervision.published.shown import PublicCard

PROMISED = (
    "version", "baseline", "value", "comparison", "due", "start", "effective", "target__project",
    "target__number", "target__name",
    "target__kind", "target__measure", "target__part_of", "target__former_names",
)  # fmt: skip

# What `unit_days` reads of a reading.
DAYS = (
    "target__name", "target__former_names", "finish", "finishes__milestone__name", "finishes__day",
)  # fmt: skip


def terms_of(keys: list[int], month: str) -> dict[int, list[TargetTerms]]:
    """The terms in force in a month of every public target of some projects, by project."""
    rows = TargetTerms.objects.filter(target__in=Target.published.filter(project__in=keys))
    return by_project(rows.select_related("target").only(*PROMISED).order_by("version"), month)


def by_project(rows: Iterable[TargetTerms], month: str) -> dict[int, list[TargetTerms]]:
    """The last of each target's terms in force in a month, in the order of the targets.

    Of a target that begins later its first.
    """
    latest: dict[int, TargetTerms] = {}
    for row in rows:
        if row.effective <= month or row.target_id not in latest:
            latest[row.target_id] = row
    found = defaultdict(list)
    for row in sorted(latest.values(), key=lambda row: row.target.number):
        found[row.target.project_id].append(row)
    return found


@dataclass(frozen=True)
class Day:
    """By when a promise is to be kept: as first promised and as it stands, and since which day."""

    first: dt.date
    now: dt.date
    since: dt.date


Days = dict[str, Day]


def terms_and_days(
    keys: list[int], month: str
) -> tuple[dict[int, list[TargetTerms]], dict[int, Days]]:
    """The terms in force in a month, and the days first promised and now; one query.

    An approved change is public as soon as it is recorded, whatever month it holds from.
    """
    rows = TargetTerms.objects.filter(target__in=Target.published.filter(project__in=keys))
    rows = list(rows.select_related("target").order_by("version"))
    days: dict[int, Days] = defaultdict(dict)
    for row in rows:
        note_day(days[row.target.project_id], row)
    return by_project(rows, month), days


def note_day(days: Days, terms: TargetTerms) -> None:
    """Under every name that the target had: figures of a month over know it by that month's."""
    day = next_day(days.get(terms.target.name), terms)
    days |= dict.fromkeys(terms.target.names, day)


def next_day(former: Day | None, terms: TargetTerms) -> Day:
    if former and former.now == terms.due:
        return former
    since = timezone.localdate(terms.recorded_at)
    return Day(former.first if former else terms.due, terms.due, since)


def still_promised(
    finish: dict, days: Days, card: PublicCard | None, figures: list[Figure]
) -> dict:
    """Days that units promised, but for those told before the promise itself was moved.

    A late stage's day stands however the whole was moved.
    """
    if card is None:
        return {}
    owing = {figure.name for figure in figures if figure.owing}
    return {
        name: day
        for name, day in finish.items()
        if name not in days
        or name in owing
        or days[name].first == days[name].now
        or days[name].since <= card.as_of
    }


def moved(days: Days) -> dict[str, dt.date]:
    """The day first promised, by target, where it is not the one that holds now."""
    return {name: day.first for name, day in days.items() if day.first != day.now}


def dated(figures: list[Figure], days: Days) -> list[Figure]:
    """The figures with the day that holds now, whatever day their month knew."""
    found = []
    for figure in figures:
        parts = tuple(dated(list(figure.parts), days))
        due = days[figure.name].now.isoformat() if figure.name in days else figure.due
        if parts and figure.name not in days:
            due = max(part.due for part in parts)
        found.append(replace(figure, due=due, parts=parts))
    return found


def figures_of(card: PublicCard | None, terms: list[TargetTerms]) -> list[Figure]:
    """A figure for each promise, in the notice's order; parts stand under their whole."""
    month = card.month if card else ""
    known = published_figures(card) if card else {}
    names = {row.target_id: row.target.called_in(known) for row in terms}
    for row in terms:
        name = names[row.target_id]
        if card is None or (row.start > month and name not in known):
            known[name] = from_terms(row, month)
    parts = defaultdict(list)
    for row in terms:
        if row.target.part_of_id and names[row.target_id] in known:
            parts[row.target.part_of_id].append(known.pop(names[row.target_id]))
    figures = []
    for row in terms:
        name = names[row.target_id]
        if own := parts.get(row.target_id):
            known.pop(name, None)
            figures.append(together(row.target.called_at(card.closed_at) if card else name, own))
        elif name in known:
            figures.append(known.pop(name))
    bounds = {names[row.target_id]: bound_of(row) for row in terms}
    return [bounded(figure, bounds) for figure in (*figures, *known.values())]


def bound_of(terms: TargetTerms) -> str:
    exactly = terms.comparison == TargetTerms.Comparison.EXACTLY
    return "" if exactly else terms.get_comparison_display()


def bounded(figure: Figure, bounds: dict[str, str]) -> Figure:
    parts = tuple(bounded(part, bounds) for part in figure.parts)
    return replace(figure, parts=parts, bound=bounds.get(figure.name, ""))


def published_figures(card: PublicCard) -> dict[str, Figure]:
    """Return the figure of each judged target, by its name."""
    judged = {target["name"]: target for target in card.verdict["targets"]}
    return {
        facts["name"]: from_facts(
            facts,
            judged[facts["name"]],
            card.month,
            card.grading.limits,
            in_units(facts, judged[facts["name"]], card.beside),
        )
        for facts in card.facts["targets"]
    }


def key_figure(figures: list[Figure], card: PublicCard | None) -> Figure | None:
    """The figure that says most: the one its card rests on, else the first that has one.

    Of a project that is ahead, the one furthest ahead.
    """
    if not figures:
        return None
    worst = max(card.verdict["findings"], key=severity, default=None) if card else None
    if worst and severity(worst) > 1:
        for figure in figures:
            if worst.get("target") in (figure.name, *(part.name for part in figure.parts)):
                return figure
    if card and card.ahead and (first := max(figures, key=lead)) and lead(first) > 0:
        return first
    begun = [figure for figure in figures if not figure.begins] or figures
    return next((figure for figure in begun if not figure.pending), begun[0])


def lead(figure: Figure) -> Fraction:
    """How far ahead of its plan; nothing where that is not known."""
    return (figure.shares and figure.shares.deviation) or Fraction(0)


def severity(finding: dict) -> int:
    return finding["severity"]


@dataclass(frozen=True)
class UnitDays:
    """By when a unit says it is done: `finish` by target, `stages` by target and stage.

    A late stage without a day of its own has that of its target; a target whose stages are late
    has the last of theirs.
    """

    finish: dict[str, dt.date]
    stages: dict[str, dict[str, dt.date]]

    def beside(self, figures: list[Figure]) -> list[Figure]:
        """The figures with each stage's day."""
        return [
            replace(figure, stages=[with_day(stage, own) for stage in figure.stages])
            if (own := self.stages.get(figure.name))
            else figure
            for figure in figures
        ]


NO_DAYS = UnitDays({}, {})


def with_day(stage: Stage, days: dict[str, dt.date]) -> Stage:
    return replace(stage, promised=days.get(stage.name))


def unit_days(rows: Iterable[tuple], card: PublicCard) -> UnitDays:
    """The days of a report, from rows of what `DAYS` reads."""
    finish: dict[str, dt.date] = {}
    stages: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for name, former, day, stage, own in rows:
        for each in every_name(name, former):
            if day:
                finish[each] = day
            if own:
                stages[each][stage] = own
    for facts in card.facts["targets"]:
        if facts["kind"] == "milestones":
            share_out(facts, card.month, finish, stages)
    return UnitDays(finish, dict(stages))


def share_out(facts: dict, month: str, finish: dict, stages: dict) -> None:
    """Give a target's day to its late stages, and theirs to it.

    Before the last stage's month a day is told of late stages alone: where none is late it can
    only be meant for a stage that is not late yet.
    """
    name, planned = facts["name"], facts["milestones"] or []
    late = [each["name"] for each in planned if stage_state(each, month) == "overdue"]
    whole = finish.pop(name, None)
    days = {each: day for each in late if (day := stages[name].get(each, whole))}
    if days:
        stages[name] |= days
        finish[name] = max(days.values())
    elif whole and planned and month_of(whole) >= max(each["planned"] for each in planned):
        finish[name] = whole


def reported(project: Project, card: PublicCard | None) -> tuple[UnitDays, dict[str, str]]:
    """承诺完成时间 and 累计服务数 by target, from the accepted reports that the card rests on."""
    if card is None:
        return NO_DAYS, {}
    rows = Reading.objects.filter(
        target__project=project,
        target__public=True,
        submission__report__period__month__lte=card.month,
        submission__review__verdict=Review.Verdict.ACCEPTED,
        submission__review__at__lt=end_of(card.as_of),
    ).order_by("submission__report__period__month", "submission__number")
    month, number = "submission__report__period__month", "submission__number"
    found = list(rows.values_list(month, number, "served", *DAYS))
    of_month = [(at[1], at[3:]) for at in found if at[0] == card.month]
    last = max((sent for sent, _ in of_month), default=0)
    served = {
        name: count
        for _, _, count, own, former, *_ in found
        if count is not None
        for name in every_name(own, former)
    }
    told = {name: card.beside.served_words(name, count) for name, count in served.items()}
    return unit_days((day for sent, day in of_month if sent == last), card), told


def promised_days(cards: dict[int, PublicCard]) -> dict[int, UnitDays]:
    """The days of the cards of one month by project, in one query."""
    readings = Reading.objects.filter(
        submission__report__project__in=cards,
        submission__report__period__month__in={card.month for card in cards.values()},
        submission__review__verdict=Review.Verdict.ACCEPTED,
        target__public=True,
    )
    rows = readings.order_by("submission__number").values_list(
        "submission__report__project", "submission__number", "submission__review__at", *DAYS
    )
    known = [row for row in rows if row[2] < end_of(cards[row[0]].as_of)]
    last = {key: number for key, number, *_ in known}
    found: dict[int, list[tuple]] = {key: [] for key in cards}
    for key, number, _, *days in known:
        if number == last[key]:
            found[key].append(days)
    return {key: unit_days(days, cards[key]) for key, days in found.items()}


def promised_finishes(cards: dict[int, PublicCard]) -> dict[int, dict[str, dt.date]]:
    """The days by target alone."""
    return {key: days.finish for key, days in promised_days(cards).items()}
