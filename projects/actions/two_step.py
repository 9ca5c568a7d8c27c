"""Switching the second step on and off, by the person; taking it away, by the administrator.

The ledger hears who and when, and never a key or a code.
"""

import datetime as dt

from django.contrib.auth.models import Group
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.accounts import two_step
from projects.actions.accounts import end_sessions
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import RoleRule, User

CODES = 10
WRONG = "验证码不对。请看准手机上现在显示的6位数字。"


def begin(*, by: User) -> TOTPDevice:
    """A fresh key for the person's phone; it asks for nothing until it is confirmed."""
    if two_step.device_of(by):
        raise Refused("两步验证已经开启；要换手机，请先关闭。")
    TOTPDevice.objects.filter(user=by).delete()
    return TOTPDevice.objects.create(user=by, name="手机", confirmed=False)


def switch_on(*, by: User, code: str, at: dt.datetime, session: str = "") -> list[str]:
    """Confirm the phone by one of its codes; the recovery codes, told this once.

    Whoever is signed in as this person elsewhere, by the password alone, is signed out."""
    device = two_step.begun(by)
    if device is None:
        raise Refused("还没有开始设置，请重新扫描二维码。")
    if not two_step.verified(device, "".join(code.split())):
        raise Refused(WRONG)
    with transaction.atomic():
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = fresh_codes(by)
        end_sessions(by, but=session)
        log("开启两步验证", by, by, at)
    return codes


def renew_codes(*, by: User, code: str, at: dt.datetime) -> list[str]:
    """New recovery codes in place of the old."""
    if not two_step.check(by, code):
        raise Refused(WRONG)
    with transaction.atomic():
        codes = fresh_codes(by)
        log("更换恢复码", by, by, at)
    return codes


def switch_off(*, by: User, code: str, at: dt.datetime) -> None:
    """The person does without; whoever calls this has asked for the password too."""
    if not two_step.check(by, code):
        raise Refused(WRONG)
    with transaction.atomic():
        forget(by)
        log("关闭两步验证", by, by, at)


@transaction.atomic
def reset(*, person: User, by: User | None, at: dt.datetime) -> None:
    """For somebody who has lost phone and recovery codes: the password alone, from now on."""
    if two_step.device_of(person) is None:
        raise Refused("这个账号没有开启两步验证。")
    forget(person)
    end_sessions(person)
    log("重设两步验证", person, by, at)


@transaction.atomic
def demand(*, role: Group, second_step: bool, by: User, at: dt.datetime) -> None:
    """Whether all who hold the role must have a second step."""
    rule, _ = RoleRule.objects.get_or_create(role=role)
    if rule.second_step == second_step:
        return
    rule.second_step = second_step
    rule.save()
    asked = "须使用两步验证" if second_step else "不再要求两步验证"
    record(action="修改角色要求", by=by, at=at, note=f"{role.name}：{asked}", public=False)


def fresh_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="恢复码")
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def forget(person: User) -> None:
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.filter(user=person).delete()


def log(action: str, person: User, by: User | None, at: dt.datetime) -> None:
    record(action=action, by=by, at=at, note=f"{person.username}　{person.name}", public=False)
