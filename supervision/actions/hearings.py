"""The unit is heard: a reply to its trial card, an appeal within five working days of closing."""

import datetime as dt

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import LeadUnit, User
from projects.values.months import in_words, last_day
from supervision.calendar import working_days_after
from supervision.models import (
    Act,
    Appeal,
    AppealStep,
    Card,
    CardOverride,
    Period,
    Report,
    TrialAnswer,
    TrialReply,
)

APPEAL_DAYS = 5
# How long a trial card should lie before a unit: advice to the office, no limit to replying.
SHOWN_DAYS = 2


@in_turn("report.period.programme_id")
def reply_to_trial(*, report: Report, text: str, by: User, at: dt.datetime) -> TrialReply:
    """A unit's answer to its trial card, until the month is closed."""
    period = Period.everything.select_for_update().get(pk=report.period_id)
    if period.closed_at:
        raise Refused("本月已经定稿，可以在五个工作日内申请复核。")
    if timezone.localdate(at) <= last_day(period.month):
        raise Refused(f"{in_words(period.month)}还没有结束，还没有拟亮牌。")
    if not text.strip():
        raise Refused("请写明申辩内容。")
    reply = TrialReply.objects.create(report=report, text=text.strip(), at=at, by=by)
    record(
        action=Act.REPLY_TO_TRIAL, by=by, at=at, rows=[reply], project=report.project,
        month=report.period.month, public=False,
    )  # fmt: skip
    return reply


def shown_until(period: Period) -> dt.date:
    """The last day of the time in which units look at their trial cards."""
    return working_days_after(period.due, SHOWN_DAYS)


@in_turn("reply.report.period.programme_id")
def answer_reply(
    *, reply: TrialReply, verdict: str, reason: str, by: User, at: dt.datetime
) -> TrialAnswer:
    """What the office makes of a reply, once, before the month is closed."""
    period = Period.everything.select_for_update().get(pk=reply.report.period_id)
    if period.closed_at:
        raise Refused("本月已经定稿，申辩不再答复；单位可以申请复核。")
    if TrialAnswer.objects.filter(reply=reply).exists():
        raise Refused("这条申辩已经答复过。")
    if not reason.strip():
        raise Refused("答复申辩要写明理由。")
    made = TrialAnswer.objects.create(
        reply=reply, verdict=verdict, reason=reason.strip(), by=by, at=at
    )
    project = reply.report.project
    record(action=Act.ANSWER_REPLY, by=by, at=at, rows=[made], project=project, public=False)
    return made


def last_day_to_appeal(period: Period, own=None) -> dt.date:
    """The fifth working day after closing; `own` as in `calendar`."""
    return working_days_after(timezone.localdate(period.closed_at), APPEAL_DAYS, own)


@in_turn("card.period.programme_id")
def appeal(*, card: Card, unit: LeadUnit, text: str, by: User, at: dt.datetime) -> Appeal:
    """Ask the office to look at a closed card again."""
    Period.everything.select_for_update().get(pk=card.period_id)
    until = last_day_to_appeal(card.period)
    if timezone.localdate(at) > until:
        raise Refused(f"复核申请要在定稿后{APPEAL_DAYS}个工作日内提出，已于{until}截止。")
    if not text.strip():
        raise Refused("请写明申请复核的理由。")
    same = Appeal.objects.filter(card__period=card.period_id, card__project=card.project_id)
    if same.exists():
        raise Refused("这张牌已经申请过复核。")
    made = Appeal.objects.create(card=card, unit=unit, text=text.strip(), at=at, by=by)
    record(action=Act.APPEAL, by=by, at=at, rows=[made], project=card.project, public=False)
    return made


@in_turn("appeal.card.period.programme_id")
def take_up(*, appeal: Appeal, by: User, at: dt.datetime) -> AppealStep:
    appeal = locked(appeal)
    if appeal.steps.exists():
        raise Refused("这份复核申请已经受理。")
    return step(appeal, AppealStep.Kind.TAKEN_UP, "", by, at)


@in_turn("appeal.card.period.programme_id")
def decide(*, appeal: Appeal, changed: bool, reason: str, by: User, at: dt.datetime) -> AppealStep:
    """维持 or 变更. A change is first made by correction or override, then recorded here."""
    appeal = locked(appeal)
    kinds = set(appeal.steps.values_list("kind", flat=True))
    if AppealStep.Kind.TAKEN_UP not in kinds:
        raise Refused("复核申请要先受理。")
    if len(kinds) > 1:
        raise Refused("这份复核申请已经有结论。")
    if not reason.strip():
        raise Refused("复核结论要写明理由。")
    if changed and not stands_otherwise(appeal):
        raise Refused("变更之前，请先更正数据或办理亮牌认定。")
    kind = AppealStep.Kind.CHANGED if changed else AppealStep.Kind.UPHELD
    return step(appeal, kind, reason.strip(), by, at)


def stands_otherwise(appeal: Appeal) -> bool:
    """Whether the card was corrected or overridden since the appeal."""
    card = appeal.card
    newer = Card.everything.filter(
        period=card.period_id, project=card.project_id, version__gt=card.version
    )
    own = CardOverride.objects.filter(project=card.project_id)
    overrides = own.confirmed(at__gte=appeal.at).covering(card.period.month)
    return newer.exists() or overrides.exists()


def locked(appeal: Appeal) -> Appeal:
    return (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("card__project", "card__period")
        .get(pk=appeal.pk)
    )


def step(appeal: Appeal, kind: str, reason: str, by: User, at: dt.datetime) -> AppealStep:
    row = AppealStep.objects.create(appeal=appeal, kind=kind, reason=reason, by=by, at=at)
    action = f"复核{row.get_kind_display()}"
    record(action=action, by=by, at=at, rows=[row], project=appeal.card.project, public=False)
    return row
