"""The one clock: every view, command and admin page asks here and passes the time on."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, aware; the demonstration's fixed moment where one is set."""
    return settings.DEMO_CLOCK or timezone.now()


def today() -> dt.date:
    """Today's date in Asia/Shanghai."""
    return timezone.localdate(now())
