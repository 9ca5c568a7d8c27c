"""督办单: issued, answered, sent back, extended, cleared."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import User
from supervision.models import Slip, SlipFile, SlipStep
from supervision.reports.uploads import Checked

ANSWER_DAYS = 5


def locked(slip: Slip, *states: str) -> Slip:
    """The slip, locked, if it stands in one of the states."""
    slip = (
        Slip.objects.select_for_update(of=("self",))
        .select_related("programme", "project", "target", "addressee")
        .get(pk=slip.pk)
    )
    if slip.state not in states:
        raise Refused(f"督办单现为“{slip.get_state_display()}”，不能这样办理。")
    return slip


def step(
    slip: Slip,
    kind: str,
    by: User,
    at: dt.datetime,
    files: Sequence[Checked] = (),
    **fields,
) -> SlipStep:
    """Add to the timeline and record the event: an action's last statement."""
    row = SlipStep.objects.create(slip=slip, kind=kind, by=by, at=at, **fields)
    attached = [SlipFile(step=row, photo=file.photo) for file in files]
    for made, file in zip(attached, files, strict=True):
        made.keep(file.name, file.content)
        made.save()
    record(
        action=f"督办{row.get_kind_display()}",
        by=by,
        at=at,
        rows=[row, *attached],
        project=slip.project,
        note=slip.label,
        public=False,
    )
    return row


@in_turn("slip.programme_id")
def issue(
    *,
    slip: Slip,
    demand: str,
    due: dt.date,
    by: User,
    at: dt.datetime,
    addressee=None,
) -> Slip:
    """Sign a draft: it gets the year's next number."""
    slip = locked(slip, Slip.State.DRAFT)
    if not demand.strip():
        raise Refused("督办单要写明督办要求。")
    if due < timezone.localdate(at):
        raise Refused("答复时限不能早于签发当天。")
    # Numbers of a year are given one after another: whoever issues waits for the last.
    type(slip.programme).everything.select_for_update(no_key=True).get(pk=slip.programme_id)
    last = slip.programme.slips.aggregate(last=Max("number"))["last"] or 0
    slip.number, slip.state = last + 1, Slip.State.ISSUED
    slip.demand, slip.due = demand.strip(), due
    slip.addressee = addressee or slip.addressee
    slip.issued_at, slip.issued_by = at, by
    slip.save()
    step(slip, SlipStep.Kind.ISSUED, by, at, text=slip.demand, deadline=due)
    return slip


@in_turn("slip.programme_id")
def drop(*, slip: Slip, reason: str, by: User, at: dt.datetime) -> Slip:
    """Not to issue a draft; it has no number, so none is lost."""
    slip = locked(slip, Slip.State.DRAFT)
    if not reason.strip():
        raise Refused("不予签发要写明理由。")
    slip.state, slip.closed_at = Slip.State.DROPPED, at
    slip.save(update_fields=["state", "closed_at"])
    step(slip, SlipStep.Kind.DROPPED, by, at, text=reason.strip())
    return slip


@dataclass(frozen=True)
class Answer:
    """What a unit answers, item by item; `objective_cause` is what lay outside its power."""

    cause: str
    measures: str
    deadline: dt.date
    responsible: str
    objective_cause: str = ""

    def check(self) -> None:
        for name, text in (
            ("原因分析", self.cause),
            ("整改措施", self.measures),
            ("责任人", self.responsible),
        ):
            if not text.strip():
                raise Refused(f"答复要逐项填写，还缺{name}。")


@in_turn("slip.programme_id", files=True)
def answer(
    *,
    slip: Slip,
    given: Answer,
    by: User,
    at: dt.datetime,
    files: Sequence[Checked] = (),
) -> SlipStep:
    """The addressee answers."""
    slip = locked(slip, Slip.State.ISSUED, Slip.State.SENT_BACK)
    given.check()
    if given.deadline < timezone.localdate(at):
        raise Refused("整改时限不能早于答复当天。")
    slip.state = Slip.State.ANSWERED
    slip.save(update_fields=["state"])
    return step(
        slip,
        SlipStep.Kind.ANSWERED,
        by,
        at,
        files,
        cause=given.cause.strip(),
        objective_cause=given.objective_cause.strip(),
        measures=given.measures.strip(),
        deadline=given.deadline,
        responsible=given.responsible.strip(),
    )


