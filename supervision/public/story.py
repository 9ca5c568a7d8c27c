"""A project's story: its months and changed promises one after the other, repetition told once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from projects.models import Project
from supervision.models import Period, Photo, Release, Rewording
from supervision.public.changes import Changed, Step
from supervision.published.monthly_change import progress_phrases, standstill
from supervision.published.shown import SHOWN_WITH, PublicCard, public_card

FEWEST = 3


@dataclass
class MonthLine:
    """A published month of one project: its card, the sentence and photos the office released.

    `phrases` and `turn` compare it with the published month before.
    """

    period: Period
    card: PublicCard | None
    sentence: str
    photos: list[Photo] = field(default_factory=list)
    reworded: bool = False
    phrases: list[str] = field(default_factory=list)
    turn: str = ""

    @property
    def day(self) -> dt.datetime:
        return self.period.published_at

    @property
    def compared(self) -> bool:
        """Whether there is a change to tell, or a want of one."""
        return bool(
            self.phrases or self.turn or (self.card.actual is not None and self.card.actual < 1)
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
    released = Release.public.filter(project=project, period=OuterRef("pk")).values("said")[:1]
    own = FilteredRelation("shown", condition=Q(shown__project=project))
    periods = Period.public.filter(programme=project.programme_id).order_by("-month")
    changed = Rewording.objects.in_force().filter(
        release__project=project, release__period=OuterRef("pk")
    )
    periods = periods.annotate(released=Subquery(released), reworded=Exists(changed), own=own)
    lines = [
        MonthLine(
            period,
            card_of(period, project),
            period.released or "",
            [photo for photo in photos if photo.month == period.month],
            period.reworded,
        )
        for period in periods.select_related(*(f"own__{each}" for each in SHOWN_WITH))
    ]
    compare([line for line in lines if line.card])
    return lines


def card_of(period: Period, project: Project) -> PublicCard | None:
    """The month's card, read along with its period; Django leaves `own` out where there is none."""
    own = getattr(period, "own", None)
    if own is None:
        return None
    own.card.period = period
    return public_card(own, project, project.programme)


def compare(lines: list[MonthLine]) -> None:
    for now, before in pairwise(lines):
        now.phrases = progress_phrases(before.card, now.card)
        now.phrases += standstill(before.card, now.card)
        now.turn = turn_words(before.card, now.card)
    if lines:
        lines[-1].phrases = progress_phrases(None, lines[-1].card)


def turn_words(before: PublicCard, now: PublicCard) -> str:
    """新亮黄牌, 销牌, 由黄牌转为红牌; the words alone where colours are not shown."""
    if not (before.grade and now.grade):
        return ""
    ranks = [each.grading.rank(colour_of(each)) for each in (before, now)]
    former, present = (each.grade.name or f"“{each.grade.words}”" for each in (before, now))
    if ranks[0] == ranks[1]:
        return ""
    if now.decided and ranks[1] < ranks[0]:
        return f"由{former}认定为{present}"
    if not ranks[1]:
        bands = now.grading.bands
        near = f"差距回到{bands[0]['from']}个百分点以内" if bands else "落后减轻"
        caught_up = "赶上计划" if now.on_plan else near
        return f"销牌，{caught_up}" if now.grade.name else caught_up
    return f"新亮{present}" if not ranks[0] and now.grade.name else f"由{former}转为{present}"


def colour_of(card: PublicCard) -> str:
    return card.grading.colour_of(card.grade.key) or ""


def timeline(lines: list[MonthLine], changed: dict[str, Changed]) -> list[MonthLine | Turning]:
    """Months and changes of promises together, the latest first."""
    turnings = [Turning(name, step) for name, each in changed.items() for step in each.steps]
    return sorted([*lines, *turnings], key=lambda each: each.day, reverse=True)


@dataclass(frozen=True)
class Run:
    """Months running of one colour and one sentence, the latest first."""

    lines: list

    @property
    def first(self) -> str:
        return self.lines[-1].period.month

    @property
    def last(self) -> str:
        return self.lines[0].period.month

    @property
    def card(self):
        return self.lines[0].card

    @property
    def phrases(self) -> list[str]:
        return self.lines[0].phrases


def folded(story: list) -> list:
    """A project's story, with what repeats itself month after month as a run of its months."""
    found = []
    for same, group in groupby(story, key=sameness):
        lines = list(group)
        found += [Run(lines)] if same and len(lines) >= FEWEST else lines
    return found


def sameness(line) -> tuple | None:
    """What a month has in common with others; None where it has something of its own to say."""
    card = getattr(line, "card", None)
    if card is None or not line.phrases or line.turn or line.sentence or line.photos:
        return None
    if line.reworded or card.corrected or card.decided or card.missing:
        return None
    return card.grade, tuple(line.phrases)
