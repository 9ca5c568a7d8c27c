"""督办单: drafted at close, issued, answered, sent back, extended, cleared."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from projects.errors import Refused
from projects.ledger import record
from projects.models import Target, User
from supervision.calendar import working_days_after
from supervision.models import Card, Notice, NoticeFile, NoticeStep, Report
from supervision.uploads import Checked

ANSWER_DAYS = 5


def draft_for(cards: list[Card], at: dt.datetime) -> list:
    """Slips for the yellow and red cards of one closed month; gives the rows it added.

    A matter with an open slip gets a 再督 on that slip instead of a new one. Runs inside the
    transaction that closes the month, in a number of queries that does not grow with the cards.
    """
    keys = [card.project_id for card in cards]
    targets = defaultdict(dict)
    for target in Target.everything.filter(project__in=keys):
        targets[target.project_id][target.name] = target
    under_way = Notice.objects.filter(project__in=keys, closed_at__isnull=True)
    slips = {(notice.project_id, notice.target_id): notice for notice in under_way}
    units = units_reporting(cards, keys)
    new, raised = [], []
    for card in cards:
        finding, target = matter(card, targets[card.project_id])
        notice = slips.get((card.project_id, target and target.pk))
        if notice is None and card.project_id in units:
            notice = drafted(card, target, finding, units[card.project_id], at)
            new.append(notice)
        if notice is not None:
            text = f"{card.period.month} {card.label}：{finding['text']}"
            raised.append((notice, card, text))
    Notice.objects.bulk_create(new)
    kind = NoticeStep.Kind.RAISED
    return NoticeStep.objects.bulk_create(
        NoticeStep(notice=notice, kind=kind, card=card, text=text, at=at)
        for notice, card, text in raised
    )


def units_reporting(cards: list[Card], keys: list[int]) -> dict[int, int]:
    """The key of the unit that reports each project in the cards' month."""
    if not cards:
        return {}
    reports = Report.objects.filter(period=cards[0].period_id, project__in=keys)
    return dict(reports.values_list("project_id", "unit_id"))


def matter(card: Card, targets: dict[str, Target]) -> tuple[dict, Target | None]:
    """The worst finding and its target; of equals one on a target comes first."""
    findings = json.loads(card.verdict)["findings"]
    if not findings:
        return {"text": "经认定亮牌。"}, None
    worst = max(findings, key=lambda found: (found["severity"], found["target"] in targets))
    return worst, targets.get(worst["target"])


def drafted(card: Card, target: Target | None, finding: dict, unit_id: int, at) -> Notice:
    """A draft, not yet stored, addressed to the unit that reports the project."""
    return Notice(
        programme=card.period.programme,
        project=card.project,
        target=target,
        addressee_id=unit_id,
        demand=f"{finding['text']}请分析原因，落实整改措施，明确整改时限和责任人，按期书面答复。",
        due=working_days_after(timezone.localdate(at), ANSWER_DAYS),
        drafted_at=at,
    )


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
    with kept(files, row) as attached:
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


@contextmanager
def kept(files: Sequence[Checked], row: NoticeStep) -> Iterator[list[NoticeFile]]:
    """The files, stored beside their step; where anything fails, none stays on the disk."""
    attached = []
    try:
        for checked in files:
            attached.append(store(checked, row))
            attached[-1].save()
        yield attached
    except BaseException:
        for each in attached:
            each.file.delete(save=False)
        raise


def store(checked: Checked, row: NoticeStep) -> NoticeFile:
    """Named by content: a person's own name may be too long for a disk, or no name there."""
    sha256 = hashlib.sha256(checked.content).hexdigest()
    made = NoticeFile(
        step=row,
        name=checked.name,
        sha256=sha256,
        size=len(checked.content),
        photo=checked.photo,
    )
    stored = f"{sha256[:24]}{PurePath(checked.name).suffix.lower()}"
    made.file.save(stored, ContentFile(checked.content), save=False)
    return made


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
