"""Who sent a public form is forgotten in time; each app says what of its own is to be erased."""

import datetime as dt
from collections.abc import Callable

# Each erases the names and numbers of matters finished before a moment, and tells how many.
FORGETTING: list[Callable[..., int]] = []


def forget_contacts(*, before: dt.datetime, at: dt.datetime) -> int:
    return sum(forget(before=before, by=None, at=at) for forget in FORGETTING)
