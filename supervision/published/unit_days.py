"""承诺完成时间: by when a unit says that it is done, and which of its days it did not keep.

Pages, sheets, feeds and the leaders' page all ask here, so that a project has one such day and
none that was broken is forgotten when another is given.
"""

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from projects.models import Programme, Project, TargetTerms, every_name
from projects.values.months import month_of
from supervision.models import Card, Reading, Review
from supervision.published.beside import give_beside
from supervision.published.figures import Broken, Figure, Stage, stage_state
from supervision.published.promised import Days, dated, figures_of, key_figure, terms_and_days
from supervision.published.sentences import finish_of, unkept_words
from supervision.published.shown import PublicCard, public_version


class Given(NamedTuple):
    """What an accepted report gives of one target; `own` is the day of its `stage`.

    `moved` is when the promise itself was last moved by decision, if ever.
    """

    project: int
    month: str
    number: int
    accepted: dt.datetime
    moved: dt.datetime | None
    served: object
    name: str
    former: list
    day: dt.date | None
    stage: str | None
    own: dt.date | None

    @property
    def names(self) -> list[str]:
        return every_name(self.name, self.former)

    @property
    def days(self) -> list[tuple[str, dt.date]]:
        """Each day with its stage, "" for that of the whole."""
        found = [("", self.day), (self.stage or "", self.own)]
        return [(stage, day) for stage, day in found if day]


def given(**of) -> QuerySet:
    """Rows of `Given` of all accepted reports, the last one of each month last."""
    terms = TargetTerms.objects.filter(target=OuterRef("target"))
    first = terms.filter(version=1).values("due")[:1]
    moved = terms.exclude(due=Subquery(first)).order_by("-version").values("recorded_at")[:1]
    rows = Reading.objects.filter(
        **of, target__public=True, submission__review__verdict=Review.Verdict.ACCEPTED
    )
    rows = rows.annotate(moved=Subquery(moved)).order_by(
        "submission__report__project", "submission__report__period__month", "submission__number"
    )
    return rows.values_list(
        "submission__report__project", "submission__report__period__month", "submission__number",
        "submission__review__at", "moved", "served", "target__name", "target__former_names",
        "finish", "finishes__milestone__name", "finishes__day",
    )  # fmt: skip


def given_in(reading: Reading, facts: dict, moved: dt.datetime | None) -> list[Given]:
    """The same of a reading whose report, review and days of stages are loaded."""
    sent, staged = reading.submission, []
    if facts["kind"] == "milestones":
        staged = [(each.milestone.name, each.day) for each in reading.finishes.all()]
    report = sent.report
    told = report.project_id, report.period.month, sent.number, sent.review.at, moved
    named = reading.served, facts["name"], [], reading.finish
    return [Given(*told, *named, stage, day) for stage, day in staged or [(None, None)]]


# A report sent again is read whole: without a day it takes back that of the one before it.
TELLING = Q(finish__isnull=False) | Q(finishes__isnull=False) | Q(submission__number__gt=1)


def in_force(rows: Iterable[Given]) -> list[Given]:
    """Those of each project's and month's last report; rows come in the order of `given`."""
    found = []
    for _, own in groupby(rows, key=attrgetter("project", "month")):
        of_month = list(own)
        found += [row for row in of_month if row.number == of_month[-1].number]
    return found


@dataclass(frozen=True)
class UnitDays:
    """By when a unit says it is done: `finish` by target, `stages` by target and stage.

    A late stage without a day of its own has that of its target; a target whose stages are late
    has the last of theirs. `broken` are days before those, by target, that were not kept.
    """

    finish: dict[str, dt.date]
    stages: dict[str, dict[str, dt.date]]
    broken: dict[str, tuple[Broken, ...]] = field(default_factory=dict)

    def beside(self, figures: list[Figure]) -> list[Figure]:
        """The figures with each stage's day, and the days that were not kept."""
        return [self.of(figure) for figure in figures]

    def of(self, figure: Figure) -> Figure:
        stages, broken = self.stages.get(figure.name, {}), self.broken.get(figure.name, ())
        return replace(
            figure,
            stages=[with_days(stage, stages, broken) for stage in figure.stages],
            broken=broken,
            parts=tuple(map(self.of, figure.parts)),
        )


