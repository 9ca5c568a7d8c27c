"""“为什么是这张牌”: everything that explains a card to the unit that got it."""

import json
from dataclasses import dataclass, field

from projects.models import Plan
from supervision import bridge
from supervision.models import Card, Submission
from supervision.rules import Facts, Policy
from supervision.rules.explain import Formula, Margin, formulas, margins, plain_sentence


@dataclass
class TargetExplained:
    """One target: its part of the verdict, the sums, the distance, the plan version."""

    verdict: dict
    formula: Formula | None
    margin: Margin | None
    plan: Plan | None


@dataclass
class Explanation:
    """`facts` and `verdict` are the JSON objects of DESIGN §8; `sentence` comes first."""

    card: Card
    facts: dict
    verdict: dict
    policy: Policy
    sentence: str
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
        targets=explained_targets(card, verdict.to_json(), facts, policy),
        submission=counted_submission(card),
        history=list(
            Card.everything.filter(
                project=card.project_id, period__programme=card.period.programme_id
            )
            .select_related("period")
            .defer("facts", "verdict")
            .order_by("period__month", "version")
        ),
    )


def explained_targets(card: Card, verdict: dict, facts: Facts, policy: Policy) -> list:
    sums = {formula.target: formula for formula in formulas(facts, policy)}
    distances = {margin.target: margin for margin in margins(facts, policy)}
    plans = plans_in_force(card)
    return [
        TargetExplained(
            verdict=target,
            formula=sums.get(target["name"]),
            margin=distances.get(target["name"]),
            plan=plans.get(target["name"]),
        )
        for target in verdict["targets"]
    ]


def plans_in_force(card: Card) -> dict[str, Plan]:
    """The plan versions the card rested on, by target name."""
    plans = Plan.objects.filter(
        target__project=card.project_id,
        effective__lte=card.period.month,
        recorded_at__lt=bridge.end_of(card.as_of),
    )
    ordered = plans.select_related("target").order_by("version")
    return {plan.target.name: plan for plan in ordered}


def counted_submission(card: Card) -> Submission | None:
    """The accepted report the card's month rested on."""
    submissions = Submission.objects.filter(
        report__period=card.period_id,
        report__project=card.project_id,
        review__verdict="accepted",
        review__at__lt=bridge.end_of(card.as_of),
    )
    return submissions.select_related("review", "by").order_by("number").last()
