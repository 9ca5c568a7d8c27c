"""Accounts: personal, and shut at once; the log of who signed in, kept long enough."""

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, SignIn, User

# 等保2.0 asks for half a year at the least.
LEAST_DAYS = 180


def sessions_of(person: User) -> list[tuple[str, dict]]:
    """Return key and content of every session in which the person is signed in."""
    # Sessions expire by the machine's clock, whatever moment the demonstration shows.
    going = Session.objects.filter(expire_date__gte=timezone.now()).iterator()
    decoded = ((session.session_key, session.get_decoded()) for session in going)
    return [(key, said) for key, said in decoded if said.get(SESSION_KEY) == str(person.pk)]


def end_sessions(person: User, *, but: str = "") -> int:
    """Sign a person out everywhere but in the session named; return how many sessions ended."""
    keys = [key for key, _ in sessions_of(person) if key != but]
    return Session.objects.filter(session_key__in=keys).delete()[0]


@transaction.atomic
def prune_sign_ins(*, days: int, by: User | None, at: dt.datetime) -> int:
    """Delete the entries of the access log older than `days`; returns how many there were."""
    if days < LEAST_DAYS:
        raise Refused(f"登录日志至少保存{LEAST_DAYS}天，不能只留{days}天。")
    gone, _ = SignIn.objects.filter(at__lt=at - dt.timedelta(days=days)).delete()
    record(
        action=Act.PRUNE_SIGN_INS, by=by, at=at, note=f"保存{days}天，删去{gone}条", public=False
    )
    return gone
