"""Replaying every stored card: the same facts under the same policy give the same card."""

import json
from collections.abc import Iterator

from supervision.bridge import verdict_columns
from supervision.models import Card
from supervision.rules import Facts, FactsError, Policy, digest, evaluate


def cards() -> Iterator[str]:
    policies: dict[int, tuple[dict, Policy]] = {}
    rows = Card.everything.select_related("policy", "project", "period").order_by("pk")
    for card in rows.iterator(chunk_size=500):
        if card.policy_id not in policies:
            body = json.loads(card.policy.body)
            policies[card.policy_id] = body, Policy.from_json(body)
        if problem := differs(card, *policies[card.policy_id]):
            yield f"亮牌结果第{card.pk}行（{card}）重算不符：{problem}。"


def differs(card: Card, body: dict, policy: Policy) -> str:
    """What does not come out the same; empty where everything does."""
    facts = json.loads(card.facts)
    if digest(facts, body) != card.digest:
        return "事实或规则与校验码不符"
    try:
        verdict = evaluate(Facts.from_json(facts), policy).to_json()
    except FactsError as error:
        return str(error)
    if verdict != json.loads(card.verdict):
        return "判定与存下的不同"
    for name, value in verdict_columns(verdict).items():
        stored = getattr(card, name)
        if (str(stored) if stored is not None else None) != value:
            return f"{name} 列与判定不同"
    return ""
