"""What a project promised, target by target: by when, and how far each is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils import timezone

from projects.models import PlanPoint, Target, TargetTerms, every_name
from supervision.published.figures import Figure, from_facts, from_terms
from supervision.published.in_units import in_units
from supervision.published.shown import PublicCard
from supervision.published.wholes import together

PROMISED = (
    "version", "baseline", "value", "comparison", "due", "start", "effective", "target__project",
    "target__number", "target__name",
    "target__kind", "target__measure", "target__part_of", "target__former_names",
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


def stage_months(keys: list[int]) -> dict[tuple[int, str], dict[str, str]]:
    """By project and target each stage's month in the plan in force, where another was before."""
    points = PlanPoint.objects.filter(
        plan__target__in=Target.published.filter(project__in=keys),
        plan__version__gt=1,
        milestone__isnull=False,
    )
    rows = points.order_by("plan__version", "pk").values_list(
        "plan", "plan__target__project", "plan__target__name", "plan__target__former_names",
        "milestone__name", "month",
    )  # fmt: skip
    found, plans = {}, defaultdict(dict)
    for plan, project, name, former, stage, month in rows:
        plans[plan][stage] = month
        found |= {(project, each): plans[plan] for each in every_name(name, former)}
    return found


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
    bounds = {names[row.target_id]: row for row in terms}
    return [bounded(figure, bounds) for figure in (*figures, *known.values())]


def bound_of(terms: TargetTerms) -> str:
    exactly = terms.comparison == TargetTerms.Comparison.EXACTLY
    return "" if exactly else terms.get_comparison_display()


MIRRORED = {"不超过": "不少于", "不少于": "不超过"}


def bounded(figure: Figure, bounds: dict[str, TargetTerms]) -> Figure:
    """The figure with what its terms ask.

    A rate is promised as the rate it reaches. Of what is to fall the way is told: who promises
    at most 5 of 8 takes at least 3 away.
    """
    figure = replace(figure, parts=tuple(bounded(part, bounds) for part in figure.parts))
    if (terms := bounds.get(figure.name)) is None:
        return figure
    figure = replace(figure, bound=bound_of(terms))
    if figure.pending and terms.ceiling:
        return replace(figure, total=figure.reach, verb="", whole="", ceiling=True)
    if figure.kind == Target.Kind.COVERAGE:
        unjudged = figure.rate and (figure.pending or figure.begins)
        return replace(figure, total=figure.reach, verb="") if unjudged else figure
    falls = terms.value is not None and terms.value < terms.baseline
    return replace(figure, bound=MIRRORED.get(figure.bound, "")) if falls else figure


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
