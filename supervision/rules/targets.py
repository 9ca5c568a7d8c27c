"""The kinds of target (docs/rules.md *Kinds of target*), as they are known on the facts' day."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A cumulative value as the way it has come; `month` None is the baseline itself."""

    month: int | None
    way: int
    text: str  # the value as given


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a share (`coverage`), increasing or decreasing from its baseline.

    Values are held as the *way* from the baseline towards the target, in whole units of
    1/scale: a decreasing target is thereby the mirror of an increasing one, and exact
    arithmetic stays with integers. `readings` are those that exist, in the order of time.
    """

    name: str
    kind: str
    weight: Fraction
    start: int
    due: date
    measure: str
    scale: int
    direction: int  # 1, or −1 for a decreasing target
    baseline: Reading
    target: Fraction
    length: int  # the whole way
    step: int
    plan: Plan
    readings: tuple[Reading, ...]
    replanned: bool  # its plan is not its first one

    def value(self, way: int | Fraction) -> Fraction:
        """The value at which the target has come this way."""
        return self.target - self.direction * Fraction(self.length - way) / self.scale


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    weight: Fraction
    planned: int
    done: int | None


@dataclass(frozen=True, slots=True)
class Milestones:
    name: str
    weight: Fraction
    start: int
    due: date
    stages: tuple[Stage, ...]
    replanned: bool


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    weight: Fraction
    start: int
    due: date
    planned: tuple[int, ...]  # in the order of time
    ran: tuple[int, ...]
    unknown: tuple[int, ...]  # planned, and nothing has been accepted for them
    replanned: bool


@dataclass(frozen=True, slots=True)
class Undecided:
    """待定: without an approved plan a target has no figures and enters no rule."""

    name: str


Decided = Quantity | Milestones | Service
Target = Decided | Undecided
