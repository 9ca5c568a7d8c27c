"""What leaders of the district read: who is behind, why, until when, and what is asked of them.

It is of the last closed month: what leaders hear of has been judged.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from projects.models import Project
from supervision.briefing.one_page import (
    behind_of,
    brought,
    grading_of,
    judged,
    mark_of,
    matters_of,
    overall,
    rows,
)
from supervision.models import Card, Period, Slip
from supervision.models.slip import Timing

APART = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True)
class OpenSlip:
    slip: Slip
    timing: Timing

    @property
    def about(self) -> str:
        return self.slip.subject or str(self.slip.target or "")


@dataclass(frozen=True)
class Behind:
    """A project behind: the words of its row on the 一页纸, and its slips under way."""

    card: Card
    words: dict[str, str]
    slips: list[OpenSlip]

    @property
    def leader(self) -> str:
        return self.card.project.leader


@dataclass(frozen=True)
class LeadersPage:
    period: Period
    mark: str
    overall: str
    behind: list[Behind]
    matters: list[str]
    brought: list[str]


def last_closed() -> Period | None:
    closed = Period.everything.closed().select_related("programme")
    return closed.order_by("programme__year", "month").last()


def leaders_page(period: Period, at: dt.datetime) -> LeadersPage:
    cards = judged(period, at)
    behind = behind_of(cards)
    today = timezone.localdate(at)
    slips = under_way([card.project_id for card in behind], today)
    return LeadersPage(
        period=period,
        mark=mark_of(period, at),
        overall=overall(period, cards, grading_of(cards)),
        behind=[
            Behind(card, words, slips.get(card.project_id, []))
            for card, words in zip(behind, rows(behind, period, today), strict=True)
        ],
        matters=matters_of(period),
        brought=brought(period, behind),
    )


def under_way(projects: list[int], day: dt.date) -> dict[int, list[OpenSlip]]:
    """Slips issued and not closed, by project; a project of another year has its own."""
    slips = Slip.objects.filter(project__in=projects, state__in=Slip.UNDER_WAY)
    slips = slips.select_related("programme", "project", "target").prefetch_related("steps")
    found: dict[int, list[OpenSlip]] = {}
    for slip in slips.order_by("number"):
        found.setdefault(slip.project_id, []).append(OpenSlip(slip, slip.timing(day)))
    return found


def led_by(name: str, project: Project) -> bool:
    """Whether 区级分管领导 of a project names a person; several stand apart by 顿号."""
    return bool(name) and name in APART.split(project.leader.strip())
