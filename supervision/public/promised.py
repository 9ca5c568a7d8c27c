"""A promised day, as the calendar tells it."""

import datetime as dt
from dataclasses import dataclass

from projects.models import Project


@dataclass(frozen=True)
class Promised:
    """A day by which something is to be kept; `at` is when that was last decided anew."""

    key: str
    project: Project
    what: str
    day: dt.date
    told: str
    at: dt.datetime
    sequence: int
    cancelled: bool = False
