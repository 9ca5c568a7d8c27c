"""What drafting asks of a person: in the one list of the first page after signing in.

Each part of drafting adds its question to `ASKED`; `config` puts the page together.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse

from projects.drafting.calling import to_units
from projects.drafting.consulted import LEADERS, UNITS, of_leaders, of_units, units_of
from projects.drafting.models import Approval, Drafting, Issue, Step, TextCorrection
from projects.drafting.stages import Stage
from projects.models import User


@dataclass(frozen=True)
class Waiting:
    """One thing asked; `until` is its last day, `done` what was already given."""

    title: str
    link: str
    words: str
    until: dt.date | None = None
    done: str = ""
    said = "清单编制"


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
            yield Waiting(said, link, "提建议", call.last_day, done)


def drawing_up(person: User, day: dt.date) -> Iterator[Waiting]:
    """For who draws the list up: proposals without an outcome, opinions without a ruling, a

    decision that is not entered, a list that another has put forward to be issued.
    """
    if not person.has_perm("drafting.draft"):
        return
    of_opinion = {"consultations__opinions__none": False, "consultations__opinions__rulings": None}
    stage = Step.objects.filter(drafting=OuterRef("pk")).order_by("-pk").values("stage")[:1]
    rows = Drafting.objects.filter(state=Drafting.State.OPEN).annotate(
        stage=Subquery(stage),
        proposed=Count("proposals", filter=Q(proposals__outcomes=None), distinct=True),
        said=Count("consultations__opinions", filter=Q(**of_opinion), distinct=True),
        decided=Exists(Approval.objects.filter(drafting=OuterRef("pk"))),
    )
    for row in rows:
        if row.stage and row.proposed:
            yield of_list(row, f"{row.proposed}条建议还没有去向", "proposals", "?state=none")
        if row.said:
            yield of_list(row, f"{row.said}条意见还没有处理", "opinions")
        if row.stage == Stage.DECIDE and not row.decided:
            yield of_list(row, "会议审定或票决的结果还没有登记", "approval")
    asked = Issue.objects.filter(decision=None, draft__drafting__state=Drafting.State.OPEN)
    for issue in asked.exclude(proposed_by=person).select_related("draft__drafting", "proposed_by"):
        yield of_list(issue.draft.drafting, f"{issue.proposed_by}提请印发，等您复核", "issue")


def corrections(person: User, day: dt.date) -> Iterator[Waiting]:
    """Corrections of issued texts that another has entered."""
    if not person.has_perm("drafting.draft"):
        return
    rows = TextCorrection.objects.filter(decision=None).exclude(proposed_by=person)
    for row in rows.select_related("project"):
        link = reverse("admin:drafting_textcorrection_change", args=[row.pk])
        yield Waiting(f"原文更正等您确认：{row.project}", link, "去办理")


def of_list(drafting: Drafting, said: str, page: str, query: str = "") -> Waiting:
    link = reverse(f"admin:drafting_{page}", args=[drafting.pk])
    return Waiting(f"{drafting}：{said}", link + query, "去办理")


def consultations(person: User, day: dt.date) -> Iterator[Waiting]:
    """Versions that the person's units, or a leader of the district, may still speak on."""
    if not (person.has_perm(UNITS) or person.has_perm(LEADERS)):
        return
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
            yield Waiting(title, link, "反馈意见", row.until, done)


ASKED: tuple[Callable[[User, dt.date], Iterable[Waiting]], ...] = (
    calls,
    consultations,
    drawing_up,
    corrections,
)


def asked_of(person: User, day: dt.date) -> list[Waiting]:
    return [each for ask in ASKED for each in ask(person, day)]
