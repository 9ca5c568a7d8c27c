"""The parts of a policy, each read strictly from its JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from supervision.rules import shape
from supervision.rules.shape import FactsError

WORST = 3


@dataclass(frozen=True, slots=True)
class Band:
    """From this number on (above it, when not included) a finding has this severity."""

    start: Fraction
    included: bool
    severity: int


@dataclass(frozen=True, slots=True)
class SmallQuantity:
    """At most so many steps in all and so many short of plan: never above this severity."""

    steps: Fraction
    short: Fraction
    at_most: int


@dataclass(frozen=True, slots=True)
class Run:
    """After a card of one of these colours, this severity now becomes that one."""

    before: tuple[str, ...]
    now: int
    severity: int


@dataclass(frozen=True, slots=True)
class Look:
    """A severity's colour and words; `turns` is what clearing a worse card leads to."""

    colour: str
    card: str
    public: str
    internal: str
    turns: str


@dataclass(frozen=True, slots=True)
class ProgressWords:
    """Words for better than on time (docs/rules.md); `ahead_points` and more are 超序时."""

    done: str
    done_early: str
    ahead: str
    not_due: str
    ahead_points: Fraction


@dataclass(frozen=True, slots=True)
class Consequence:
    """Internal: what cards of these colours in months running lead to."""

    run: tuple[str, ...]
    when: str
    then: str
    points: str


def severity_in(bands: Sequence[Band], number: Fraction | int) -> int | None:
    """The severity of the last band that the number has reached; None below the first."""
    found = None
    for band in bands:
        if number > band.start or (band.included and number == band.start):
            found = band.severity
    return found


def severity(value: object, where: str) -> int:
    return shape.whole_number(value, f"{where}的级别", 0, WORST)


def bands(value: object, where: str) -> tuple[Band, ...]:
    """Rising, and never milder further on, so that better never looks worse."""
    found = tuple(_band(entry, where) for entry in shape.items(value, where))
    for one, next_one in pairwise(found):
        rising = (one.start, not one.included) < (next_one.start, not next_one.included)
        if not rising or one.severity > next_one.severity:
            raise FactsError(f"{where}各档应由小到大，级别不得由重变轻。")
    return found


def _band(value: object, where: str) -> Band:
    given = shape.fields(value, where, ("from", "included", "severity"))
    start = shape.positive(given["from"], f"{where}的起点（from）")
    return Band(
        start,
        shape.truth(given["included"], f"{where}的included"),
        severity(given["severity"], where),
    )


def small_quantity(value: object, where: str) -> SmallQuantity | None:
    if value is None:
        return None
    given = shape.fields(value, where, ("steps", "short", "at_most"))
    steps = shape.positive(given["steps"], f"{where}的总步数（steps）")
    short = shape.positive(given["short"], f"{where}的欠步数（short）")
    return SmallQuantity(steps, short, severity(given["at_most"], where))


def run(value: object, where: str) -> Run:
    given = shape.fields(value, where, ("before", "now", "severity"))
    before = colours(given["before"], f"{where}的上月颜色（before）")
    now = severity(given["now"], f"{where}本月")
    return Run(before, now, severity(given["severity"], where))


def colours(value: object, where: str) -> tuple[str, ...]:
    return tuple(shape.choice(entry, where, shape.COLOURS) for entry in shape.items(value, where))


def look(value: object, where: str) -> Look:
    given = shape.fields(value, where, ("colour", "card", "public", "internal", "turns"))
    words = {key: shape.text(given[key], f"{where}的{key}") for key in ("public", "turns")}
    for key in ("card", "internal"):
        words[key] = shape.text(given[key], f"{where}的{key}") if given[key] != "" else ""
    return Look(colour=shape.choice(given["colour"], f"{where}的颜色", shape.COLOURS), **words)


def progress_words(value: object, where: str) -> ProgressWords:
    keys = ("done", "done_early", "ahead", "not_due")
    given = shape.fields(value, where, (*keys, "ahead_points"))
    words = {key: shape.text(given[key], f"{where}的{key}") for key in keys}
    points = shape.positive(given["ahead_points"], f"{where}的ahead_points")
    return ProgressWords(ahead_points=points, **words)


def consequence(value: object, where: str) -> Consequence:
    given = shape.fields(value, where, ("run", "when", "then", "points"))
    when, then = (shape.text(given[key], f"{where}的{key}") for key in ("when", "then"))
    points = shape.text(given["points"], f"{where}的points") if given["points"] != "" else ""
    return Consequence(colours(given["run"], f"{where}的run"), when, then, points)
