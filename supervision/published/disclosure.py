"""Disclosure control: which counts of people may be told, all of a project's year together.

A count of 1 to 9 people is not told. Nor is a count from which one could be had: each that is
told is nothing or at least ten away from every other told of the same series, in whatever month
or version it stands, so that no month's step, no correction and no growth over a baseline is a
small group. Of a share of a known whole the rest is a count as well. A sum is told only where
each of its terms is (`whole`), so that there is nothing to subtract. In what order is decided:
as the counts were accepted, so that what is told once is never taken back. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

FEWEST = 10
# What stands for a count of 1 to 9, and for any other that would give one away.
WITHHELD, UNTOLD = "不足10", "不公布"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Count:
    """People counted; of a share, `rest` are those of the whole who are not."""

    value: Decimal
    rest: Decimal = ZERO


def few(count) -> bool:
    """Whether a count of people is too small to be said: 1 to 9, whichever way it goes."""
    return 0 < abs(count) < FEWEST


def told(counts: Iterable[Count], baseline: Decimal = ZERO) -> frozenset[Count]:
    """Of a series' counts, in the order in which they were accepted, those that may be told."""
    marks, found = {ZERO, baseline}, set()
    for count in counts:
        near = any(few(count.value - mark) for mark in marks)
        if few(count.rest) or (near and count.value not in marks):
            continue
        marks.add(count.value)
        found.add(count)
    return frozenset(found)


def in_place_of(value: Decimal, baseline: Decimal = ZERO) -> str:
    """What is said where a count is not told."""
    return WITHHELD if few(value) or few(value - baseline) else UNTOLD


def hidden(text) -> bool:
    """Whether a stored text stands for a count that is not told."""
    return text in (WITHHELD, UNTOLD)


def all_told(values: Iterable) -> bool:
    """Whether a sum of these may be told: each of them is."""
    return not any(map(hidden, values))