NO_DAYS = UnitDays({}, {})


def with_days(stage: Stage, days: dict[str, dt.date], broken: tuple[Broken, ...]) -> Stage:
    own = tuple(each.day for each in broken if each.stage == stage.name)
    return replace(stage, promised=days.get(stage.name), broken=own)


def unit_days(rows: Iterable[Given], card: PublicCard) -> UnitDays:
    """The days of a project's reports up to a card, those of its month in force."""
    known = in_force(rows)
    finish: dict[str, dt.date] = {}
    stages: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for row in known:
        if row.month != card.month:
            continue
        for each in row.names:
            if row.day:
                finish[each] = row.day
            if row.own and row.stage:
                stages[each][row.stage] = row.own
    for facts in card.facts["targets"]:
        if facts["kind"] == "milestones":
            share_out(facts, card.month, finish, stages)
    open_facts = [
        facts
        for facts in card.facts["targets"]
        if not card.beside.protects(facts["name"], facts["kind"], facts.get("measure", ""))
    ]
    broken = not_kept(known, open_facts, card.month)
    left = {name: others(days, finish.get(name), stages[name]) for name, days in broken.items()}
    return UnitDays(finish, dict(stages), {name: days for name, days in left.items() if days})


def others(broken: Iterable[Broken], finish: dt.date | None, stages: dict) -> tuple[Broken, ...]:
    """Without those that still are the unit's last word: they are told as over, not as former."""
    return tuple(
        each for each in broken if each.day != (stages.get(each.stage) if each.stage else finish)
    )


def not_kept(rows: Iterable[Given], targets: Iterable[dict], month: str) -> dict[str, list[Broken]]:
    """By target the days up to a month's end by which it, or a stage, was not done.

    A day that the promise itself was moved from in time is not broken.
    """
    facts = {each["name"]: each for each in targets}
    found: dict[str, dict[Broken, None]] = defaultdict(dict)
    for row in rows:
        for name in row.names:
            if own := facts.get(name):
                found[name] |= dict.fromkeys(broken_by(row, own, month))
    return {name: sorted(days, key=lambda each: each.day) for name, days in found.items() if days}


def broken_by(row: Given, facts: dict, month: str) -> list[Broken]:
    found = []
    for stage, day in row.days:
        if month_of(day) > month or facts["kind"] == "service" or excused(row, day, stage):
            continue
        if facts["kind"] == "milestones":
            meant = stages_meant(facts, row.month, stage)
            found += [Broken(each["name"], day) for each in meant if not stage_done_by(each, day)]
        elif not done_by(facts, day):
            found.append(Broken("", day))
    return found


def stages_meant(facts: dict, told: str, stage: str = "") -> list[dict]:
    """The stages that a day is of: the one it names, else those late in the month it was told."""
    stages = facts["milestones"] or []
    if stage:
        return [each for each in stages if each["name"] == stage]
    return [each for each in stages if each["planned"] <= told] or stages


def stage_done_by(stage: dict, day: dt.date) -> bool:
    return bool(stage["done"]) and stage["done"] <= month_of(day)


def done_by(facts: dict, day: dt.date) -> bool:
    """Whether a counted target had all of it by the end of a day's month.

    `facts` are the target's in a card of that month or a later one. A value that is not told says
    nothing against it.
    """
    known = {key: row for key, row in facts["readings"].items() if key <= month_of(day)}
    if not known:
        return False
    last = known[max(known)]["value"]
    try:
        value, base, goal = map(Fraction, (last, facts["baseline"], facts["target"]))
    except ValueError:
        return True
    return (value - base) / (goal - base) >= 1


