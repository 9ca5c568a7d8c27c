"""What may stand in a cell: text that is only ever text, and real numbers."""

import datetime as dt
import math
import re
from decimal import Decimal

from django.utils import timezone

from projects.numbers import plain

# XML 1.0 has no place for these, and half characters break every UTF-8 file.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel keeps fifteen digits of a number and 32,767 characters of a text.
MOST_DIGITS = 10**15
LONGEST = 32_000
CUT = "……（过长，已截断）"
# Full-width forms too: some spreadsheet programmes read them as the plain ones.
FORMULA_STARTS = tuple("=+-@\t＝＋－＠")


def text(value: str) -> str:
    """Text without control characters, its line ends as \\n, short enough for a cell."""
    clean = UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + CUT


def number(value: int | float | Decimal) -> int | float | str:
    """A real number; as text where a spreadsheet would lose digits of it."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) >= MOST_DIGITS:
        return str(value)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def cell(value) -> int | float | str | None:
    """A value as a workbook holds it: None, a number or text; moments in Shanghai's time."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return number(value)
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M}"
    return text(str(value)) or None


def csv_cell(value) -> str:
    """The same for a CSV file, where text that looks like a formula needs a leading quote."""
    value = cell(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return plain(Decimal(str(value)))
