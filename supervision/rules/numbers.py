"""Exact numbers: decimal strings in, fractions inside, rounded strings out."""

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import count

# Enough for any real figure, short enough that arithmetic stays cheap.
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?")

ZERO = Fraction(0)
ONE = Fraction(1)
ENDS = (ZERO, Fraction(100))


@lru_cache(maxsize=65536)
def parse(text: str) -> Fraction:
    """A decimal string, exactly; ValueError for exponents, signs, spaces, other digits."""
    if not DECIMAL.fullmatch(text):
        raise ValueError(text)
    whole, _, decimals = text.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def clamp(share: Fraction) -> Fraction:
    return ZERO if share.numerator <= 0 else ONE if share >= 1 else share


def share(value: Fraction, start: Fraction, end: Fraction) -> Fraction:
    """How much of the way from start to end a value has come.

    In whole numbers: a sheet asks it of every figure.
    """
    over, under = start.as_integer_ratio()
    at, parts = value.as_integer_ratio()
    to, whole = end.as_integer_ratio()
    return Fraction((at * under - over * parts) * whole, (to * under - over * whole) * parts)


def fixed(value: Fraction, places: int) -> str:
    """Rounded half away from zero to so many places; never "-0.0"."""
    return written(rounded(value.numerator, value.denominator, 10**places), places)


def rounded(whole: int, parts: int, unit: int) -> int:
    """How many of so many parts of one a fraction is, rounded half away from zero."""
    amount = (2 * abs(whole) * unit + parts) // (2 * parts)
    return -amount if whole < 0 else amount


def written(amount: int, places: int) -> str:
    digits, sign = str(abs(amount)).zfill(places + 1), "-" if amount < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def four_places(value: Fraction) -> str:
    return fixed(value, 4)


def plain(value: Fraction) -> str:
    """A finite decimal written out in full, without trailing zeros ("25", "0.1")."""
    for places in count():
        if 10**places % value.denominator == 0:
            return fixed(value, places)
    raise AssertionError  # pragma: no cover


def words(value: Fraction) -> str:
    """For sentences: at most two decimals, more only where it would read as nothing."""
    for places in count(2):
        text = fixed(value, places)
        if value == 0 or text.strip("-0."):
            return text.rstrip("0").rstrip(".")
    raise AssertionError  # pragma: no cover


def show_points(value: Fraction, thresholds: Iterable[Fraction] = (), places: int = 1) -> str:
    """Points for people, with as many decimals as keep them on their side of every threshold.

    docs/rules.md: 9.96 is not shown as 10.0; it is shown as 9.96.
    """
    whole, parts, limits = value.numerator, value.denominator, tuple(thresholds)
    for digits in count(places):
        unit = 10**digits
        shown = rounded(whole, parts, unit)
        if _same_side(whole, parts, shown, unit, limits):
            return written(shown, digits)
    raise AssertionError  # pragma: no cover


def _same_side(whole: int, parts: int, shown: int, unit: int, limits: Iterable[Fraction]) -> bool:
    """Whether a value and what is shown of it, in so many parts of one, lie alike to each limit.

    In whole numbers, as above.
    """
    for limit in limits:
        over, under = limit.as_integer_ratio()
        exact, rounded = whole * under - over * parts, shown * under - over * unit
        if exact * rounded <= 0 and (exact or rounded):
            return False
    return True


def points(value: Fraction, thresholds: Iterable[Fraction], places: int = 1) -> str:
    """The same for sentences, without trailing zeros."""
    return plain(Fraction(show_points(value, thresholds, places)))


def side_by_side(
    actual: Fraction, planned: Fraction, thresholds: Iterable[Fraction] = ()
) -> tuple[str, str, str]:
    """Two shares in percent and the points between them, such that what is printed subtracts.

    What is done is cut, or rounded where only that subtracts (2 of 3 beside all: 66.7, 100, 33.3);
    the points are rounded as in findings, and the plan is within its last decimal: only what is
    all reads 100, only what is at a threshold reads as that. What went below nothing reads 0.
    """
    done, plan, limits = max(actual, ZERO) * 100, planned * 100, tuple(thresholds)
    for places in count(1):
        unit = 10**places
        apart = Fraction(fixed(done - plan, places))
        for shown in (Fraction(done * unit // 1, unit), Fraction(fixed(done, places))):
            beside = shown - apart
            if (
                _side(done, ENDS[1]) == _side(shown, ENDS[1])
                and abs(beside - plan) * unit <= 1
                and all(_side(plan, end) == _side(beside, end) for end in ENDS)
                and all(_side(plan - done, each) == _side(-apart, each) for each in limits)
            ):
                return plain(shown), plain(beside), plain(abs(apart))
    raise AssertionError  # pragma: no cover


def _side(value: Fraction, limit: Fraction) -> int:
    return (value > limit) - (value < limit)


def threshold(start: str, included: bool) -> str:
    """Where a band begins: a bare 以上 would take the number itself in, as laws read it."""
    return f"{start}个百分点及以上" if included else f"超过{start}个百分点"
