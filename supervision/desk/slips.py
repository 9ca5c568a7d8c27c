"""督办单 as people work through them: what waits for whom, and by when."""

import datetime as dt
from dataclasses import dataclass

from projects.models import Assignment, LeadUnit, User, current
from supervision import scope
from supervision.models import Slip, SlipStep

State = Slip.State
WORKED = ("programme", "project", "target", "addressee")


@dataclass(frozen=True)
class SlipLine:
    """A slip `with_limit` on a day."""

    slip: Slip
    day: dt.date

    @property
    def overdue(self) -> bool:
        under_way = self.slip.number is not None and self.slip.closed_at is None
        return under_way and self.slip.limit < self.day

    @property
    def deadline(self) -> str:
        """How long is left, in words; empty once closed."""
        if self.slip.closed_at:
            return ""
        days = (self.slip.limit - self.day).days
        if self.overdue:
            late = "答复已逾期" if self.slip.waiting else "整改已到期"
            return f"{late}{-days}天"
        return "今天到期" if days == 0 else f"还有{days}天"


@dataclass(frozen=True)
class Counts:
    """What waits for the office: to sign, to check, to decide, past its time."""

    drafts: int
    answered: int
    asked: int
    overdue: int


def to_answer(person: User, day: dt.date) -> list[SlipLine]:
    """The slips that the person's units have to answer, the most urgent first."""
    waiting = scope.own_slips(person, day).filter(state__in=[State.ISSUED, State.SENT_BACK])
    waiting = waiting.with_limit().select_related(*WORKED).order_by("limit", "number")
    return [SlipLine(slip, day) for slip in waiting]


def counts(day: dt.date) -> Counts:
    under_way = Slip.objects.filter(closed_at__isnull=True).with_limit()
    asked = under_way.filter(extension=SlipStep.Kind.EXTENSION_ASKED)
    return Counts(
        drafts=under_way.filter(state=State.DRAFT).count(),
        answered=under_way.filter(state=State.ANSWERED).count(),
        asked=asked.count(),
        overdue=under_way.overdue(day).count(),
    )


def units_of(slip: Slip, day: dt.date):
    """The units with a part in the project on the day: whom a slip may be addressed to."""
    parts = Assignment.objects.filter(current(day), project=slip.project_id)
    units = LeadUnit.objects.filter(pk__in=parts.values("unit"))
    return (units | LeadUnit.objects.filter(pk=slip.addressee_id)).order_by("pk")


def timeline(slip: Slip):
    steps = slip.steps.select_related("by", "card__period", "card__project")
    return steps.prefetch_related("files").order_by("pk")
