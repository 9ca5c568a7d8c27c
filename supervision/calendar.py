"""Working days, from a maintained calendar of Chinese public holidays."""

import datetime as dt

import chinese_calendar

from projects.values.months import first_day, shift

DUE_DAY = 5


def is_workday(day: dt.date) -> bool:
    """Whether offices work on the day; beyond the calendar's years, Monday to Friday."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def announced(day: dt.date) -> bool:
    """Whether the holidays of the day's year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def due_day(month: str) -> dt.date:
    """The 5th of the month after, moved to the next working day."""
    day = first_day(shift(month, 1)).replace(day=DUE_DAY)
    while not is_workday(day):
        day += dt.timedelta(days=1)
    return day


def working_days_after(day: dt.date, count: int) -> dt.date:
    """Return the day on which the `count`th working day after `day` falls; `day` for none."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_workday(day)
    return day
