"""“为什么是这张牌”: everything that explains a card to the unit that got it."""

import json
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Q

from projects.models import Plan, TargetTerms
from projects.values.days import end_of
from supervision.cards import bridge
from supervision.cards.naming import by_judged_name
from supervision.models import Card, Submission
from supervision.rules import Facts, Policy
from supervision.rules.explain import (
    Formula,
    Margin,
    formulas,
    margins,
    plain_sentence,
    project_shares,
)
from supervision.rules.notes import notes


@dataclass
class TargetExplained:
    """One target: its part of the verdict, the sums, the distance, the plan version."""

    verdict: dict
    formula: Formula | None
    margin: Margin | None
    plan: Plan | None
    terms: TargetTerms | None


@dataclass
class Explanation:
    """`facts` and `verdict` are the JSON objects of docs/rules.md; `sentence` comes first.

    `shares` are the project's exact actual and planned; None where nothing is planned yet.
    """

    card: Card
    facts: dict
    verdict: dict
    policy: Policy
    sentence: str
    shares: tuple[Fraction, Fraction] | None
    notes: list[str]
    targets: list[TargetExplained]
    submission: Submission | None
    history: list[Card] = field(default_factory=list)


def explain(card: Card) -> Explanation:
    facts, policy, verdict = bridge.replayed(card)
    return Explanation(
        card=card,
        facts=json.loads(card.facts),
        verdict=verdict.to_json(),
        policy=policy,
        sentence=plain_sentence(facts, verdict),
        shares=project_shares(facts),
        notes=[note.text for note in notes(facts, policy)],
        targets=explained_targets(card, verdict.to_json(), facts, policy),
        submission=counted_submission(card),
        history=history_of(card),
    )


def history_of(card: Card) -> list[Card]:
    """Every version of every month's card, each with the correction that made it."""
    cards = Card.everything.filter(
        project=card.project_id, period__programme=card.period.programme_id
    )
    cards = cards.select_related("period", "corrected_by__correction__submission")
    return list(cards.defer("facts", "verdict").order_by("period__month", "version"))


def explained_targets(card: Card, verdict: dict, facts: Facts, policy: Policy) -> list:
    sums = {formula.target: formula for formula in formulas(facts, policy)}
    distances = {margin.target: margin for margin in margins(facts, policy)}
    plans, terms = in_force(card, verdict, Plan), in_force(card, verdict, TargetTerms)
    return [
        TargetExplained(
            verdict=target,
            formula=sums.get(target["name"]),
            margin=distances.get(target["name"]),
            plan=plans.get(target["name"]),
            terms=terms.get(target["name"]),
        )
        for target in verdict["targets"]
    ]


def known_to(card: Card, field: str) -> Q:
    """What was recorded when the card was computed: by its day, and not later on that day."""
    until = {f"{field}__lt": end_of(card.as_of), f"{field}__lte": card.computed_at}
    return Q(**until)


def in_force(card: Card, verdict: dict, model) -> dict:
    """The plan or terms versions the card rested on, by target name."""
    rows = model.objects.filter(
        known_to(card, "recorded_at"),
        target__project=card.project_id,
        effective__lte=card.period.month,
    )
    rows = rows.select_related("target").order_by("target__number", "version")
    last = {row.target_id: row for row in rows}
    names = by_judged_name(verdict["targets"], [row.target for row in last.values()])
    return {name: last[target.pk] for name, target in names.items()}


def counted_submission(card: Card) -> Submission | None:
    """The accepted report the card's month rested on."""
    submissions = Submission.objects.filter(
        known_to(card, "review__at"),
        report__period=card.period_id,
        report__project=card.project_id,
        review__verdict="accepted",
    )
    return submissions.select_related("review__by", "by").order_by("number").last()
