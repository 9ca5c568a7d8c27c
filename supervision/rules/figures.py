"""A target's figures in the verdict, in the fixed form of docs/rules.md."""

from fractions import Fraction
from typing import Any

from supervision.rules import months
from supervision.rules.numbers import four_places
from supervision.rules.progress import held, standing
from supervision.rules.schedule import Forecast, forecast, schedule
from supervision.rules.targets import Milestones, Quantity, Target, Undecided
from supervision.rules.wording import months_late, next_stage

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
