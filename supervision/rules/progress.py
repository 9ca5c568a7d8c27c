"""How far a target is and how far its plan says it should be (docs/rules.md)."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from supervision.rules.numbers import ZERO, clamp
from supervision.rules.targets import Decided, Milestones, Quantity, Reading, Service, Target


@dataclass(frozen=True, slots=True)
class Standing:
    """A target at a month's end: actual and planned as shares of the way, not clamped."""

    target: Decided
    month: int
    actual: Fraction
    planned: Fraction

    @property
    def gap(self) -> Fraction:
        """How far behind its plan, 0–1, both clamped; below zero when ahead."""
        return clamp(self.planned) - clamp(self.actual)

    @property
    def done(self) -> bool:
        return self.actual.numerator >= self.actual.denominator

    @property
    def serves(self) -> bool:
        return isinstance(self.target, Service)

    @property
    def unheard(self) -> bool:
        """A quantity of which no figure ever came: it counts as its baseline."""
        return isinstance(self.target, Quantity) and not self.target.readings

    @property
    def over(self) -> bool:
        """Done, or a service after its last planned month, all that is planned being known."""
        target = self.target
        if self.done or not isinstance(target, Service):
            return self.done
        return target.planned[-1] < self.month and not target.unknown


def started(targets: Iterable[Target], month: int) -> list[Standing]:
    """Where every target stands that has a plan and has begun: only these enter the rules."""
    return [now for now in standings(targets, month) if now.target.start <= month]


def standings(targets: Iterable[Target], month: int) -> list[Standing]:
    """Where every target stands that has a plan."""
    return [standing(target, month) for target in targets if isinstance(target, Decided)]


def standing(target: Decided, month: int) -> Standing:
    if isinstance(target, Quantity):
        return standing_at(target, month, held(target, month).way)
    if isinstance(target, Milestones):
        done = (s.weight for s in target.stages if s.done is not None and s.done <= month)
        planned = (s.weight for s in target.stages if s.planned <= month)
        whole = sum((s.weight for s in target.stages), ZERO)
        return Standing(target, month, sum(done, ZERO) / whole, sum(planned, ZERO) / whole)
    months = len(target.planned)
    ran, due = bisect_right(target.ran, month), len(known_months(target, month))
    return Standing(target, month, Fraction(ran, months), Fraction(due, months))


def known_months(target: Service, month: int) -> list[int]:
    """The months planned so far of which it is known whether the service ran."""
    return [each for each in target.planned if each <= month and each not in target.unknown]


def standing_at(target: Quantity, month: int, way: int) -> Standing:
    """Where a quantity stands that has come this way."""
    planned = Fraction(target.plan.at(month)) / target.length
    return Standing(target, month, Fraction(way, target.length), planned)


def held(target: Quantity, month: int) -> Reading:
    """The month's reading, else the last before it, else the baseline."""
    for reading in reversed(target.readings):
        if reading.month is not None and reading.month <= month:
            return reading
    return target.baseline


def first_planned(target: Decided) -> int:
    """The first month, not before `start`, by whose end something is planned and known."""
    if isinstance(target, Quantity):
        # Plans never fall back, so the corners still on the baseline come first.
        level = target.plan.ways.count(0)
        month = target.plan.months[level - 1] + 1 if level else target.start
    elif isinstance(target, Milestones):
        month = min(stage.planned for stage in target.stages)
    else:
        month = next(each for each in target.planned if each not in target.unknown)
    return max(month, target.start)


def roll_up(standings: Iterable[Standing]) -> tuple[Fraction, Fraction] | None:
    """Actual and planned of a project: weighted means of the clamped values; None of none."""
    weights = actual = planned = ZERO
    for s in standings:
        weights += s.target.weight
        actual += s.target.weight * clamp(s.actual)
        planned += s.target.weight * clamp(s.planned)
    return (actual / weights, planned / weights) if weights else None


def reported(target: Target) -> bool:
    """Whether anything has come in for a target with a plan (docs/rules.md, colour null)."""
    if isinstance(target, Quantity):
        return bool(target.readings)
    if isinstance(target, Milestones):
        return any(stage.done is not None for stage in target.stages)
    return isinstance(target, Service) and bool(target.ran)
