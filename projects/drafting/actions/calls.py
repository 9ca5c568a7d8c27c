"""征集: sent out, extended, closed early, answered with nothing to propose."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from projects.drafting.actions.drafts import locked, record_act, refuse_personal
from projects.drafting.actions.stages import refuse_unstarted
from projects.drafting.models import Act, AddressRenewal, Call, Drafting, Extension, NothingProposed
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import LeadUnit, User
from projects.values import days


@transaction.atomic
def call(
    *,
    drafting: Drafting,
    audience: str,
    opens: dt.date,
    closes: dt.date,
    asked: str,
    notice: str,
    document: str = "",
    by: User,
    at: dt.datetime,
) -> Call:
    """Ask units, residents or deputies for proposals, each once; public from its first day."""
    drafting = locked(drafting)
    refuse_unstarted(drafting)
    if drafting.calls.filter(audience=audience).exists():
        name = Call.Audience(audience).label
        raise Refused(f"已经向{name}发出过征集，要延长请用“延期”。")
    if closes < opens:
        raise Refused("截止日期早于开始日期。")
    if closes < timezone.localdate(at):
        raise Refused("截止日期已经过去。")
    if not notice.strip() or not asked.strip():
        raise Refused("请写明征集什么和通知正文。")
    refuse_personal("征集什么和通知正文", asked, notice)
    row = Call.objects.create(
        drafting=drafting,
        audience=audience,
        opens=opens,
        closes=closes,
        asked=asked.strip(),
        notice=notice.strip(),
        document=document.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    record_act(Act.CALL, drafting, [row], by, at, f"{row}，{opens}至{closes}", public=True)
    return row


@transaction.atomic
def extend(*, call: Call, closes: dt.date, reason: str, by: User, at: dt.datetime) -> Extension:
    """Give a call a later last day, with its reason."""
    drafting = locked(call.drafting)
    last = Call.objects.with_end().get(pk=call.pk).last_day
    if closes <= last:
        raise Refused(f"要晚于现在的截止日期{days.in_words(last)}。")
    if closes < timezone.localdate(at):
        raise Refused("延长到的日期已经过去。")
    return another_last_day(Act.EXTEND_CALL, call, drafting, closes, reason, by, at)


@transaction.atomic
def close(*, call: Call, closes: dt.date, reason: str, by: User, at: dt.datetime) -> Extension:
    """Give a call an earlier last day, today at the earliest, with its reason."""
    drafting = locked(call.drafting)
    last, today = Call.objects.with_end().get(pk=call.pk).last_day, timezone.localdate(at)
    if last < today:
        raise Refused("这次征集已经截止。")
    if closes >= last:
        raise Refused(f"要早于现在的截止日期{days.in_words(last)}。")
    if closes < max(today, call.opens):
        raise Refused("不能早于今天，也不能早于开始日期：已经说定的日子里，人们还能提。")
    return another_last_day(Act.CLOSE_CALL, call, drafting, closes, reason, by, at)


def another_last_day(
    act: Act, call: Call, drafting: Drafting, closes: dt.date, reason: str, by, at
) -> Extension:
    """Keep it with its reason, which is public."""
    if not reason.strip():
        raise Refused(f"{act.value.removeprefix('征集')}要写明原因。")
    refuse_personal("原因", reason)
    row = Extension.objects.create(
        call=call, closes=closes, reason=reason.strip(), recorded_at=at, recorded_by=by
    )
    record_act(act, drafting, [row], by, at, f"{row}：{reason.strip()}", public=True)
    return row


@transaction.atomic
def renew(*, call: Call, reason: str, by: User, at: dt.datetime) -> AddressRenewal:
    """Let the deputies' address hold no more, and another from now on."""
    drafting = locked(call.drafting)
    if call.audience != Call.Audience.DEPUTIES:
        raise Refused("只有向代表委员征集的网址可以换。")
    refuse_closed(call, timezone.localdate(at))
    if not reason.strip():
        raise Refused("换网址要写明原因。")
    row = AddressRenewal.objects.create(
        call=call, reason=reason.strip(), recorded_at=at, recorded_by=by
    )
    record_act(Act.RENEW_ADDRESS, drafting, [row], by, at, f"{row}：{reason.strip()}")
    return row


def refuse_closed(call: Call, day: dt.date) -> None:
    """Refuse to answer a call that is not open on the day."""
    if not Call.objects.open_on(day).filter(pk=call.pk).exists():
        last = days.in_words(call.last_day)
        raise Refused(f"征集{last}截止，已经不能再提；确需补报请联系办公室登记。")


@transaction.atomic
def propose_nothing(*, call: Call, unit: LeadUnit, by: User, at: dt.datetime) -> NothingProposed:
    """A unit's answer that it has nothing to propose."""
    locked(call.drafting)
    refuse_closed(call, timezone.localdate(at))
    if call.proposals.filter(unit=unit).exists():
        raise Refused("贵单位已经提过建议，不用再报“无建议”。")
    if call.answers_of_none.filter(unit=unit).exists():
        raise Refused("已经报过“无建议”。")
    row = NothingProposed.objects.create(call=call, unit=unit, recorded_at=at, recorded_by=by)
    note = f"{call.drafting}　{row}"
    record(action=Act.PROPOSE_NONE, by=by, at=at, rows=[row], note=note, public=False)
    return row
