"""后果提示: what runs of cards bring under the policy of each month; internal, never a colour."""

from collections import defaultdict
from dataclasses import dataclass

from projects.models import Programme, Project
from supervision.cards.bridge import policy_of
from supervision.models import Card, CardOverride, CardPolicy, ShownCard
from supervision.models.correction import last_over
from supervision.rules import Policy
from supervision.rules.consequences import triggered
from supervision.rules.policy_parts import Consequence


@dataclass
class Brought:
    """A consequence, whose cards brought it, and in which months; the last one completed it."""

    project: Project
    unit: str
    consequence: Consequence
    months: tuple[str, ...]
    policy: CardPolicy

    @property
    def month(self) -> str:
        return self.months[-1]


def consequences(programme: Programme) -> list[Brought]:
    """Every consequence of the closed months, the latest month first.

    Cards in force count, under the overrides in force. A change of preset ends a run, as it
    does for the rules: the same colour means another thing there.
    """
    rules: dict[int, Policy] = {}
    found = []
    for cards in cards_by_project(programme).values():
        run: list[Card] = []
        for card in cards:
            if run and run[-1].policy.name != card.policy.name:
                run = []
            run.append(card)
            if card.policy_id not in rules:
                rules[card.policy_id] = policy_of(card.policy)
            found += brought_by(run, rules[card.policy_id])
    found.sort(key=lambda brought: brought.project.number)
    return sorted(found, key=lambda brought: brought.month, reverse=True)


def brought_by(run: list[Card], policy: Policy) -> list[Brought]:
    """What a project's last card brings, together with those before it."""
    last = run[-1]
    colours = [(card.period.month, card.colour) for card in run]
    return [
        Brought(last.project, last.unit_name, each.consequence, each.months, last.policy)
        for each in triggered(policy, colours, last.period.month)
    ]


def cards_by_project(programme: Programme) -> dict[int, list[Card]]:
    """The cards in force of the closed months, in order, each in the colour that holds."""
    cards = Card.everything.filter(period__programme=programme).in_force()
    cards = cards.select_related("period", "policy", "project").defer("facts", "verdict")
    own = CardOverride.objects.filter(project__programme=programme)
    overrides = own.confirmed().by_project()
    found: dict[int, list[Card]] = defaultdict(list)
    for card in cards.order_by("period__month"):
        override = last_over(overrides[card.project_id], card.period.month)
        card.colour = ShownCard.of(card, override).colour
        found[card.project_id].append(card)
    return found
