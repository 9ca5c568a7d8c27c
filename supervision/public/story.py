"""A project's published months and changed promises, told one after the other."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from projects.models import Project
from supervision.models import Period, Photo, Release
from supervision.public.changes import Changed, Step
from supervision.published import colours
from supervision.published.movement import moves
from supervision.published.shown import OPENED_WITH, OpenCard, open_shown


@dataclass
class MonthLine:
    """A published month of one project: its card, the sentence and photos the office released.

    `moved` and `turn` compare it with the published month before.
    """

    period: Period
    card: OpenCard | None
    sentence: str
    photos: list[Photo] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    turn: str = ""

    @property
    def day(self) -> dt.datetime:
        return self.period.published_at

    @property
    def compared(self) -> bool:
        """Whether there is a change to tell, or a want of one."""
        return bool(
            self.moved or self.turn or (self.card.actual is not None and self.card.actual < 1)
        )


@dataclass(frozen=True)
class Turning:
    """A change of a promise, in its place between the months."""

    target: str
    step: Step

    @property
    def day(self) -> dt.datetime:
        return self.step.day


def month_lines(project: Project, photos: Iterable[Photo]) -> list[MonthLine]:
    """Published months, the latest first, each with its card, in one query."""
    told = Release.public.filter(project=project, period=OuterRef("pk")).values("text")[:1]
    own = FilteredRelation("shown", condition=Q(shown__project=project))
    periods = Period.public.filter(programme=project.programme_id).order_by("-month")
    periods = periods.annotate(told=Subquery(told), own=own)
    lines = [
        MonthLine(
            period,
            opened(period, project),
            period.told or "",
            [photo for photo in photos if photo.month == period.month],
        )
        for period in periods.select_related(*(f"own__{each}" for each in OPENED_WITH))
    ]
    compare([line for line in lines if line.card], project)
    return lines


def opened(period: Period, project: Project) -> OpenCard | None:
    """The month's card, read along with its period; Django leaves `own` out where there is none."""
    own = getattr(period, "own", None)
    if own is None:
        return None
    own.card.period = period
    return open_shown(own, project, project.programme)


def compare(lines: list[MonthLine], project: Project) -> None:
    for now, before in pairwise(lines):
        now.moved = moves(before.card, now.card, project)
        now.turn = turn(before.card, now.card)
    if lines:
        lines[-1].moved = moves(None, lines[-1].card, project)


def turn(before: OpenCard, now: OpenCard) -> str:
    """新亮黄牌, 销牌, 由黄牌转为红牌; the words alone where colours are not shown."""
    if not (before.grade and now.grade):
        return ""
    ranks = [colours.rank(each.looks, colour_of(each)) for each in (before, now)]
    former, present = (each.grade.name or f"“{each.grade.words}”" for each in (before, now))
    if ranks[0] == ranks[1]:
        return ""
    if now.decided and ranks[1] < ranks[0]:
        return f"由{former}认定为{present}"
    if not ranks[1]:
        return "销牌，赶上计划" if now.grade.name else "赶上计划"
    return f"新亮{present}" if not ranks[0] and now.grade.name else f"由{former}转为{present}"


def colour_of(card: OpenCard) -> str:
    return card.looks.colour_of(card.grade.key) or ""


def told(lines: list[MonthLine], changed: dict[str, Changed]) -> list[MonthLine | Turning]:
    """Months and changes of promises together, the latest first."""
    turnings = [Turning(name, step) for name, each in changed.items() for step in each.steps]
    return sorted([*lines, *turnings], key=lambda each: each.day, reverse=True)
