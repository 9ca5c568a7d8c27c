"""督办单 once it is drafted: checked, signed, answered, sent back, extended, mended, cleared."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import User
from projects.uploads import Checked
from supervision.actions.slip_cards import check_stands
from supervision.calendar import working_days_after
from supervision.models import Slip, SlipFile, SlipStep
from supervision.published.demanded import doubts_of

# The office's days, unless it sets others: for an answer in working days, for mending in days.
ANSWER_DAYS, MEND_DAYS = 5, 30
About, Kind, State = SlipStep.About, SlipStep.Kind, Slip.State


def locked(slip: Slip, *states: str) -> Slip:
    """The slip `with_limit`, locked, if it stands in one of the states."""
    slip = (
        Slip.objects.select_for_update(of=("self",))
        .with_limit()
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
    vouched: Iterable[str] = (),
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
        note=slip.label + (f"　手写的已核对：{'、'.join(vouched)}" if vouched else ""),
        public=False,
    )
    return row


def first_days(day: dt.date) -> dict[str, dt.date]:
    """The office's days for a slip drafted on a day."""
    return {
        "due": working_days_after(day, ANSWER_DAYS),
        "mend_by": working_days_after(day + dt.timedelta(days=MEND_DAYS), 0),
    }


def check_days(due: dt.date, mend_by: dt.date | None, day: dt.date) -> None:
    if due < day:
        raise Refused("答复时限不能早于签发当天。")
    if mend_by and mend_by < due:
        raise Refused("整改时限不能早于答复时限。")


@in_turn("slip.programme_id")
def edit_draft(
    *,
    slip: Slip,
    demand: str,
    due: dt.date,
    by: User,
    at: dt.datetime,
    mend_by: dt.date | None = None,
    addressee=None,
    vouched: Iterable[str] = (),
) -> Slip:
    """Change a draft: whoever does is its drafter, and somebody else checks it (核稿).

    `vouched` are words and figures checked though the project's card does not bear them.
    """
    slip = locked(slip, *Slip.DRAFTS)
    if not demand.strip():
        raise Refused("督办单要写明督办要求。")
    check_days(due, mend_by, timezone.localdate(at))
    vouched = checked_words(asked_of(slip, demand), vouched)
    slip.state, slip.checked_by, slip.checked_at = State.DRAFT, None, None
    slip.demand, slip.due, slip.mend_by = demand.strip(), due, mend_by
    slip.addressee = addressee or slip.addressee
    slip.drafted_by, slip.drafted_at = by, at
    slip.save()
    step(slip, Kind.DRAFTED, by, at, text=slip.demand, vouched=vouched)
    return slip


def asked_of(slip: Slip, demand: str) -> dict[str, str]:
    """What of a demand is asked about, each with what the system says."""
    raised = slip.steps.filter(kind__in=(Kind.RAISED, Kind.CORRECTED))
    return doubts_of(demand, slip.project, raised.values_list("text", flat=True))


def checked_words(asked: dict[str, str], vouched: Iterable[str]) -> list[str]:
    """Those asked about that were vouched for; Refused with a question for every other."""
    vouched = set(vouched)
    if missing := [words for words in asked if words not in vouched]:
        raise Refused(
            "\n".join(
                f"“{words}”和系统里的不一致：{asked[words]}。写错了就改，没错就勾选。"
                for words in missing
            )
        )
    return sorted(asked)


@in_turn("slip.programme_id")
def check_draft(*, slip: Slip, by: User, at: dt.datetime) -> Slip:
    """核稿: another person than the drafter has read it."""
    slip = locked(slip, State.DRAFT)
    if slip.drafted_by_id == by.pk:
        raise Refused("拟稿人不能核自己的稿，请另一位督查人员核稿。")
    check_stands(slip)
    check_days(slip.due, slip.mend_by, timezone.localdate(at))
    slip.state, slip.checked_by, slip.checked_at = State.CHECKED, by, at
    slip.save(update_fields=["state", "checked_by", "checked_at"])
    step(slip, Kind.CHECKED, by, at)
    return slip


@in_turn("slip.programme_id")
def uncheck(*, slip: Slip, reason: str, by: User, at: dt.datetime) -> Slip:
    """Send a checked draft back to be written anew."""
    slip = locked(slip, State.CHECKED)
    if not reason.strip():
        raise Refused("退回拟稿要写明理由。")
    slip.state, slip.checked_by, slip.checked_at = State.DRAFT, None, None
    slip.save(update_fields=["state", "checked_by", "checked_at"])
    step(slip, Kind.UNCHECKED, by, at, text=reason.strip())
    return slip


