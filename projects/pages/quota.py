"""How many public forms one address may send in a while: counted, then forgotten.

The address itself is never stored, only a keyed hash of it. The clock is the machine's, as for
sessions: the demonstration's fixed moment would never let an hour pass.
"""

import datetime as dt
import ipaddress

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from projects.errors import Refused
from projects.models import FormAttempt

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class TooMany(Refused):
    """This address, or everyone together, has written too much lately."""


def admit(address: str) -> None:
    """Count one message from an address; TooMany once its share of the hour or day is used.

    It is counted first and then looked at, so that many at once never pass together.
    """
    now, mine = timezone.now(), hashed(address)
    own = FormAttempt.objects.create(address=mine, at=now)
    lately = FormAttempt.objects.filter(at__gt=now - DAY)
    hour = lately.filter(at__gt=now - HOUR)
    if (
        hour.filter(address=mine).count() > settings.FEEDBACK_PER_HOUR
        or lately.filter(address=mine).count() > settings.FEEDBACK_PER_DAY
        or hour.count() > settings.FEEDBACK_ALL_PER_HOUR
    ):
        own.delete()
        raise TooMany("提交太频繁了，请过一小时再试；急事请拨打12345。")


def hashed(address: str) -> str:
    return salted_hmac("feedback address", network(address), algorithm="sha256").hexdigest()


def network(address: str) -> str:
    """An address as one sender: of IPv6 the /64, which a single household has to itself."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address[:100]
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def forget(before: dt.datetime) -> int:
    """Delete what was counted before a moment."""
    return FormAttempt.objects.filter(at__lt=before).delete()[0]
