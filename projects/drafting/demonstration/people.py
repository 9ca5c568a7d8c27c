"""Who acts in it: the people whom the demonstration's year made."""

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from projects.models import LeadUnit, User
from projects.uploads import Checked

MINUTES = Checked(
    "演示会议纪要.pdf",
    b"%PDF-1.4\n% \xe6\xbc\x94\xe7\xa4\xba\n%%EOF\n",
    False,
)


def at(text: str) -> dt.datetime:
    return timezone.make_aware(parse_datetime(text))


def unit(slug: str) -> LeadUnit:
    return LeadUnit.objects.get(slug=slug)


def clerk_of(slug: str) -> User:
    return User.objects.filter(posts__unit__slug=slug, posts__post="clerk").order_by("pk").first()


def officers() -> list[User]:
    return list(User.objects.filter(groups__name="督查").order_by("pk"))
