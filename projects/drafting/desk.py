"""What drafting asks of a person: on the first page after signing in, beside what else waits.

Each part of drafting adds its question to `ASKED`; `config` puts the page together.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from projects.drafting.calling import to_units
from projects.drafting.consulted import of_leaders, of_units, units_of
from projects.drafting.models import Drafting, Step
from projects.models import User
from projects.values import days


@dataclass(frozen=True)
class Waiting:
    """One thing asked; `until` is its last day in words, `done` what was already given."""

    title: str
    link: str
    words: str
    until: str = ""
    done: str = ""


def calls(person: User, day: dt.date) -> Iterator[Waiting]:
    """Open calls, for each of the person's units, until it has answered and after."""
    units = list(units_of(person, day))
    rows = to_units(day).filter(until__gte=day) if units else ()
    for call in rows:
        for unit in units:
            own = call.proposals.filter(unit=unit).count()
            done = f"已提{own}条" if own else ""
            if not own and call.answers_of_none.filter(unit=unit).exists():
                done = "已答复“无建议”"
            link = reverse("admin:drafting_unit_call", args=[call.pk, unit.pk])
            said = f"{call.drafting.year}年民生实事项目建议征集（{unit}）"
            yield Waiting(said, link, "提建议", days.short(call.last_day), done)


def undecided(person: User, day: dt.date) -> Iterator[Waiting]:
    """Proposals without an outcome, for who draws the list up."""
    if not person.has_perm("drafting.draft"):
        return
    begun = Drafting.objects.filter(
        state=Drafting.State.OPEN, pk__in=Step.objects.values("drafting")
    )
    waiting = Count("proposals", filter=Q(proposals__outcomes=None), distinct=True)
    for drafting in begun.annotate(waiting=waiting).filter(waiting__gt=0):
        link = reverse("admin:drafting_proposals", args=[drafting.pk]) + "?state=none"
        yield Waiting(f"{drafting}：{drafting.waiting}条建议还没有去向", link, "去办理")


def consultations(person: User, day: dt.date) -> Iterator[Waiting]:
    """Versions that the person's units, or a leader of the district, may still speak on."""
    for row in [*of_units(person, day), *of_leaders(person)]:
        if row.open_on(day):
            own = units_of(person, day).filter(consultations__consultation=row)
            said, name = row.opinions.filter(unit__in=own), "answer"
            if row.leaders and not own:
                said, name = row.opinions.filter(said_by=person), "comment"
            asked = own.exclude(opinions__consultation=row).exists() if own else not said
            link = reverse(f"admin:drafting_{name}", args=[row.pk])
            done = "" if asked else "已反馈"
            title = f"{row.drafting.year}年清单征求意见（{row.draft}）"
            yield Waiting(title, link, "反馈意见", days.short(row.until), done)


ASKED: tuple[Callable[[User, dt.date], Iterable[Waiting]], ...] = (
    calls,
    consultations,
    undecided,
)


def asked_of(person: User, day: dt.date) -> list[Waiting]:
    return [each for ask in ASKED for each in ask(person, day)]
