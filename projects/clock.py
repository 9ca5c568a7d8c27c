"""The one clock: every view, command and admin page asks here and passes the time on."""

import datetime as dt
import time

from django.conf import settings
from django.utils import timezone

A_LITTLE = dt.timedelta(hours=1)  # that clocks and acts side by side may be apart
TICKS_FROM = 1_767_225_600  # 2026 in Shanghai's morning: a year of ticks is five minutes


def now() -> dt.datetime:
    """The present moment, aware; about the demonstration's fixed moment where one is set."""
    if settings.DEMO_CLOCK is None:
        return timezone.now()
    return settings.DEMO_CLOCK + (ticks() if settings.DEMO_CLOCK_TICKS else dt.timedelta())


def ticks() -> dt.timedelta:
    """What tells two acts of the demonstration apart: a millionth of a second for each tenth."""
    return dt.timedelta(microseconds=int((time.time() - TICKS_FROM) * 10))


def today() -> dt.date:
    """Today's date in Asia/Shanghai."""
    return timezone.localdate(now())
