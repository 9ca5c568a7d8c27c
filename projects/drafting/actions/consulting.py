"""征求意见: a frozen version sent out until a day, ended, and what still stands in its way."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from projects.drafting.actions.drafts import locked, record_act, refuse_personal
from projects.drafting.models import (
    Act,
    Consultation,
    ConsultationEnd,
    ConsultedUnit,
    Draft,
    Drafting,
    Opinion,
)
from projects.errors import Refused
from projects.models import LeadUnit, User

USUAL_TERM = 30


@transaction.atomic
def consult(
    *,
    drafting: Drafting,
    draft: Draft,
    units: Iterable[LeadUnit],
    leaders: bool,
    public: bool,
    until: dt.date,
    reason: str = "",
    letter: str = "",
    by: User | None,
    at: dt.datetime,
) -> Consultation:
    """Send a version out until a day; a public term under thirty days is given its reason."""
    drafting, units = locked(drafting), list(units)
    check(drafting, draft, units, leaders, public)
    check_term(drafting, until, public, reason, timezone.localdate(at))
    refuse_personal("期限的理由", reason)
    consultation = Consultation.objects.create(
        drafting=drafting,
        number=drafting.consultations.count() + 1,
        draft=draft,
        leaders=leaders,
        public=public,
        until=until,
        reason=reason.strip(),
        letter=letter.strip(),
        opened_at=at,
        opened_by=by,
    )
    asked = [ConsultedUnit.objects.create(consultation=consultation, unit=unit) for unit in units]
    note = f"{draft}，至{until}，{len(asked)}个单位{'，区领导' if leaders else ''}"
    rows = [consultation, *asked]
    record_consulting(
        Act.CONSULT, consultation, rows, by, at, note + ("，社会公众" if public else "")
    )
    return consultation


def record_consulting(act: str, consultation: Consultation, rows, by, at, what: str) -> None:
    """Record it; what the public was asked about makes kept pages old."""
    record_act(act, consultation.drafting, rows, by, at, what, public=consultation.public)


def check(drafting: Drafting, draft: Draft, units: list, leaders: bool, public: bool) -> None:
    if drafting.adopted:
        raise Refused("登记已印发的清单，不用征求意见。")
    if draft.drafting_id != drafting.pk:
        raise Refused("要征求意见的稿不是这份清单的。")
    if not (units or leaders or public):
        raise Refused("请选至少一方：单位、区领导或社会公众。")
    if drafting.extends_id and public:
        raise Refused("增列项目不在网上公开征求意见，请发给单位或区领导。")


def check_term(drafting, until: dt.date, public: bool, reason: str, today: dt.date) -> None:
    if until < today:
        raise Refused("截止日期不能早于今天。")
    if (until - today).days > 366:
        raise Refused("截止日期太远，请核对年份。")
    if public and (until - today).days < USUAL_TERM and not reason.strip():
        raise Refused(f"公开征求意见一般不少于{USUAL_TERM}天，期限短的要写明理由。")
    if public and any(each.open_on(today) for each in drafting.consultations.filter(public=True)):
        raise Refused("已有一稿正在公开征求意见，截止以后再发下一稿。")


@transaction.atomic
def end(*, consultation: Consultation, reason: str, by: User, at: dt.datetime) -> ConsultationEnd:
    """End it before its day, with the reason."""
    locked(consultation.drafting)
    consultation = Consultation.objects.get(pk=consultation.pk)
    if not consultation.open_on(timezone.localdate(at)):
        raise Refused("这次征求意见已经截止。")
    if not reason.strip():
        raise Refused("提前截止要写明理由。")
    refuse_personal("提前截止的理由", reason)
    row = ConsultationEnd.objects.create(
        consultation=consultation, reason=reason.strip(), ended_at=at, ended_by=by
    )
    record_consulting(
        Act.END_CONSULTATION, consultation, [row], by, at, f"{consultation}：{row.reason}"
    )
    return row


def silent(consultation: Consultation) -> list[LeadUnit]:
    """The units that were asked and have not answered."""
    answered = consultation.opinions.filter(unit__isnull=False).values_list("unit", flat=True)
    asked = consultation.units.exclude(unit__in=answered).select_related("unit")
    return [each.unit for each in asked]


def refuse_unruled(drafting: Drafting) -> None:
    if count := Opinion.objects.unruled(drafting).count():
        raise Refused(f"还有{count}条意见没有处理，每一条都要写明采纳、部分采纳或不采纳和理由。")


def refuse_running(drafting: Drafting, day: dt.date) -> None:
    """Refuse what comes after a consultation while it takes opinions."""
    for each in drafting.consultations.select_related("draft", "end"):
        if each.open_on(day):
            until = f"{each.until.month}月{each.until.day}日"
            raise Refused(f"{each}到{until}才截止；不等了的，先写明理由提前截止。")
