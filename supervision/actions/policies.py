"""The versions of the rules."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from projects.errors import Refused
from projects.ledger import canonical, record
from projects.models import User
from supervision.models import CardPolicy
from supervision.rules import PRESETS, FactsError, Policy

DEFAULT = "三色"


@transaction.atomic
def adopt(*, policy: Policy, valid_from: str, by: User | None, at: dt.datetime) -> CardPolicy:
    """Freeze a policy as the next version of its name, in force from a month on."""
    last = CardPolicy.objects.filter(name=policy.name).aggregate(last=Max("version"))["last"] or 0
    body = {**policy.to_json(), "version": last + 1}
    try:
        Policy.from_json(body)
    except FactsError as error:
        raise Refused(str(error)) from error
    row = CardPolicy.objects.create(
        name=policy.name,
        version=last + 1,
        body=canonical(body),
        valid_from=valid_from,
        adopted_at=at,
        adopted_by=by,
    )
    record(action="亮牌规则启用", by=by, at=at, rows=[row])
    return row


def in_force(month: str) -> CardPolicy:
    """The adopted version that judges a month."""
    policy = CardPolicy.objects.adopted_for(month)
    if policy is None:
        raise Refused(f"还没有启用适用于{month}的亮牌规则。")
    return policy


def ensure_default(*, month: str, by: User | None, at: dt.datetime) -> None:
    """The first month of a new installation is judged by the default preset."""
    if not CardPolicy.objects.filter(adopted_at__isnull=False).exists():
        adopt(policy=PRESETS[DEFAULT], valid_from=month, by=by, at=at)
