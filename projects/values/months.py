"""Months as the text "2023-09": what plans, periods, addresses and files all carry."""

import datetime as dt
import re

PATTERN = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def is_month(text: str) -> bool:
    return PATTERN.fullmatch(text) is not None


def month_of(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def shift(month: str, by: int) -> str:
    """The month `by` months later (earlier where negative)."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def span(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both included; empty when last comes before first."""
    months = []
    while first <= last:
        months.append(first)
        first = shift(first, 1)
    return months


def first_day(month: str) -> dt.date:
    return dt.date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> dt.date:
    return first_day(shift(month, 1)) - dt.timedelta(days=1)


def in_words(month: str) -> str:
    """The month as 2023年9月."""
    return f"{int(month[:4])}年{int(month[5:])}月"