@in_turn("slip.programme_id", files=True)
def issue(
    *, slip: Slip, signer: str, by: User, at: dt.datetime, files: Sequence[Checked] = ()
) -> Slip:
    """Sign a checked draft: it gets the year's next number.

    `signer` is the leader who signs; `by` is that leader, or who enters the signed paper.
    """
    slip = locked(slip, State.CHECKED)
    if not signer.strip():
        raise Refused("签发要写明签发人。")
    check_stands(slip)
    check_days(slip.due, slip.mend_by, timezone.localdate(at))
    # Numbers of a year are given one after another: whoever issues waits for the last.
    type(slip.programme).everything.select_for_update().get(pk=slip.programme_id)
    last = slip.programme.slips.aggregate(last=Max("number"))["last"] or 0
    slip.number, slip.state = last + 1, State.ISSUED
    slip.signer = signer.strip()
    slip.issued_at, slip.issued_by = at, by
    slip.save()
    step(slip, Kind.ISSUED, by, at, files, text=slip.demand, deadline=slip.due, about=About.ANSWER)
    return slip


@in_turn("slip.programme_id")
def drop(*, slip: Slip, reason: str, by: User, at: dt.datetime) -> Slip:
    """Not to issue a draft; it has no number, so none is lost."""
    slip = locked(slip, *Slip.DRAFTS)
    if not reason.strip():
        raise Refused("不予签发要写明理由。")
    slip.state, slip.closed_at = State.DROPPED, at
    slip.save(update_fields=["state", "closed_at"])
    step(slip, Kind.DROPPED, by, at, text=reason.strip())
    return slip


