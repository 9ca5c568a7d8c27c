"""Months in which nothing but the same was said, told once."""

from dataclasses import dataclass
from itertools import groupby

FEWEST = 3


@dataclass(frozen=True)
class Run:
    """Months running of one colour and one sentence, the latest first."""

    lines: list

    @property
    def first(self) -> str:
        return self.lines[-1].period.month

    @property
    def last(self) -> str:
        return self.lines[0].period.month

    @property
    def card(self):
        return self.lines[0].card

    @property
    def phrases(self) -> list[str]:
        return self.lines[0].phrases


def folded(story: list) -> list:
    """A project's story, with what repeats itself month after month as a run of its months."""
    found = []
    for same, group in groupby(story, key=sameness):
        lines = list(group)
        found += [Run(lines)] if same and len(lines) >= FEWEST else lines
    return found


def sameness(line) -> tuple | None:
    """What a month has in common with others; None where it has something of its own to say."""
    card = getattr(line, "card", None)
    if card is None or not line.phrases or line.turn or line.sentence or line.photos:
        return None
    if line.reworded or card.corrected or card.decided or card.missing:
        return None
    return card.grade, tuple(line.phrases)
