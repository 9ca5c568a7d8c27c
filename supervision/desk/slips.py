"""督办单 as people work through them: what waits for whom, and by when."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from projects.models import Assignment, LeadUnit, User, current
from supervision import scope
from supervision.models import Slip, SlipStep
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
    """What waits for the office: to check, to sign, to judge, to look at, past its time."""

    drafts: int
    checked: int
    answered: int
    due: int
    clearing: int
    asked: int
    overdue: int


def to_answer(person: User, day: dt.date) -> list[SlipLine]:
    """The slips that the person's units have to answer or to mend, the most urgent first."""
    waiting = scope.own_slips(person, day).filter(state__in=[*Slip.WAITING, State.MENDING])
    waiting = waiting.with_limit().select_related(*WORKED).order_by("limit", "number")
    return [SlipLine(slip, day) for slip in waiting]


def counts(day: dt.date) -> Counts:
    open_ones = Slip.objects.filter(closed_at__isnull=True)
    under_way, at = open_ones.with_limit(), Counter(open_ones.values_list("state", flat=True))
    return Counts(
        drafts=at[State.DRAFT],
        checked=at[State.CHECKED],
        answered=at[State.ANSWERED],
        due=to_look_at(under_way, day).count(),
        clearing=at[State.CLEARING],
        asked=under_way.filter(extension=SlipStep.Kind.EXTENSION_ASKED).count(),
        overdue=under_way.overdue(day).count(),
    )


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
