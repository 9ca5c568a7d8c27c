"""督办单 as people work through them: what waits for whom, and by when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, Subquery

from projects.models import Assignment, LeadUnit, User, current
from projects.values.days import short
from supervision import scope
from supervision.desk.checklist import Check, listed, with_leader
from supervision.models import PutForward, Slip, SlipStep
from supervision.models.slip import Timing

State = Slip.State
WORKED = ("programme", "project", "target", "addressee")


@dataclass(frozen=True)
class SlipLine:
    """A slip `with_limit` on a day."""

    slip: Slip
    day: dt.date

    @cached_property
    def timing(self) -> Timing:
        return self.slip.timing(self.day)

    @property
    def overdue(self) -> bool:
        under_way = self.slip.number is not None and self.slip.closed_at is None
        clearing = self.slip.state == State.CLEARING  # that waits for the office
        return under_way and not clearing and self.slip.limit < self.day

    @property
    def deadline(self) -> str:
        """How long is left, in words; empty once closed or to be cleared."""
        if self.slip.closed_at or self.slip.state == State.CLEARING:
            return ""
        days = (self.slip.limit - self.day).days
        if self.overdue:
            late = "答复已逾期" if self.slip.waiting else "整改已到期"
            return f"{late}{-days}天"
        return "今天到期" if days == 0 else f"还有{days}天"


def to_answer(person: User, day: dt.date) -> list[SlipLine]:
    """The slips that the person's units have to answer or to mend, the most urgent first."""
    waiting = scope.own_slips(person, day).filter(state__in=[*Slip.WAITING, State.MENDING])
    waiting = waiting.with_limit().select_related(*WORKED).order_by("limit", "number")
    return [SlipLine(slip, day) for slip in waiting]


def waiting(person: User, day: dt.date, put: Sequence[PutForward] = ()) -> list[Check]:
    """What of 督办 waits for the office, each kind with its earliest day; no slip stands twice.

    `put` is what lies with leaders or came back from them. The kinds are told apart here, and not
    by the database, which would walk all steps for each.
    """
    proposed = SlipStep.objects.filter(slip=OuterRef("pk"), kind=SlipStep.Kind.TO_CLEAR)
    proposer = Subquery(proposed.order_by("-pk").values("by")[:1])
    asked, late, at = [], [], defaultdict(list)
    for slip in Slip.objects.filter(closed_at=None).with_limit().annotate(proposer=proposer):
        if slip.extension == SlipStep.Kind.EXTENSION_ASKED:
            asked.append(slip)
            continue
        at[slip.state].append(slip)
        if slip.waiting and slip.number is not None and slip.limit < day:
            late.append(slip)
    due = [slip for slip in at[State.MENDING] if slip.mended_by <= day]
    checked = at[State.CHECKED]
    keys = {slip.pk for slip in checked}
    put = [each for each in put if each.slip_id in keys]
    return [
        for_another("督办单待核稿", "draft", at[State.DRAFT], "drafted_by_id", person),
        of_slips("督办单待签发", "checked", checked, with_leader(put)),
        of_slips("督办答复待核", "answered", at[State.ANSWERED]),
        of_slips("督办整改到期待查", "due", due),
        for_another("督办单待复核销号", "clearing", at[State.CLEARING], "proposer", person),
        of_slips("督办延期申请待答复", "asked", asked),
        of_slips("督办单逾期没有答复", "unanswered", late),
    ]


def of_slips(words: str, stage: str, rows: list[Slip], more: str = "") -> Check:
    found = [slip.answer_by if slip.state in Slip.DRAFTS else slip.limit for slip in rows]
    earliest = f"最早的时限{short(min(found))}" if found else ""
    note = "；".join(filter(None, [earliest, more]))
    return Check(words, len(found), listed("slip", stage=stage), note=note)


def for_another(words: str, stage: str, rows: list[Slip], by: str, person: User) -> Check:
    """What the person has drafted or proposed waits for somebody else."""
    others = [slip for slip in rows if getattr(slip, by) != person.pk]
    count = len(rows) - len(others)
    more = f"另有{count}件是您提出的，等另一位办理" if count else ""
    return of_slips(words, stage, others, more)


def unanswered(slips, day: dt.date):
    """Those `with_limit` that the unit has let run past the day for its answer."""
    return slips.overdue(day).filter(state__in=Slip.WAITING)


def to_look_at(slips, day: dt.date):
    """Those whose day for mending has come: the office looks whether it is done."""
    return slips.filter(state=State.MENDING, mended_by__lte=day)


def units_of(slip: Slip, day: dt.date):
    """Whom a slip may be addressed to: the units with a part in its project on the day, or all."""
    if slip.project_id is None:
        return LeadUnit.objects.filter(current(day)).order_by("pk")
    parts = Assignment.objects.filter(current(day), project=slip.project_id)
    units = LeadUnit.objects.filter(pk__in=parts.values("unit"))
    return (units | LeadUnit.objects.filter(pk=slip.addressee_id)).order_by("pk")


def timeline(slip: Slip):
    steps = slip.steps.select_related("by", "card__period", "card__project")
    return steps.prefetch_related("files").order_by("pk")
