"""What a year's page says first: which projects are ahead of their plans, and which behind."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from projects.models import Project
from supervision.models import Period, ShownCard
from supervision.published.beside import give_beside
from supervision.published.figures import Figure
from supervision.published.naming import give_names
from supervision.published.sentences import due_words
from supervision.published.shown import SHOWN_WITH, PublicCard, public_card
from supervision.published.wording import Grading

MOST = 8


@dataclass(frozen=True)
class Head:
    """`figure` is the one that says most, where the whole list is open anyway.

    `unit` is the day that its unit gave of it, in words.
    """

    project: Project
    card: PublicCard
    figure: Figure | None = None
    unit: str = ""

    @property
    def words(self) -> str:
        """How far it is from its plan, by when its unit will do it, by when it is asked for."""
        if self.figure is None or not (self.figure.gap and self.figure.due):
            return ""
        due = due_words(dt.date.fromisoformat(self.figure.due), self.card.month)
        return "，".join(filter(None, [self.figure.gap, self.unit, f"要求{due}前完成"]))


@dataclass(frozen=True)
class Headlines:
    """Both lists are cut; `more` is how many are behind besides those named."""

    ahead: list[Head]
    behind: list[Head]
    more: int


def headlines(period: Period | None, grading: Grading | None, known=None) -> Headlines | None:
    """None where only bars are shown, or nothing yet.

    `known` are all of the month's projects where their cards are opened: nothing is asked then.
    """
    if not (period and grading and grading.judges):
        return None
    late = [colour for colour in grading.grades if grading.rank(colour)]
    count = sum(period.counts.get(colour, 0) for colour in late)
    heads = known if known is not None else candidates(period, grading, late)
    behind = [head for head in heads if rank(head)]
    behind.sort(key=lambda head: (-rank(head), head.project.number))
    ahead = [head for head in heads if head.card.ahead]
    ahead.sort(key=lambda head: (-head.card.shares.deviation, head.project.number))
    return Headlines(ahead[:MOST], behind[:MOST], max(0, count - MOST))


def rank(head: Head) -> int:
    """0 for those on time, then rising with the card."""
    grading = head.card.grading
    return grading.rank(grading.colour_of(head.card.grade.key))


def candidates(period: Period, grading: Grading, late: list[str]) -> list[Head]:
    """The worst and the furthest ahead of a long list.

    Both are found by keys alone, along an index: whole cards are read only of those found.
    """
    keys = [behind_in(period, colour) for colour in worst(period, grading, late)]
    keys += [furthest_ahead(period, late)]
    shown = period.shown.select_related("project", *SHOWN_WITH).order_by()
    rows = shown.filter(reduce(or_, (Q(pk__in=each.values("pk")[:MOST]) for each in keys)))
    for row in rows:
        row.card.period = period
    behind = sorted(
        (row for row in rows if row.colour in late),
        key=lambda row: (-grading.rank(row.colour), row.project.number),
    )
    named = [*behind[:MOST], *(row for row in rows if row.colour not in late)]
    give_names(row.project for row in named)
    give_beside(row.project for row in named)
    return [Head(row.project, public_card(row, row.project, period.programme)) for row in named]


def worst(period: Period, grading: Grading, late: list[str]) -> list[str]:
    """The colours among which the worst are, by the counts of the month."""
    found, left = [], MOST
    for colour in sorted(late, key=lambda colour: -grading.rank(colour)):
        found += [colour] if left > 0 else []
        left -= period.counts.get(colour, 0)
    return found


def behind_in(period: Period, colour: str) -> QuerySet[ShownCard]:
    """A month's projects of one colour, in the order in which they were entered."""
    return period.shown.filter(colour=colour).order_by("project_id")


def furthest_ahead(period: Period, late: list[str]) -> QuerySet[ShownCard]:
    on_time = period.shown.filter(card__period=period, card__deviation__gte=0)
    return on_time.exclude(colour__in=["", *late]).order_by("-card__deviation", "project_id")
