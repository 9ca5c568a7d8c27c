"""Days as people type them, in any of the usual ways, and the box they are entered in."""

import datetime as dt
import re

from django import forms

from projects.values.numbers import FULL_WIDTH

PATTERN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)


class BadDay(ValueError):
    """Not a day; its text is the Chinese sentence to show."""


def read_day(text: str) -> dt.date:
    """2023-12-20, 2023/12/20, 2023.12.20 or 2023年12月20日, digits full-width or not."""
    found = PATTERN.fullmatch(text.strip().translate(FULL_WIDTH))
    try:
        year, month, day = map(int, found.groups()) if found else (0, 0, 0)
        return dt.date(year, month, day)
    except ValueError:
        raise BadDay(f"“{text[:20]}”不是日期，请写成 2023-12-20。") from None


def short(day: dt.date) -> str:
    """11月6日, without the zeros that %m and %d would put before it."""
    return f"{day.month}月{day.day}日"


class Day(forms.DateField):
    """The browser's own calendar; one without it gives what was typed."""

    def __init__(self, **kw):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **kw)

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_day(value)
        except BadDay as wrong:
            raise forms.ValidationError(str(wrong), code="invalid") from wrong
