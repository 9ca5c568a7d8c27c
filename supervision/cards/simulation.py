"""规则试算: what would have changed under another policy; nothing is written."""

import json
from dataclasses import dataclass

from projects.models import Project
from supervision.cards import bridge
from supervision.models import Card, Period, cards_of
from supervision.rules import Policy


@dataclass
class Changed:
    """A card that would have another colour, and why."""

    card: Card
    colour: str
    label: str
    reasons: list[str]

    @property
    def project(self) -> Project:
        return self.card.project

    @property
    def month(self) -> str:
        return self.card.period.month


@dataclass
class Simulation:
    """How many cards each colour would have, before and after, and those that change."""

    before: dict[str, int]
    after: dict[str, int]
    changed: list[Changed]


def simulate(policy: Policy, periods: list[Period]) -> Simulation:
    """Replay closed months, in order, under a policy as if it had judged the whole year.

    Earlier months that were not chosen are replayed too, for runs of cards, but not counted.
    """
    result = Simulation({}, {}, [])
    chosen = {period.pk for period in periods}
    earlier: dict[int, list[dict]] = {}
    for period in up_to_last(periods):
        for card in cards_of(period):
            facts = json.loads(card.facts)
            facts["previous_cards"] = earlier.setdefault(card.project_id, [])
            verdict = bridge.under(facts, policy)
            if period.pk in chosen:
                note(result, card, verdict)
            if verdict["colour"]:
                earlier[card.project_id] = [
                    *facts["previous_cards"],
                    {"month": period.month, "colour": verdict["colour"]},
                ]
    return result


def up_to_last(periods: list[Period]):
    """The closed months of the same programmes, up to the last one chosen, in order."""
    return Period.everything.closed().filter(
        programme__in={period.programme_id for period in periods},
        month__lte=max((period.month for period in periods), default=""),
    )


def note(result: Simulation, card: Card, verdict: dict) -> None:
    colour = verdict["colour"] or ""
    result.before[card.colour] = result.before.get(card.colour, 0) + 1
    result.after[colour] = result.after.get(colour, 0) + 1
    # The label too: 阶梯's blue is a reminder, 三色's is praise.
    if (colour, verdict["label"]) != (card.colour, card.label):
        reasons = [finding["text"] for finding in verdict["findings"] if finding["severity"]]
        result.changed.append(Changed(card, colour, verdict["label"], reasons))
