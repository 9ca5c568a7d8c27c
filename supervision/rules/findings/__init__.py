"""The rules of docs/rules.md, a file each; the card is the worst of what they find."""

from collections.abc import Sequence
from typing import NamedTuple

from supervision.rules.facts import Facts
from supervision.rules.findings import (
    behind_plan,
    city_task_behind,
    consecutive_cards,
    not_started,
    past_due,
    report_missing,
)
from supervision.rules.findings.finding import Finding as Finding
from supervision.rules.findings.finding import Title
from supervision.rules.policy import Policy
from supervision.rules.progress import Standing

TARGET_RULES = (behind_plan, past_due, not_started)
RULES = (*TARGET_RULES, report_missing, consecutive_cards, city_task_behind)
TITLES = {rule.NAME: rule.TITLE for rule in RULES}


class Described(NamedTuple):
    """A rule with what it says; `text` is "" where the policy has it switched off."""

    key: str
    name: str
    text: str


def described(policy: Policy, title: Title) -> list[Described]:
    """Every rule in plain sentences, in order, so that no page writes a threshold of its own."""
    return [Described(rule.NAME, rule.TITLE, rule.described(policy, title)) for rule in RULES]


def target_severity(standing: Standing, policy: Policy) -> int | None:
    """The worst that the rules on a single target find; None for nothing."""
    found = [rule.severity(standing, policy) for rule in TARGET_RULES]
    return max((level for level in found if level is not None), default=None)


def findings(facts: Facts, standings: Sequence[Standing], policy: Policy) -> list[Finding]:
    """What every rule finds but `consecutive_cards`, which needs the others' result."""
    found = [rule.finding(s, policy) for s in standings for rule in TARGET_RULES]
    found.append(report_missing.finding(facts, standings, policy))
    found.extend(city_task_behind.finding(task, policy) for task in facts.city_tasks)
    return [finding for finding in found if finding is not None]


def escalation(facts: Facts, now: int, policy: Policy) -> Finding | None:
    return consecutive_cards.finding(facts, now, policy)
