"""督办单: issued, answered, sent back, extended, cleared."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from projects.errors import Refused
from projects.ledger import record
from projects.models import User
from supervision.actions.filing import none_left
from supervision.models import Notice, NoticeFile, NoticeStep
from supervision.uploads import Checked

ANSWER_DAYS = 5


def locked(notice: Notice, *states: str) -> Notice:
    """The notice, locked, if it stands in one of the states."""
    notice = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("programme", "project", "target", "addressee")
        .get(pk=notice.pk)
    )
    if notice.state not in states:
        raise Refused(f"督办单现为“{notice.get_state_display()}”，不能这样办理。")
    return notice


def step(
    notice: Notice,
    kind: str,
    by: User,
    at: dt.datetime,
    files: Sequence[Checked] = (),
    **fields,
) -> NoticeStep:
    """Add to the timeline and record the event: an action's last statement."""
    row = NoticeStep.objects.create(notice=notice, kind=kind, by=by, at=at, **fields)
    attached = [NoticeFile(step=row, photo=file.photo) for file in files]
    with none_left(attached):
        for made, file in zip(attached, files, strict=True):
            made.keep(file.name, file.content)
            made.save()
        record(
            action=f"督办{row.get_kind_display()}",
            by=by,
            at=at,
            rows=[row, *attached],
            project=notice.project,
            note=notice.label,
            public=False,
        )
    return row


@transaction.atomic
def issue(
    *,
    notice: Notice,
    demand: str,
    due: dt.date,
    by: User,
    at: dt.datetime,
    addressee=None,
) -> Notice:
    """Sign a draft: it gets the year's next number."""
    notice = locked(notice, Notice.State.DRAFT)
    if not demand.strip():
        raise Refused("督办单要写明督办要求。")
    if due < timezone.localdate(at):
        raise Refused("答复时限不能早于签发当天。")
    # Numbers of a year are given one after another: whoever issues waits for the last.
    type(notice.programme).everything.select_for_update().get(pk=notice.programme_id)
    last = notice.programme.notices.aggregate(last=Max("number"))["last"] or 0
    notice.number, notice.state = last + 1, Notice.State.ISSUED
    notice.demand, notice.due = demand.strip(), due
    notice.addressee = addressee or notice.addressee
    notice.issued_at, notice.issued_by = at, by
    notice.save()
    step(notice, NoticeStep.Kind.ISSUED, by, at, text=notice.demand, deadline=due)
    return notice


@transaction.atomic
def drop(*, notice: Notice, reason: str, by: User, at: dt.datetime) -> Notice:
    """Not to issue a draft; it has no number, so none is lost."""
    notice = locked(notice, Notice.State.DRAFT)
    if not reason.strip():
        raise Refused("不予签发要写明理由。")
    notice.state, notice.closed_at = Notice.State.DROPPED, at
    notice.save(update_fields=["state", "closed_at"])
    step(notice, NoticeStep.Kind.DROPPED, by, at, text=reason.strip())
    return notice


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


@transaction.atomic
def answer(
    *,
    notice: Notice,
    given: Answer,
    by: User,
    at: dt.datetime,
    files: Sequence[Checked] = (),
) -> NoticeStep:
    """The addressee answers."""
    notice = locked(notice, Notice.State.ISSUED, Notice.State.SENT_BACK)
    given.check()
    if given.deadline < timezone.localdate(at):
        raise Refused("整改时限不能早于答复当天。")
    notice.state = Notice.State.ANSWERED
    notice.save(update_fields=["state"])
    return step(
        notice,
        NoticeStep.Kind.ANSWERED,
        by,
        at,
        files,
        cause=given.cause.strip(),
        objective_cause=given.objective_cause.strip(),
        measures=given.measures.strip(),
        deadline=given.deadline,
        responsible=given.responsible.strip(),
    )


@transaction.atomic
def send_back(
    *, notice: Notice, reason: str, by: User, at: dt.datetime, due: dt.date | None = None
) -> NoticeStep:
    """The office wants a better answer, by `due`; without it the former time limit stands."""
    notice = locked(notice, Notice.State.ANSWERED)
    if not reason.strip():
        raise Refused("退回要写明理由。")
    if due and due < timezone.localdate(at):
        raise Refused("重新答复的时限不能早于退回当天。")
    notice.state = Notice.State.SENT_BACK
    notice.save(update_fields=["state"])
    return step(notice, NoticeStep.Kind.SENT_BACK, by, at, text=reason.strip(), deadline=due)


@transaction.atomic
def ask_extension(
    *,
    notice: Notice,
    until: dt.date,
    reason: str,
    by: User,
    at: dt.datetime,
    files: Sequence[Checked] = (),
) -> NoticeStep:
    """The addressee asks for more time, before the time limit is over."""
    notice = locked(notice, Notice.State.ISSUED, Notice.State.SENT_BACK, Notice.State.ANSWERED)
    if not reason.strip():
        raise Refused("申请延期要写明理由。")
    limit = limit_of(notice)
    if timezone.localdate(at) > limit:
        raise Refused(f"时限{limit}已过，延期要在到期前申请。")
    if until <= limit:
        raise Refused(f"新的时限要晚于现在的{limit}。")
    if waiting_extension(notice):
        raise Refused("上一次延期申请还没有答复。")
    kind = NoticeStep.Kind.EXTENSION_ASKED
    return step(notice, kind, by, at, files, text=reason.strip(), deadline=until)


@transaction.atomic
def decide_extension(
    *, notice: Notice, granted: bool, reason: str, by: User, at: dt.datetime
) -> NoticeStep:
    notice = locked(notice, Notice.State.ISSUED, Notice.State.SENT_BACK, Notice.State.ANSWERED)
    asked = waiting_extension(notice)
    if asked is None:
        raise Refused("没有待答复的延期申请。")
    if not granted and not reason.strip():
        raise Refused("不同意延期要写明理由。")
    kind = NoticeStep.Kind.EXTENDED if granted else NoticeStep.Kind.NOT_EXTENDED
    deadline = asked.deadline if granted else None
    return step(notice, kind, by, at, text=reason.strip(), deadline=deadline)


@transaction.atomic
def clear(*, notice: Notice, reason: str, by: User, at: dt.datetime) -> Notice:
    """销号: the office has verified that the matter is mended."""
    notice = locked(notice, Notice.State.ISSUED, Notice.State.ANSWERED, Notice.State.SENT_BACK)
    if not reason.strip():
        raise Refused("销号要写明核验情况。")
    notice.state, notice.closed_at = Notice.State.CLEARED, at
    notice.save(update_fields=["state", "closed_at"])
    step(notice, NoticeStep.Kind.CLEARED, by, at, text=reason.strip())
    return notice


def limit_of(notice: Notice) -> dt.date:
    """The day by which the matter must be mended: the last one promised or granted."""
    limits = notice.steps.filter(kind__in=NoticeStep.LIMITS, deadline__isnull=False)
    last = limits.last()
    return last.deadline if last else notice.due


def waiting_extension(notice: Notice) -> NoticeStep | None:
    last = notice.steps.filter(kind__in=NoticeStep.EXTENSIONS).last()
    return last if last and last.kind == NoticeStep.Kind.EXTENSION_ASKED else None
