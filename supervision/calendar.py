"""Working days: what the office entered, else a maintained calendar of Chinese public holidays.

Each question asks the rows once; whoever asks many times hands in `own`, read once.
"""

import datetime as dt
from collections.abc import Mapping

import chinese_calendar

from projects.values.months import first_day, shift
from supervision.models import CalendarDay

DUE_DAY = 5
Own = Mapping[dt.date, bool]


def entered() -> dict[dt.date, bool]:
    """Whether offices work on the days that the office entered."""
    return dict(CalendarDay.objects.order_by("pk").values_list("day", "working"))


def is_workday(day: dt.date, own: Own | None = None) -> bool:
    """Whether offices work on the day; in years that nobody knows, Monday to Friday."""
    own = entered() if own is None else own
    if day in own:
        return own[day]
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def announced(day: dt.date, own: Own | None = None) -> bool:
    """Whether the holidays of the day's year are known, by the library or from the office."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        own = entered() if own is None else own
        return any(each.year == day.year for each in own)
    return True


def guessed(*days: dt.date | None) -> str:
    """What is said beside days of years whose holidays nobody entered; "" where all are known."""
    own = entered()
    years = sorted({day.year for day in days if day and not announced(day, own)})
    named = "、".join(f"{year}年" for year in years)
    return f"{named}的放假安排还没有登记，日子按周一至周五推算，可能落在节假日里。" if named else ""


def due_day(month: str) -> dt.date:
    """The 5th of the month after, moved to the next working day."""
    day, own = first_day(shift(month, 1)).replace(day=DUE_DAY), entered()
    while not is_workday(day, own):
        day += dt.timedelta(days=1)
    return day


def working_days_after(day: dt.date, count: int, own: Own | None = None) -> dt.date:
    """Return the day on which the `count`th working day after `day` falls; `day` for none."""
    own = entered() if own is None and count > 0 else own
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_workday(day, own)
    return day
