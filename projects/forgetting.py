"""Deleting by age: never by a clock that has leapt."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from projects.clock import A_LITTLE
from projects.errors import Refused

LEAP = dt.timedelta(days=5)  # a timer that runs every night is never further apart


def refuse_a_leap(what: str, at: dt.datetime, *, clock_is_right: bool) -> None:
    """Refuse to delete by age what the machine's clock may only think is old.

    Each run of `what` leaves its moment in a file; where the next comes many days later, or
    before it, somebody looks at the clock first. A run that is refused leaves no mark.
    """
    path = settings.FORGOTTEN / f"{what}.last"
    last = dt.datetime.fromisoformat(path.read_text()) if path.exists() else None
    if last and not clock_is_right and not -A_LITTLE <= at - last <= LEAP:
        raise Refused(
            f"上次清理是{timezone.localtime(last):%Y-%m-%d %H:%M}，现在的时钟是"
            f"{timezone.localtime(at):%Y-%m-%d %H:%M}，相差太多，时钟可能走错了，没有清理。"
            "请先核对服务器的时钟（timedatectl）；时钟没有错的，加 --clock-is-right 再执行一次。"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(at.isoformat())