@dataclass(frozen=True)
class Answer:
    """What a unit answers, item by item; `objective_cause` is what lay outside its power.

    `deadline` is the day by which the unit itself says it will have mended the matter.
    """

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
    """The addressee answers; the office's days stand."""
    slip = locked(slip, *Slip.WAITING)
    given.check()
    if given.deadline < timezone.localdate(at):
        raise Refused("承诺整改完成的日子不能早于答复当天。")
    slip.state = State.ANSWERED
    slip.save(update_fields=["state"])
    return step(
        slip,
        Kind.ANSWERED,
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
def approve_answer(
    *, slip: Slip, mend_by: dt.date, reason: str, by: User, at: dt.datetime
) -> SlipStep:
    """认可，继续整改: the answer will do; the office looks again on the day set for mending."""
    slip = locked(slip, State.ANSWERED)
    today = timezone.localdate(at)
    if mend_by < today:
        raise Refused("核查日期不能早于今天。")
    if slip.mended_by < today < mend_by:
        raise Refused(
            f"整改时限{slip.mended_by}已过，逾期照记，核查日期只能是今天；还没整改到位的，请再督。"
        )
    if mend_by > max(slip.mended_by, today):
        raise Refused(f"整改时限是{slip.mended_by}，要晚于它的，请单位申请延期。")
    slip.state = State.MENDING
    slip.save(update_fields=["state"])
    # A limit that is over stands: what is late stays late.
    days = {"deadline": mend_by, "about": About.MENDING if mend_by <= slip.mended_by else ""}
    return step(slip, Kind.APPROVED, by, at, text=reason.strip(), **days)


@in_turn("slip.programme_id")
def send_back(
    *, slip: Slip, reason: str, by: User, at: dt.datetime, due: dt.date | None = None
) -> SlipStep:
    """The office wants a better answer, by `due`; without it the former day stands."""
    slip = locked(slip, State.ANSWERED)
    if not reason.strip():
        raise Refused("退回要写明理由。")
    if due and due < timezone.localdate(at):
        raise Refused("重新答复的时限不能早于退回当天。")
    slip.state = State.SENT_BACK
    slip.save(update_fields=["state"])
    about = About.ANSWER if due else ""
    return step(slip, Kind.SENT_BACK, by, at, text=reason.strip(), deadline=due, about=about)


@in_turn("slip.programme_id", files=True)
def press(
    *,
    slip: Slip,
    reason: str,
    due: dt.date,
    by: User,
    at: dt.datetime,
    files: Sequence[Checked] = (),
) -> SlipStep:
    """再督: the same matter is raised again on the same slip, and wants a new answer."""
    slip = locked(slip, *Slip.UNDER_WAY)
    if not reason.strip():
        raise Refused("再督要写明事由和要求。")
    if due < timezone.localdate(at):
        raise Refused("答复时限不能早于再督当天。")
    slip.state = State.SENT_BACK
    slip.save(update_fields=["state"])
    days = {"deadline": due, "about": About.ANSWER}
    return step(slip, Kind.AGAIN, by, at, files, text=reason.strip(), **days)


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
    """The addressee asks for more time, before the day that counts now is over."""
    slip = locked(slip, *Slip.WAITING, State.ANSWERED, State.MENDING)
    if not reason.strip():
        raise Refused("申请延期要写明理由。")
    if timezone.localdate(at) > slip.limit:
        raise Refused(f"时限{slip.limit}已过，延期要在到期前申请。")
    if until <= slip.limit:
        raise Refused(f"新的时限要晚于现在的{slip.limit}。")
    if slip.waiting and slip.limit <= slip.mended_by < until:
        raise Refused(
            f"现在延的是答复时限，最迟到整改时限{slip.mended_by}；整改要延的，请答复以后再申请。"
        )
    if waiting_extension(slip):
        raise Refused("上一次延期申请还没有答复。")
    fields = {"text": reason.strip(), "deadline": until}
    return step(slip, Kind.EXTENSION_ASKED, by, at, files, **fields)


@in_turn("slip.programme_id")
def decide_extension(
    *, slip: Slip, granted: bool, reason: str, by: User, at: dt.datetime
) -> SlipStep:
    """More time for what was asked: the answer before it is given, the mending after.

    Whatever was done since it was asked for; never less time than there is by now.
    """
    slip = locked(slip, *Slip.UNDER_WAY)
    asked = waiting_extension(slip)
    if asked is None:
        raise Refused("没有待答复的延期申请。")
    if not granted:
        if not reason.strip():
            raise Refused("不同意延期要写明理由。")
        return step(slip, Kind.NOT_EXTENDED, by, at, text=reason.strip())
    answered = slip.steps.filter(kind__in=(Kind.ANSWERED, Kind.SENT_BACK, Kind.AGAIN))
    before = answered.filter(pk__lt=asked.pk).last()
    about = About.MENDING if before and before.kind == Kind.ANSWERED else About.ANSWER
    now = slip.mended_by if about == About.MENDING else slip.answer_by
    days = {"deadline": max(asked.deadline, now), "about": about}
    return step(slip, Kind.EXTENDED, by, at, text=reason.strip(), **days)


@in_turn("slip.programme_id")
def propose_clearing(*, slip: Slip, reason: str, by: User, at: dt.datetime) -> Slip:
    """One person has verified that the matter is mended; another looks again."""
    slip = locked(slip, *Slip.WAITING, State.ANSWERED, State.MENDING)
    if not reason.strip():
        raise Refused("销号要写明核验情况。")
    slip.state = State.CLEARING
    slip.save(update_fields=["state"])
    step(slip, Kind.TO_CLEAR, by, at, text=reason.strip())
    return slip


@in_turn("slip.programme_id")
def decide_clearing(*, slip: Slip, confirmed: bool, reason: str, by: User, at: dt.datetime) -> Slip:
    """销号 by a second look; else the unit goes on mending, or owes its answer as before."""
    slip = locked(slip, State.CLEARING)
    proposed = slip.steps.filter(kind=Kind.TO_CLEAR).last()
    if proposed.by_id == by.pk:
        raise Refused("提请人不能自己销号，请另一位督查人员复核。")
    if not confirmed:
        if not reason.strip():
            raise Refused("不同意销号要写明理由。")
        slip.state = before_clearing(slip)
        slip.save(update_fields=["state"])
        step(slip, Kind.NOT_CLEARED, by, at, text=reason.strip())
        return slip
    if slip.steps.filter(kind=Kind.RAISED, pk__gt=proposed.pk).exists():
        raise Refused("提请销号以后这件事又亮了牌：请不同意销号，核实后再提请。")
    slip.state, slip.closed_at = State.CLEARED, at
    slip.save(update_fields=["state", "closed_at"])
    step(slip, Kind.CLEARED, by, at, text=reason.strip())
    return slip


def before_clearing(slip: Slip) -> str:
    """Where a slip goes on that is not cleared: an answer that never came is still waited for."""
    turns = (Kind.ISSUED, Kind.SENT_BACK, Kind.AGAIN, Kind.ANSWERED)
    last = slip.steps.filter(kind__in=turns).last().kind
    return {Kind.ISSUED: State.ISSUED, Kind.ANSWERED: State.MENDING}.get(last, State.SENT_BACK)


def waiting_extension(slip: Slip) -> SlipStep | None:
    last = slip.steps.filter(kind__in=SlipStep.EXTENSIONS).last()
    return last if last and last.kind == Kind.EXTENSION_ASKED else None
