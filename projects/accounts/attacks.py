"""Signs of an attack in the access log, as those who keep the accounts are told of them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from projects.models import SignIn, User

# So many in a day are no slip of the hand; a lock is told each time.
MANY = 10
MOST_NAMED = 8
Kind = SignIn.Kind


@dataclass(frozen=True)
class Sign:
    """How much of one kind was seen; `note` names the accounts of ours among them."""

    kind: str
    words: str
    count: int
    note: str = ""


def signs(first: dt.date, last: dt.date) -> list[Sign]:
    """What of it was seen from the first day to the last, and nothing that was not."""
    start, end = (
        timezone.make_aware(dt.datetime.combine(day, dt.time()))
        for day in (first, last + dt.timedelta(days=1))
    )
    rows = SignIn.objects.filter(at__gte=start, at__lt=end).order_by()
    locked = set(rows.filter(kind=Kind.LOCKED).values_list("username", flat=True))
    forged = rows.filter(kind=Kind.FORGED).count()
    refused = rows.filter(kind=Kind.DENIED).values("username").annotate(times=Count("pk"))
    often = set(refused.filter(times__gte=MANY).values_list("username", flat=True))
    found = [
        Sign(Kind.LOCKED, "账号被锁定", len(locked), named(locked)),
        Sign(Kind.DENIED, "账号反复打开不属于它的内容", len(often), named(often)),
        Sign(Kind.FORGED, "伪造的表单", forged if forged >= MANY else 0),
    ]
    return [each for each in found if each.count]


def named(usernames: set[str]) -> str:
    """Of names that anybody may have typed, those that are accounts."""
    people = list(User.objects.filter(username__in=usernames).order_by("username"))
    more = f"等{len(people)}人" if len(people) > MOST_NAMED else ""
    return "、".join(map(str, people[:MOST_NAMED])) + more
