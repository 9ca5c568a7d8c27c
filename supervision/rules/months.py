"""Months as integers (year × 12 + month − 1): a month later is one more."""

import re
from datetime import date, timedelta
from functools import lru_cache

MONTH = re.compile(r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])")
DAY = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=4096)
def parse(text: str) -> int:
    """ "2023-09" as an integer; ValueError for anything else."""
    if not MONTH.fullmatch(text):
        raise ValueError(text)
    return int(text[:4]) * 12 + int(text[5:]) - 1


@lru_cache(maxsize=4096)
def parse_day(text: str) -> date:
    """A date from "2023-09-30" only: fromisoformat also takes "20230930" and week forms."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


@lru_cache(maxsize=4096)
def show(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


@lru_cache(maxsize=4096)
def last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)


def words(month: int, beside: int) -> str:
    """A month for people; its year only where it differs from the one spoken of."""
    year = "" if month // 12 == beside // 12 else f"{month // 12}年"
    return f"{year}{month % 12 + 1}月"


def day_words(day: date, beside: int) -> str:
    return f"{words(of(day), beside)}{day.day}日"