@in_turn("slip.programme_id")
def send_back(
    *, slip: Slip, reason: str, by: User, at: dt.datetime, due: dt.date | None = None
) -> SlipStep:
    """The office wants a better answer, by `due`; without it the former time limit stands."""
    slip = locked(slip, Slip.State.ANSWERED)
    if not reason.strip():
        raise Refused("退回要写明理由。")
    if due and due < timezone.localdate(at):
        raise Refused("重新答复的时限不能早于退回当天。")
    slip.state = Slip.State.SENT_BACK
    slip.save(update_fields=["state"])
    return step(slip, SlipStep.Kind.SENT_BACK, by, at, text=reason.strip(), deadline=due)


@in_turn("slip.programme_id", files=True)
def ask_extension(
    *,
    slip: Slip,
    until: dt.date,
    reason: str,
    by: User,
    at: dt.datetime,
    files: Sequence[Checked] = (),
) -> SlipStep:
    """The addressee asks for more time, before the time limit is over."""
    slip = locked(slip, Slip.State.ISSUED, Slip.State.SENT_BACK, Slip.State.ANSWERED)
    if not reason.strip():
        raise Refused("申请延期要写明理由。")
    limit = limit_of(slip)
    if timezone.localdate(at) > limit:
        raise Refused(f"时限{limit}已过，延期要在到期前申请。")
    if until <= limit:
        raise Refused(f"新的时限要晚于现在的{limit}。")
    if waiting_extension(slip):
        raise Refused("上一次延期申请还没有答复。")
    kind = SlipStep.Kind.EXTENSION_ASKED
    return step(slip, kind, by, at, files, text=reason.strip(), deadline=until)


@in_turn("slip.programme_id")
def decide_extension(
    *, slip: Slip, granted: bool, reason: str, by: User, at: dt.datetime
) -> SlipStep:
    slip = locked(slip, Slip.State.ISSUED, Slip.State.SENT_BACK, Slip.State.ANSWERED)
    asked = waiting_extension(slip)
    if asked is None:
        raise Refused("没有待答复的延期申请。")
    if not granted and not reason.strip():
        raise Refused("不同意延期要写明理由。")
    kind = SlipStep.Kind.EXTENDED if granted else SlipStep.Kind.NOT_EXTENDED
    deadline = asked.deadline if granted else None
    return step(slip, kind, by, at, text=reason.strip(), deadline=deadline)


@in_turn("slip.programme_id")
def clear(*, slip: Slip, reason: str, by: User, at: dt.datetime) -> Slip:
    """销号: the office has verified that the matter is mended."""
    slip = locked(slip, Slip.State.ISSUED, Slip.State.ANSWERED, Slip.State.SENT_BACK)
    if not reason.strip():
        raise Refused("销号要写明核验情况。")
    slip.state, slip.closed_at = Slip.State.CLEARED, at
    slip.save(update_fields=["state", "closed_at"])
    step(slip, SlipStep.Kind.CLEARED, by, at, text=reason.strip())
    return slip


def limit_of(slip: Slip) -> dt.date:
    """The day by which the matter must be mended: the last one promised or granted."""
    limits = slip.steps.filter(kind__in=SlipStep.LIMITS, deadline__isnull=False)
    last = limits.last()
    return last.deadline if last else slip.due


def waiting_extension(slip: Slip) -> SlipStep | None:
    last = slip.steps.filter(kind__in=SlipStep.EXTENSIONS).last()
    return last if last and last.kind == SlipStep.Kind.EXTENSION_ASKED else None
