"""Guessing passwords costs: by account, by address and by network, whoever asks from where.

Beside the five failures of an account at an address, an account takes a few an hour from all
strange devices together, and a network (an IPv6 /64 as one) a few for all accounts together. A
device on which the person has signed in before is held to its own failures alone, so that strangers
lock nobody out.
"""

import datetime as dt
import secrets

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_failure_limit
from axes.models import AccessFailureLog
from django.conf import settings
from django.core import signing
from django.utils import timezone

from projects.models import User

OF_AN_ACCOUNT, OF_A_NETWORK = 10, 30  # failures in an hour
HOUR = dt.timedelta(hours=1)
COOKIE, SALT = "device", "known-device"
DAYS, MOST = 180, 5  # how long a device is known, and for how many people


class Guesses(AxesDatabaseHandler):
    def get_failures(self, request, credentials=None) -> int:
        who = get_client_username(request, credentials)
        if device := known_device(request, who):
            return failed(settings.AXES_COOLOFF_TIME, path_info=device)
        found = super().get_failures(request, credentials)
        if self.many(request, who):
            return max(found, get_failure_limit(request, credentials))
        return found

    def many(self, request, who: str) -> bool:
        if who and failed(HOUR, username=who) >= OF_AN_ACCOUNT:
            return True
        return failed(HOUR, ip_address=request.axes_ip_address) >= OF_A_NETWORK

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """A known device's failure is its own: it counts for neither account nor network."""
        if request and (device := known_device(request, get_client_username(request, credentials))):
            request.axes_path_info = device
        super().user_login_failed(sender, credentials, request=request, **kwargs)


def failed(within: dt.timedelta, **of) -> int:
    """Failures that were tried at all; what the lock turned away is not among them."""
    rows = AccessFailureLog.objects.filter(attempt_time__gt=timezone.now() - within, **of)
    return rows.count() if "path_info" in of else rows.exclude(path_info__startswith=COOKIE).count()


def forget() -> int:
    """Failures that count no longer: somebody's mistyped names are kept no longer than needed."""
    return AccessFailureLog.objects.filter(attempt_time__lt=timezone.now() - 2 * HOUR).delete()[0]


def held(request) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return {}


def known_device(request, who: str) -> str:
    """By what name this device is known to the account's person, "" where it is not."""
    devices = held(request) if who else {}
    if not devices:
        return ""
    key = User.objects.filter(username=who).values_list("pk", flat=True).first()
    return f"{COOKIE} {devices[str(key)]}" if str(key) in devices else ""


def remembered(get_response):
    """Whoever has just signed in is known on this device from now on."""

    def middleware(request):
        response = get_response(request)
        if person := getattr(request, "signed_in_now", None):
            devices = held(request)
            nonce = devices.pop(str(person.pk), None) or secrets.token_hex(8)
            devices = dict([*devices.items(), (str(person.pk), nonce)][-MOST:])
            response.set_cookie(
                COOKIE,
                signing.dumps(devices, salt=SALT),
                max_age=DAYS * 86400,
                path=settings.SESSION_COOKIE_PATH,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware
