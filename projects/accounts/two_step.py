"""两步验证: a code from the person's own phone beside the password (docs/adr/0014-second-step.md).

The codes go by the machine's time, never by the portal's clock: the phone that makes them knows
nothing of a demonstration's fixed moment, and a code must not be good for ever.
"""

import re

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.errors import Refused
from projects.models import RoleRule, User


def device_of(person: User) -> TOTPDevice | None:
    """The phone that the person has confirmed; None where there is no second step."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).first()


def begun(person: User) -> TOTPDevice | None:
    """The phone that is being set up."""
    return TOTPDevice.objects.filter(user=person, confirmed=False).first()


def codes_left(person: User) -> int:
    """How many recovery codes have not been used."""
    device = StaticDevice.objects.filter(user=person).first()
    return device.token_set.count() if device else 0


def demanded(person: User) -> bool:
    """Whether one of the person's roles asks for the second step."""
    return RoleRule.objects.filter(second_step=True, role__user=person).exists()


def missing(person: User) -> bool:
    """Whether the person has yet to set up what their role demands."""
    return demanded(person) and device_of(person) is None


def check(person: User, text: str) -> bool:
    """Whether the code is right: of the phone, or one of the recovery codes, which is used up.

    Refused while wrong ones still have to be waited for. Every wrong code doubles the wait, in
    whatever session or from whatever address it comes: that is kept with the device. Not to be
    called inside an action's transaction, which would undo the count of a wrong one.
    """
    code = "".join(char for char in text if char.isalnum()).lower()
    kind = TOTPDevice if re.fullmatch(r"[0-9]{6}", code) else StaticDevice
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=person, confirmed=True).first()
        return device is not None and verified(device, code)


def verified(device: TOTPDevice | StaticDevice, code: str) -> bool:
    allowed, why = device.verify_is_allowed()
    if not allowed:
        seconds = round((why["locked_until"] - timezone.now()).total_seconds()) + 1
        raise Refused(f"验证码连续输错，请等{waiting(seconds)}再试。")
    return device.verify_token(code[:16])


def waiting(seconds: int) -> str:
    return f"{seconds}秒" if seconds < 120 else f"{seconds // 60}分钟"
