"""Months as the text "2023-09": what plans, periods, addresses and files all carry."""

import datetime as dt
import re
from collections.abc import Iterable

from projects.values.numbers import half_width

PATTERN = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
# Not 2023.1, which a spreadsheet makes of both January and October.
OF_A_YEAR = re.compile(
    r"(20\d\d)(?:[-/年]|\.?(?=\d\d$)|\.(?=[2-9]$))(\d{1,2})(?:月|[-/]\d{1,2}|月\d{1,2}日?)?",
    re.ASCII,
)


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


def near(month: str, year: int) -> bool:
    """Whether a month lies in the year, the one before it or the two after: else a slip."""
    return year - 1 <= int(month[:4]) <= year + 2


def of_year(start: str, due: dt.date, year: int) -> bool:
    """Whether a promise of a year's list begins and ends as one may: not years before or after."""
    return year - 1 <= int(start[:4]) <= year and year <= due.year <= year + 2


def beyond(year: int) -> str:
    return f"起算月份和完成时限要在{year}年前后，请核对年份。"


def first_day(month: str) -> dt.date:
    return dt.date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> dt.date:
    return first_day(shift(month, 1)) - dt.timedelta(days=1)


def in_words(month: str) -> str:
    """Return 2023年9月."""
    return f"{int(month[:4])}年{short(month)}"


def number_in_year(month: str) -> int:
    """Return 9 for 2023-09."""
    return int(month[5:])


def short(month: str) -> str:
    """Return 9月."""
    return f"{number_in_year(month)}月"


def short_in(month: str, year: int | str) -> str:
    """Return 9月, or 2024年9月 where it is of another year than the one named."""
    return short(month) if month[:4] == str(year) else in_words(month)


def listed(months: Iterable[str]) -> str:
    """Return 2023年8月、9月、2024年1月: the year only where it changes."""
    said, year = [], ""
    for month in months:
        said.append(short_in(month, year))
        year = month[:4]
    return "、".join(said)


def run_in_words(months: list[str]) -> str:
    """Return 1—12月, or 3、6、9月 where they do not run on; of one year."""
    numbers = [number_in_year(month) for month in months]
    running = len(numbers) > 2 and months == span(months[0], months[-1])
    return f"{numbers[0]}—{numbers[-1]}月" if running else f"{'、'.join(map(str, numbers))}月"


def read_month(text: str, year: int) -> str:
    """Return the month of 2023-09, 2023年9月, 202309, 9月, 9 or a day of it, else ""."""
    text = half_width(text.strip())
    match = OF_A_YEAR.fullmatch(text)
    in_year, number = match.groups() if match else (year, text.removesuffix("月"))
    found = f"{in_year}-{number:0>2}"
    return found if is_month(found) else ""
