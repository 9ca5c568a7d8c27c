"""Moments of the demonstration, Asia/Shanghai."""

import datetime as dt

from django.utils import timezone


def at(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def on(day: dt.date, clock: str) -> dt.datetime:
    return at(f"{day.isoformat()} {clock}")
