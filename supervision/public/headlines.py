"""What a year's page says first: which projects are ahead of their plans, and which behind."""

from dataclasses import dataclass

from django.db.models import Case, F, When

from projects.models import Programme, Project
from supervision.models import Period
from supervision.public import colours
from supervision.public.opened import OpenCard, open_shown, shown_cards
from supervision.public.wording import Looks

MOST = 8


@dataclass(frozen=True)
class Head:
    project: Project
    card: OpenCard


@dataclass(frozen=True)
class Headlines:
    """Both lists are cut; `more` is how many are behind besides those named."""

    ahead: list[Head]
    behind: list[Head]
    more: int


def headlines(period: Period | None, looks: Looks | None, known=None) -> Headlines | None:
    """None where only bars are shown, or nothing yet.

    `known` are all of the month's projects where their cards are opened: nothing is asked then.
    """
    if period is None or looks is None or looks.display == Programme.CardDisplay.BAR:
        return None
    late = [colour for colour in looks.grades if colours.rank(looks, colour)]
    count = sum(period.counts.get(colour, 0) for colour in late)
    heads = known if known is not None else candidates(period, looks, late)
    behind = [head for head in heads if rank(head)]
    behind.sort(key=lambda head: (-rank(head), head.project.number))
    ahead = [head for head in heads if head.card.grade.words in looks.praise]
    ahead.sort(key=lambda head: -(head.card.deviation or 0))
    return Headlines(ahead[:MOST], behind[:MOST], max(0, count - MOST))


def rank(head: Head) -> int:
    """0 for those on time, then rising with the card."""
    looks = head.card.looks
    return colours.rank(looks, looks.colour_of(head.card.grade.key))


def candidates(period: Period, looks: Looks, late: list[str]) -> list[Head]:
    """The worst and the furthest ahead of a long list."""
    shown = shown_cards().filter(period=period).select_related("project")
    ranks = [When(colour=colour, then=-colours.rank(looks, colour)) for colour in late]
    worst = shown.filter(colour__in=late).order_by(Case(*ranks), "project__number")
    best = shown.exclude(colour__in=["", *late]).order_by(
        F("card__deviation").desc(nulls_last=True), "project__number"
    )
    rows = [*worst[:MOST], *best[:MOST]]
    return [Head(row.project, open_shown(row, row.project, period.programme)) for row in rows]
