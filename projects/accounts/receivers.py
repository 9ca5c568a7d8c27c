"""The access log: Django's sign-in signals are the one place that knows of every attempt."""

import datetime as dt

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from projects.clock import now
from projects.models import SignIn
from projects.values.network import address_of


def log(kind: str, username: str, request) -> None:
    meta = request.META if request else {}
    SignIn.objects.create(
        at=now(),
        kind=kind,
        username=clean(username)[:150],
        address=(address_of(request) if request else "") or None,
        agent=clean(meta.get("HTTP_USER_AGENT", ""))[:200],
    )


def clean(text: str) -> str:
    """Text that every database takes."""
    return "".join(char for char in text or "" if char.isprintable())


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs):
    request.signed_in_now = user
    # By the machine's time, as sessions go, whatever moment the demonstration shows.
    request.session["began"] = timezone.now().timestamp()
    request.session["from"] = [address_of(request), clean(request.META.get("HTTP_USER_AGENT", ""))]
    # Django has just noted the machine's time; in a demonstration that is years away.
    user.last_login = now()
    user.save(update_fields=["last_login"])
    log(SignIn.Kind.IN, user.get_username(), request)


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs):
    if user:
        log(SignIn.Kind.OUT, user.get_username(), request)


@receiver(user_login_failed)
def failed(sender, credentials, request=None, second_step=False, **kwargs):
    kind = SignIn.Kind.CODE if second_step else SignIn.Kind.FAILED
    log(kind, credentials.get("username", ""), request)


@receiver(user_locked_out)
def locked(sender, request=None, username="", **kwargs):
    """Once an hour: whatever is tried while an account is locked adds nothing."""
    before, name = now() - dt.timedelta(hours=1), clean(username)[:150]
    if not SignIn.objects.filter(kind=SignIn.Kind.LOCKED, username=name, at__gt=before).exists():
        log(SignIn.Kind.LOCKED, name, request)
