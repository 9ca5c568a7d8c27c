"""The approved plan of a quantity, as corners joined by straight lines (docs/rules.md)."""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """The way planned by each month's end, in a target's units, in the order of time."""

    months: tuple[int, ...]
    ways: tuple[int, ...]

    def at(self, month: int) -> int | Fraction:
        """Straight between two corners; level before the first and after the last."""
        after = bisect_right(self.months, month)
        before = max(after - 1, 0)
        if after in (0, len(self.months)) or self.months[before] == month:
            return self.ways[before]
        rise = self.ways[after] - self.ways[before]
        part = Fraction(month - self.months[before], self.months[after] - self.months[before])
        return self.ways[before] + rise * part
