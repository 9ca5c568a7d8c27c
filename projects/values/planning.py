"""Filling a monthly plan in from the steps a planner gives."""

from collections.abc import Mapping
from decimal import Decimal

HOLD, EVEN = "按阶梯", "均匀"


def fill(
    steps: Mapping[str, Decimal],
    *,
    months: list[str],
    baseline: Decimal,
    step: Decimal,
    how: str = HOLD,
) -> dict[str, Decimal]:
    """A cumulative value for every month of `months`.

    按阶梯 holds the last value given until the next one; 均匀 goes evenly from one to the
    next, exactly, and a part of a step is not yet planned, whichever way the target goes.
    Before the first given month 按阶梯 holds `baseline`.
    """
    filled: dict[str, Decimal] = {}
    given = [month for month in months if month in steps]
    for index, month in enumerate(months):
        earlier = [m for m in given if m <= month]
        later = [m for m in given if m > month]
        value = steps[earlier[-1]] if earlier else baseline
        if how == EVEN and later and month not in steps:
            from_index = months.index(earlier[-1]) if earlier else -1
            to_index = months.index(later[0])
            gone = (steps[later[0]] - value) * (index - from_index)
            # One division, at the end, and towards the value before.
            value += gone // ((to_index - from_index) * step) * step
        filled[month] = value
    return filled
