"""AB角: a colleague of the same unit holds somebody's post for a time, on record."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, LeadUnit, StandIn, UnitMember, User, current

LONGEST = dt.timedelta(days=184)


@transaction.atomic
def arrange_stand_in(
    *, post: UnitMember, stand_in: User, since: dt.date, until: dt.date, by: User, at: dt.datetime
) -> StandIn:
    """Let `stand_in` hold the post beside their own from one day to another, both included."""
    unit = LeadUnit.objects.select_for_update().get(pk=post.unit_id)
    today = timezone.localdate(at)
    if since < today:
        raise Refused("开始日期不能早于今天，以前的日子不能补办。")
    if until < since:
        raise Refused("结束日期不能早于开始日期。")
    if until - since > LONGEST:
        raise Refused("一次最多半年；时间更长的，请系统管理员调整任职。")
    if stand_in == post.person:
        raise Refused(f"{stand_in}就是本人，请另选一位同事。")
    for member in (post.person, stand_in):
        if not UnitMember.objects.filter(current(since), unit=unit, person=member).exists():
            raise Refused(f"{member}在{since}不是{unit}的在任人员。")
    if not stand_in.is_active:
        raise Refused(f"{stand_in}的账号已停用。")
    same = StandIn.objects.held().filter(post=post, since__lte=until, until__gte=since).first()
    if same:
        raise Refused(f"{same.since}至{same.until}已由{same.stand_in}代{post.person}。")
    row = StandIn.objects.create(
        post=post, stand_in=stand_in, since=since, until=until, by=by, at=at
    )
    note = f"{unit}：{row}，{since}至{until}"
    record(action=Act.STAND_IN, by=by, at=at, rows=[row], note=note, public=False)
    return row


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, by: User, at: dt.datetime) -> StandIn:
    """End it early: today is its last day; one that has not begun is cancelled."""
    row = StandIn.objects.select_for_update(of=("self",)).get(pk=stand_in.pk)
    today = timezone.localdate(at)
    if row.cancelled:
        raise Refused("已经取消。")
    if row.until <= today:
        raise Refused("已经到期。")
    begun = row.since <= today
    row.until = today if begun else row.since - dt.timedelta(days=1)
    row.save(update_fields=["until"])
    note = f"{row}，{f'提前到{today}结束' if begun else f'原定{row.since}开始，取消'}"
    record(action=Act.STAND_IN_END, by=by, at=at, rows=[row], note=note, public=False)
    return row