def excused(row: Given, day: dt.date, stage: str) -> bool:
    if stage or row.moved is None:
        return False
    return row.accepted < row.moved and timezone.localdate(row.moved) <= day


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


def standing(
    figures: list[Figure], own: UnitDays, days: Days, card: PublicCard | None
) -> tuple[list[Figure], dict[str, dt.date]]:
    """The figures with every day as it holds now, and the unit's days that are still its word."""
    found = own.beside(dated(figures, days))
    return found, still_promised(own.finish, days, card, found)


def still_promised(
    finish: dict, days: Days, card: PublicCard | None, figures: list[Figure]
) -> dict[str, dt.date]:
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


def reported(project: Project, card: PublicCard | None) -> tuple[UnitDays, dict[str, str]]:
    """承诺完成时间 and 累计服务数 by target, from the accepted reports that the card rests on."""
    if card is None:
        return NO_DAYS, {}
    found = known_by(card, given(target__project=project))
    served = {name: row.served for row in found if row.served is not None for name in row.names}
    told = {name: card.beside.served_words(name, count) for name, count in served.items()}
    return unit_days(found, card), told


def known_by(card: PublicCard, rows: Iterable[tuple]) -> list[Given]:
    """Those accepted for months up to a card's, by the day on which it was computed."""
    return known(map(Given._make, rows), card.month, card.as_of)


def known(rows: Iterable[Given], month: str, day: dt.date) -> list[Given]:
    return [row for row in rows if row.month <= month and timezone.localdate(row.accepted) <= day]


def promised_days(cards: dict[int, PublicCard]) -> dict[int, UnitDays]:
    """The days of the cards of one month by project, in one query."""
    rows = given(submission__report__project__in=cards).filter(TELLING)
    by_project: dict[int, list[tuple]] = {key: [] for key in cards}
    for row in rows:
        by_project[row[0]].append(row)
    return {
        key: unit_days(known_by(cards[key], own), cards[key]) for key, own in by_project.items()
    }


@dataclass(frozen=True)
class Standing:
    """A judged project with its figures and the unit's days that are still its word."""

    card: PublicCard
    figures: list[Figure]
    finish: dict[str, dt.date]

    @property
    def key(self) -> Figure | None:
        return key_figure(self.figures, self.card)

    def promise(self, names: Iterable[str] = ()) -> tuple[dt.date | None, str]:
        """The day of a target, else of what says most, and in words the days not kept of it."""
        figure = next((each for each in self.figures if each.name in names), self.key)
        if figure is None:
            return None, ""
        day = None if figure.finished else finish_of(figure, self.finish)
        return day, unkept_words(figure, self.card.month)

    @property
    def unkept(self) -> str:
        """The days not kept of all its promises, in words."""
        said = (unkept_words(figure, self.card.month) for figure in self.figures)
        return "；".join(filter(None, said))


def standings(cards: list[Card], programme: Programme) -> dict[int, Standing]:
    """By project, of one month's cards; colours are told whatever the public sees of them.

    `card.period`, `card.policy` and `card.project` must be loaded, `card.decided` is an override.
    """
    if not cards:
        return {}
    told = copy.copy(programme)
    told.card_display = Programme.CardDisplay.FULL
    give_beside(card.project for card in cards)
    shown = {
        card.project_id: public_version(card, card.project, told, card.decided) for card in cards
    }
    return standings_of(shown, cards[0].period.month)


def standings_of(shown: dict[int, PublicCard], month: str) -> dict[int, Standing]:
    """The same of what is shown of them, in two queries."""
    terms, days = terms_and_days(list(shown), month)
    own, found = promised_days(shown), {}
    for key, card in shown.items():
        figures = figures_of(card, terms.get(key, []))
        found[key] = Standing(card, *standing(figures, own[key], days.get(key, {}), card))
    return found
