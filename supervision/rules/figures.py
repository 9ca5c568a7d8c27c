"""A target's figures in the verdict (docs/rules.md), earned schedule and forecast among them."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from supervision.rules import months
from supervision.rules.numbers import four_places
from supervision.rules.progress import held, standing
from supervision.rules.targets import Milestones, Quantity, Target, Undecided
from supervision.rules.wording import months_late, next_stage

PACE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Schedule:
    """ES, AT and SPI(t); the first and last None where docs/rules.md has no earned schedule."""

    earned: Fraction | None
    elapsed: int
    spi_t: Fraction | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Months (as integers) in which the work would be done; `latest` None: 看不到完成时间."""

    earliest: int
    latest: int | None
    needed_per_month: Fraction | None


def schedule(target: Quantity, month: int) -> Schedule:
    elapsed = max(month - target.start + 1, 0)
    earned = _earned(target, held(target, month).way, elapsed) if elapsed else None
    return Schedule(earned, elapsed, None if earned is None else earned / elapsed)


def forecast(target: Quantity, month: int, now: Schedule) -> Forecast | None:
    """None before the third month, with fewer than two readings, nothing earned or all done."""
    way = held(target, month).way
    missing = target.length - way
    readings = sum(r.month is not None and r.month <= month for r in target.readings)
    if now.earned is None or now.elapsed < PACE_MONTHS or readings < 2 or missing <= 0:
        return None
    length = ceil(_reached(target, target.length))
    ends = [now.elapsed + length - now.earned, length * now.elapsed / now.earned]
    pace = way - held(target, month - PACE_MONTHS).way
    if pace > 0:
        ends.append(now.elapsed + Fraction(missing * PACE_MONTHS, pace))
    # A moment within the n-th month, or at its very end, falls in that month.
    done_in = [target.start - 1 + ceil(end) for end in ends]
    left = months.of(target.due) - month
    return Forecast(
        earliest=min(done_in),
        latest=max(done_in) if pace > 0 else None,
        needed_per_month=Fraction(missing, target.scale * left) if left > 0 else None,
    )


def _earned(target: Quantity, way: int, elapsed: int) -> Fraction | None:
    """ES: the time at which the plan has come this way; on a flat stretch, nearest AT."""
    ways = target.plan.ways
    if way <= 0 or way >= ways[-1]:
        return None
    first, after = bisect_left(ways, way), bisect_right(ways, way)
    if first < after:
        flat = target.plan.months[first], target.plan.months[after - 1]
        earned = Fraction(min(max(elapsed, _time(target, flat[0])), _time(target, flat[1])))
    else:
        earned = _reached(target, way)
    # A plan given from before `start` may have come this far before time began.
    return earned if earned > 0 else None


def _reached(target: Quantity, way: int) -> Fraction:
    """When the plan first comes this way; PD is the month of it for the whole way."""
    corners, ways = target.plan.months, target.plan.ways
    after = bisect_left(ways, way)
    if after == 0:
        return Fraction(_time(target, corners[0]))
    rise, run = ways[after] - ways[after - 1], corners[after] - corners[after - 1]
    return _time(target, corners[after - 1]) + Fraction((way - ways[after - 1]) * run, rise)


def _time(target: Quantity, month: int) -> int:
    return month - target.start + 1


EMPTY: dict[str, Any] = {
    "actual": None,
    "planned": None,
    "deviation": None,
    "value": None,
    "value_month": None,
    "carried": False,
    "earned_months": None,
    "elapsed_months": None,
    "spi_t": None,
    "forecast": None,
}


def figures(target: Target, month: int) -> dict[str, Any]:
    """Stages and services have no value, earned schedule or forecast; 待定 has no figures."""
    if isinstance(target, Undecided):
        return {"name": target.name, **EMPTY}
    now = standing(target, month)
    found = {"name": target.name, **EMPTY, **shares((now.actual, now.planned))}
    found["elapsed_months"] = max(month - target.start + 1, 0)
    if isinstance(target, Quantity):
        found |= _quantity(target, month)
    if isinstance(target, Milestones):
        found["next_stage"] = _next_stage(target, month)
    return found


def shares(of: tuple[Fraction, Fraction] | None) -> dict[str, str | None]:
    """Actual, planned and deviation, which is rounded itself and not from rounded ones."""
    if of is None:
        return {"actual": None, "planned": None, "deviation": None}
    actual, planned = of
    return {
        "actual": four_places(actual),
        "planned": four_places(planned),
        "deviation": four_places(actual - planned),
    }


def _quantity(target: Quantity, month: int) -> dict[str, Any]:
    reading, time = held(target, month), schedule(target, month)
    return {
        "value": reading.text,
        "value_month": None if reading.month is None else months.show(reading.month),
        "carried": reading.month != month,
        "earned_months": None if time.earned is None else four_places(time.earned),
        "spi_t": None if time.spi_t is None else four_places(time.spi_t),
        "forecast": _forecast(forecast(target, month, time)),
    }


def _forecast(found: Forecast | None) -> dict[str, str | None] | None:
    if found is None:
        return None
    needed = found.needed_per_month
    return {
        "earliest": months.show(found.earliest),
        "latest": None if found.latest is None else months.show(found.latest),
        "needed_per_month": None if needed is None else four_places(needed),
    }


def _next_stage(target: Milestones, month: int) -> dict[str, Any] | None:
    stage = next_stage(target, month)
    if stage is None:
        return None
    return {
        "name": stage.name,
        "planned": months.show(stage.planned),
        "months_late": months_late(stage, month),
    }
