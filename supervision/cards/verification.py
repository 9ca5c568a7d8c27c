"""Replaying every stored card: the same facts under the same policy give the same card."""

import json
from collections.abc import Iterator

from supervision.cards.bridge import judged_columns
from supervision.models import Card
from supervision.rules import Facts, FactsError, Policy, digest


def cards() -> Iterator[str]:
    policies: dict[int, tuple[dict, Policy | None]] = {}
    rows = Card.everything.select_related("policy", "project", "period").order_by("pk")
    for card in rows.iterator(chunk_size=500):
        if card.policy_id not in policies:
            policies[card.policy_id] = read_policy(card.policy.body)
        if problem := differs(card, *policies[card.policy_id]):
            yield f"亮牌结果第{card.pk}行（{card}）重算不符：{problem}。"


def read_policy(text: str) -> tuple[dict, Policy | None]:
    """A policy's body and what it says; None where it was spoilt."""
    try:
        body = json.loads(text)
        return body, Policy.from_json(body)
    except (ValueError, FactsError):
        return {}, None


def differs(card: Card, body: dict, policy: Policy | None) -> str:
    """What does not come out the same; empty where everything does."""
    if policy is None:
        return f"所用的亮牌规则（第{card.policy_id}行）读不出来"
    try:
        facts, kept = json.loads(card.facts), json.loads(card.verdict)
    except ValueError:
        return "存下的事实或判定读不出来"
    if digest(facts, body) != card.digest:
        return "事实或规则与校验码不符"
    try:
        columns = judged_columns(Facts.from_json(facts), policy)
    except FactsError as error:
        return str(error)
    if json.loads(columns.pop("verdict")) != kept:
        return "判定与存下的不同"
    for name, value in columns.items():
        stored = getattr(card, name)
        if (str(stored) if stored is not None else None) != value:
            return f"“{Card._meta.get_field(name).verbose_name}”一栏与判定不同"
    return ""
