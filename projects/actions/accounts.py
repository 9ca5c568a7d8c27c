"""Accounts: personal, and shut at once; the log of who signed in, kept long enough."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import SignIn, User

# 等保2.0 asks for half a year at the least.
LEAST_DAYS = 180


def end_sessions(person: User, *, but: str = "") -> int:
    """Sign a person out everywhere but in the session named; returns how many sessions ended."""
    ended = 0
    # Sessions expire by the machine's clock, whatever moment the demonstration shows.
    others = Session.objects.filter(expire_date__gte=timezone.now()).exclude(session_key=but)
    for session in others.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
            ended += 1
    return ended


@transaction.atomic
def prune_sign_ins(*, days: int, by: User | None, at: dt.datetime) -> int:
    """Delete the entries of the access log older than `days`; returns how many there were."""
    if days < LEAST_DAYS:
        raise Refused(f"登录日志至少保存{LEAST_DAYS}天，不能只留{days}天。")
    gone, _ = SignIn.objects.filter(at__lt=at - dt.timedelta(days=days)).delete()
    record(action="登录日志清理", by=by, at=at, note=f"保存{days}天，删去{gone}条")
    return gone
