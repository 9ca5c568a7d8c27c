"""The second step changed by the person, and taken away by the administrator.

The library has changed it in the transaction that calls; the ledger hears who and when, and never
a key or a code.
"""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction

from projects.accounts import two_step
from projects.actions.accounts import end_sessions
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, RoleRule, User


@transaction.atomic
def changed(*, action: str, by: User, at: dt.datetime, session: str) -> None:
    """Whoever is signed in as this person elsewhere, by less than is asked now, is signed out."""
    end_sessions(by, but=session)
    log(action, by, by, at)


@transaction.atomic
def reset(*, person: User, by: User | None, at: dt.datetime) -> None:
    """For somebody who has lost phone and recovery codes: the password alone, from now on."""
    if not two_step.has_phone(person):
        raise Refused("这个账号没有开启两步验证。")
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    log(Act.RESET_TWO_STEP, person, by, at)


@transaction.atomic
def demand(*, role: Group, second_step: bool, by: User, at: dt.datetime) -> None:
    """Whether all who hold the role must have a second step."""
    rule, _ = RoleRule.objects.get_or_create(role=role)
    if rule.second_step == second_step:
        return
    rule.second_step = second_step
    rule.save()
    asked = "须使用两步验证" if second_step else "不再要求两步验证"
    record(action=Act.CHANGE_ROLE, by=by, at=at, note=f"{role.name}：{asked}", public=False)


def log(action: str, person: User, by: User | None, at: dt.datetime) -> None:
    record(action=action, by=by, at=at, note=f"{person.username}　{person.name}", public=False)
