"""The versions of the rules: drafted, tried, adopted once and then frozen."""

import datetime as dt
import json

from django.db.models import Max
from django.utils import timezone

from projects.actions.turns import every_programme, in_turn
from projects.errors import Refused, Stale
from projects.ledger.chain import canonical, record
from projects.models import User
from projects.values.months import in_words, is_month, month_of, shift
from supervision.models import Act, CardOverride, CardPolicy, Period
from supervision.rules import PRESETS, FactsError, Policy

DEFAULT = "三色"


@in_turn(every_programme)
def draft_policy(*, policy: Policy, valid_from: str, by: User, at: dt.datetime) -> CardPolicy:
    """A draft of the next version of a policy's name. The name goes with the preset: a run of
    cards ends where it changes."""
    version = last_version(policy.name) + 1
    row = CardPolicy.objects.create(
        name=policy.name,
        version=version,
        body=body_of(policy.to_json(), version),
        valid_from=valid_from,
    )
    record(action=Act.DRAFT_POLICY, by=by, at=at, note=str(row), public=False)
    return row


@in_turn(every_programme)
def save_draft(
    *, draft: CardPolicy, body: dict, valid_from: str, seen: str, by: User, at: dt.datetime
) -> CardPolicy:
    """Rewrite a draft, unless it changed since its text was `seen` or has been adopted."""
    draft = unadopted(draft)
    if draft.body != seen:
        raise Stale("别人刚刚改过这份草稿，请核对两份内容后再保存。")
    check_month(valid_from)
    draft.body, draft.valid_from = body_of(body, draft.version), valid_from
    draft.save(update_fields=["body", "valid_from"])
    record(action=Act.SAVE_POLICY, by=by, at=at, note=str(draft), public=False)
    return draft


@in_turn(every_programme)
def drop_draft(*, draft: CardPolicy, by: User, at: dt.datetime) -> None:
    draft = unadopted(draft)
    name = str(draft)
    draft.delete()
    record(action=Act.DROP_POLICY, by=by, at=at, note=name, public=False)


@in_turn(every_programme)
def adopt_draft(
    *, draft: CardPolicy, valid_from: str, by: User | None, at: dt.datetime
) -> CardPolicy:
    """Freeze a draft as it stands, in force from a month on; done once."""
    check_not_closed(valid_from)
    check_not_over(valid_from, at)
    draft = unadopted(draft)
    adopted = CardPolicy.objects.filter(name=draft.name, adopted_at__isnull=False)
    if adopted.filter(version__gt=draft.version).exists():
        draft.version = last_version(draft.name) + 1  # numbers rise in the order of adoption
    policy = Policy.from_json(json_of(draft))
    refuse_other_words(policy, valid_from)
    draft.body, draft.valid_from = body_of(policy.to_json(), draft.version), valid_from
    draft.adopted_at, draft.adopted_by = at, by
    draft.save()
    record(action=Act.ADOPT_POLICY, by=by, at=at, rows=[draft])
    return draft


@in_turn(every_programme)
def adopt(*, policy: Policy, valid_from: str, by: User | None, at: dt.datetime) -> CardPolicy:
    """Freeze a policy as the next version of its name, in force from a month on."""
    check_not_closed(valid_from)
    check_not_over(valid_from, at)
    refuse_other_words(policy, valid_from)
    return freeze(policy, valid_from, by, at)


def freeze(policy: Policy, valid_from: str, by: User | None, at: dt.datetime) -> CardPolicy:
    version = last_version(policy.name) + 1
    row = CardPolicy.objects.create(
        name=policy.name,
        version=version,
        body=body_of(policy.to_json(), version),
        valid_from=valid_from,
        adopted_at=at,
        adopted_by=by,
    )
    record(action=Act.ADOPT_POLICY, by=by, at=at, rows=[row])
    return row


def refuse_other_words(policy: Policy, month: str) -> None:
    """Refuse other rules over overrides in force: a colour is decided in the words of its rules."""
    reaching = CardOverride.objects.filter(last__gte=month).exclude(decision__confirmed=False)
    named = [
        f"第{override.project.number}项（{override.get_colour_display()}，到{in_words(override.last)}）"
        for override in reaching.select_related("project").order_by("project__number")
        if (former := CardPolicy.objects.adopted_for(override.first)) and former.name != policy.name
    ]
    if named:
        raise Refused(
            f"亮牌认定是按原来的规则作出的，换成“{policy.name}”就没有原来的意思："
            f"{'、'.join(named)}。请待认定到期以后的月份再启用。"
        )


def last_version(name: str) -> int:
    return CardPolicy.objects.filter(name=name).aggregate(last=Max("version"))["last"] or 0


def body_of(body: dict, version: int) -> str:
    """The stored text of a policy under its version number; refused where it is none."""
    body = {**body, "version": version}
    try:
        Policy.from_json(body)
    except FactsError as error:
        raise Refused(str(error)) from error
    return canonical(body)


def json_of(row: CardPolicy) -> dict:
    return json.loads(row.body)


def unadopted(draft: CardPolicy) -> CardPolicy:
    row = CardPolicy.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None:
        raise Refused("这份草稿已经删除。")
    if row.adopted_at:
        raise Refused(frozen(row))
    return row


def frozen(row: CardPolicy) -> str:
    return f"{row}已经启用，任何人都不能再改。要调整，请以它为底稿另起草一版。"


def check_month(month: str) -> None:
    """A month of which no programme has closed a month yet; periods are not locked."""
    if not is_month(month):
        raise Refused(f"“{month[:10]}”不是月份，请写成 2023-09 这样的年份和月份。")
    refuse_closed(Period.everything.filter(month__gte=month))


def check_not_closed(month: str) -> None:
    """The same, holding off any closing until the adoption is done."""
    check_month(month)
    refuse_closed(Period.everything.select_for_update().filter(month__gte=month))


def check_not_over(month: str, at: dt.datetime) -> None:
    """Refuse a month that was opened and is over, whose cards are known, or is years away."""
    first = month_of(timezone.localdate(at))
    if month > shift(first, 24):
        raise Refused(f"启用月份{in_words(month)}太远，启用后不能再改，请核对年份。")
    over = Period.everything.filter(month__gte=month, month__lt=first).order_by("month").last()
    if over:
        raise Refused(
            f"{in_words(over.month)}已经过完，单位看得到自己的拟亮牌，"
            f"规则最早从{in_words(first)}起启用。"
        )


def refuse_closed(periods) -> None:
    closed = [period.month for period in periods if period.closed_at]
    if closed:
        raise Refused(f"{in_words(max(closed))}已经定稿，规则只能从之后的月份起启用。")


def in_force(month: str) -> CardPolicy:
    """The adopted version that judges a month."""
    policy = CardPolicy.objects.adopted_for(month)
    if policy is None:
        raise Refused(f"还没有启用适用于{month}的亮牌规则。")
    return policy


@in_turn(every_programme)
def ensure_default(*, month: str, by: User | None, at: dt.datetime) -> None:
    """Months before any rules are judged by the default preset: those of a new installation, and

    of a year brought in later that lies before the others.
    """
    if CardPolicy.objects.adopted_for(month) is None:
        freeze(PRESETS[DEFAULT], month, by, at)
