"""票决: what ballots come to. Pure: counts in, who is chosen and who is tied out.

Those that more than half of the ballots are for stand, the most votes first, as many as there are
places; where the last place is shared by more than fit, nobody of them is in until it is decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """The ballots on the candidate with this key."""

    key: int
    yes: int
    no: int
    abstain: int

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class Result:
    """Keys chosen, the most votes first; those tied for the `open` places that are left."""

    chosen: tuple[int, ...]
    tied: tuple[int, ...] = ()
    open: int = 0


def result(
    counts: Iterable[Count], places: int, ballots: int, decided: Iterable[int] = ()
) -> Result:
    """`decided` are the tied that were chosen afterwards; they count where they fit the tie."""
    standing = sorted((each for each in counts if 2 * each.yes > ballots), key=lambda c: -c.yes)
    if len(standing) <= places:
        return Result(tuple(each.key for each in standing))
    last = standing[places - 1].yes
    if standing[places].yes < last:
        return Result(tuple(each.key for each in standing[:places]))
    above = tuple(each.key for each in standing if each.yes > last)
    tied = tuple(each.key for each in standing if each.yes == last)
    left = places - len(above)
    chosen = tuple(key for key in tied if key in set(decided))
    if len(chosen) == left:
        return Result(above + chosen)
    return Result(above, tied, left)
