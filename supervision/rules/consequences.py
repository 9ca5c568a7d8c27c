"""What a run of cards brings (连续两次黄牌 → 通报批评): shown to the office, never a colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from supervision.rules import months
from supervision.rules.policy import Policy
from supervision.rules.policy_parts import Consequence


@dataclass(frozen=True, slots=True)
class Triggered:
    """A consequence and the months, "2023-09", whose cards brought it."""

    consequence: Consequence
    months: tuple[str, ...]


def triggered(policy: Policy, cards: Sequence[tuple[str, str]], month: str) -> list[Triggered]:
    """What the cards up to `month` bring; `cards` are (month, colour), in any order.

    A run counts month after month: a month without a card breaks it.
    """
    colours = dict(cards)
    found = []
    for consequence in policy.consequences:
        run = consequence.run
        last = months.parse(month)
        wanted = [months.show(last - back) for back in reversed(range(len(run)))]
        if all(colours.get(m) == colour for m, colour in zip(wanted, run, strict=True)):
            found.append(Triggered(consequence, tuple(wanted)))
    return found
