"""审定: the meeting's decision or the ballots, entered with the minutes; ties decided by a row."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from projects.drafting.actions.consulting import refuse_running, refuse_unruled
from projects.drafting.actions.drafts import locked, record_act, refuse_personal
from projects.drafting.models import Act, Approval, Draft, Drafting, TieDecision, VoteCount
from projects.drafting.voting import Count
from projects.errors import Refused, Stale
from projects.files.rows import filed
from projects.models import User
from projects.uploads import Checked

Kind = Approval.Kind


@dataclass(frozen=True)
class Meeting:
    """Who decided, where and when; for a vote how many were to be chosen and the ballots."""

    kind: str
    body: str
    meeting: str
    held_on: dt.date
    places: int | None = None
    ballots: int | None = None
    counts: tuple[Count, ...] = field(default=())


def approve(
    *,
    drafting: Drafting,
    draft: Draft,
    given: Meeting,
    file: Checked,
    seen: int = 0,
    by: User,
    at: dt.datetime,
) -> Approval:
    """Enter a decision on a version; later ones stand beside the earlier, the last holds.

    `seen` is the key of the one that held when the page was opened, 0 for none.
    """
    with filed():
        drafting = locked(drafting)
        refuse_another(drafting, seen)
        check(drafting, draft, given, timezone.localdate(at))
        row = Approval(
            drafting=drafting,
            draft=draft,
            kind=given.kind,
            body=given.body.strip(),
            meeting=given.meeting.strip(),
            held_on=given.held_on,
            places=given.places,
            ballots=given.ballots,
            recorded_at=at,
            recorded_by=by,
        )
        row.keep(file.name, file.content)
        row.full_clean(exclude=["file"])
        row.save()
        counts = [
            VoteCount.objects.create(
                approval=row, key=each.key, yes=each.yes, no=each.no, abstain=each.abstain
            )
            for each in given.counts
        ]
        record_act(Act.APPROVE, drafting, [row, *counts], by, at, f"{draft}，{row}", public=True)
        return row


def refuse_another(drafting: Drafting, seen: int) -> None:
    """Refuse to enter beside a decision that whoever enters this one has not seen."""
    last = drafting.approvals.order_by("pk").last()
    if (last.pk if last else 0) != seen:
        who = (last.recorded_by if last else None) or "另一人"
        raise Stale(f"您打开以后{who}登记了“{last}”的审定，这一次没有保存。请核对后再登记。")


def check(drafting: Drafting, draft: Draft, given: Meeting, today: dt.date) -> None:
    if drafting.adopted:
        raise Refused("登记已印发的清单，不用登记审定。")
    if draft.drafting_id != drafting.pk:
        raise Refused("审定的稿不是这份清单的。")
    if given.kind not in Kind.values:
        raise Refused("请选审定方式。")
    if not (given.body.strip() and given.meeting.strip()):
        raise Refused("审定要写明机关和会议。")
    if given.held_on > today:
        raise Refused("会议日期不能晚于今天。")
    if given.held_on < timezone.localdate(drafting.started_at):
        raise Refused("会议日期不能早于开始编制的日期。")
    refuse_running(drafting, today)
    refuse_unruled(drafting)
    if given.kind == Kind.VOTE:
        check_ballots(draft, given)
    elif given.counts or given.places or given.ballots:
        raise Refused("不是票决的，不填票数。")


def check_ballots(draft: Draft, given: Meeting) -> None:
    """Refuse ballots that do not add up, naming each candidate."""
    names = {row.key: row.content.name for row in draft.passages() if row.is_project}
    if not given.places or not given.ballots:
        raise Refused("票决要填应选项数和收回票数。")
    if given.places > len(names):
        raise Refused(f"应选{given.places}项，这一稿只有{len(names)}项。")
    wrong = [f"“{name}”没有填票数。" for key, name in names.items() if key not in voted(given)]
    for each in given.counts:
        if each.key not in names:
            wrong.append("票数里有这一稿没有的项目。")
        elif each.cast > given.ballots:
            wrong.append(f"“{names[each.key]}”三栏合计{each.cast}票，多于收回的{given.ballots}票。")
    if len(voted(given)) != len(given.counts):
        wrong.append("一个项目只能有一行票数。")
    if wrong:
        raise Refused("\n".join(wrong))


def voted(given: Meeting) -> set[int]:
    return {each.key for each in given.counts}


@transaction.atomic
def decide_tie(
    *, approval: Approval, keys: Iterable[int], reason: str, by: User, at: dt.datetime
) -> TieDecision:
    """Say which of the tied are in, as many as there are places left, with the reason."""
    drafting = locked(approval.drafting)
    approval = Approval.objects.get(pk=approval.pk)
    result = approval.result if approval.voted else None
    if result is None or not result.tied:
        raise Refused("没有票数相同、要取舍的项目。")
    keys = sorted(set(keys))
    if not set(keys) <= set(result.tied):
        raise Refused("只能从票数相同的项目里选。")
    if len(keys) != result.open:
        raise Refused(f"还有{result.open}个名额，选了{len(keys)}项。")
    if not reason.strip():
        raise Refused("取舍要写明依据和理由。")
    refuse_personal("依据和理由", reason)
    row = TieDecision.objects.create(
        approval=approval,
        keys=json.dumps(keys),
        reason=reason.strip(),
        decided_at=at,
        decided_by=by,
    )
    record_act(Act.DECIDE_TIE, drafting, [row], by, at, row.reason, public=True)
    return row
