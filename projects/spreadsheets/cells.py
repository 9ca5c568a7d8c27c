"""What may stand in a cell: text that is only ever text, and real numbers."""

import datetime as dt
import re
from decimal import Decimal

from django.utils import timezone

from projects.values.numbers import plain

# XML 1.0 has no place for these, and half characters break every UTF-8 file.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel keeps fifteen digits of a number and 32,767 characters of a text.
MOST_DIGITS = 10**15
LONGEST = 32_000
CUT = "……（过长，已截断）"
# Full-width forms too: some spreadsheet programmes read them as the plain ones. What nobody sees
# may stand before: programmes pass over blanks of any width, line ends and marks.
FORMULA = re.compile("\t|[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]")


def text(value: str) -> str:
    """Text without control characters, its line ends as \\n, short enough for a cell."""
    if not value.isprintable():
        value = UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return value if len(value) <= LONGEST else value[:LONGEST] + CUT


def whole(value: int) -> int | str:
    return value if -MOST_DIGITS < value < MOST_DIGITS else str(value)


def broken(value: float) -> float | str:
    return value if -MOST_DIGITS < value < MOST_DIGITS else str(value)


def exact(value: Decimal) -> int | float | str:
    """A real number; as text where a spreadsheet would lose digits of it."""
    if not value.is_finite() or abs(value) >= MOST_DIGITS:
        return str(value)
    return int(value) if value == value.to_integral_value() else float(value)


def moment(value: dt.datetime) -> str:
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%Y-%m-%d %H:%M}"


# By exact type, as a sheet has hundreds of thousands of cells.
WAYS = {
    int: whole,
    float: broken,
    Decimal: exact,
    bool: lambda value: "是" if value else "否",
    dt.datetime: moment,
    type(None): lambda value: None,
}


def cell(value) -> int | float | str | None:
    """A value as a workbook holds it: None, a number or text; moments in Shanghai's time."""
    if type(value) is str:
        return text(value) or None
    way = WAYS.get(type(value))
    return way(value) if way else text(str(value)) or None


def csv_cell(value) -> str:
    """The same for a CSV file, where text that looks like a formula needs a leading quote."""
    value = cell(value)
    if value is None:
        return ""
    if type(value) is str:
        return f"'{value}" if FORMULA.match(value) else value
    said = str(value)
    return plain(Decimal(said)) if "e" in said else said.removesuffix(".0")
