"""Days: as people type them, as they read them, and the box they are entered in."""

import datetime as dt
import re

from django import forms
from django.utils import timezone

from projects.values.numbers import half_width
from projects.values.text import clean

PATTERN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)

FIRST_YEAR, LAST_YEAR = 1900, 2099  # the rules read no other day


class BadDay(ValueError):
    """Not a day; its text is the Chinese sentence to show."""


def read_day(text: str) -> dt.date:
    """2023-12-20, 2023/12/20, 2023.12.20 or 2023年12月20日, digits full-width or not."""
    found = PATTERN.fullmatch(half_width(clean(text).strip()))
    try:
        year, month, day = map(int, found.groups()) if found else (0, 0, 0)
        read = dt.date(year, month, day)
    except ValueError:
        raise BadDay(f"“{text[:20]}”不是日期，请写成 2023-12-20。") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDay(f"“{text[:20]}”不在{FIRST_YEAR}年到{LAST_YEAR}年之间，请核对年份。")
    return read


def in_words(day: dt.date | None) -> str:
    """Return 2023年11月6日, without the zeros of %m and %d; "" for no day."""
    return f"{day.year}年{short(day)}" if day else ""


def short(day: dt.date) -> str:
    """Return 11月6日."""
    return f"{day.month}月{day.day}日"


def short_in(day: dt.date, year: int) -> str:
    """Return the day without its year where that is the one named."""
    return short(day) if day.year == year else in_words(day)


def moment_in_words(at: dt.datetime) -> str:
    """Return 2023年11月6日10:00, Asia/Shanghai."""
    at = timezone.localtime(at)
    return f"{in_words(at)}{at:%H:%M}"


def end_of(day: dt.date) -> dt.datetime:
    """Return the first moment after the day, Asia/Shanghai."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


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
