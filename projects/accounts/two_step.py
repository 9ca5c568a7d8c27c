"""两步验证: a code from the person's own phone beside the password (docs/adr/0014-second-step.md).

The codes go by the machine's time, never by the portal's clock: the phone that makes them knows
nothing of a demonstration's fixed moment, and a code must not be good for ever.
"""

import time

from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from projects.errors import Refused
from projects.models import RoleRule, User

LONGEST_WAIT = 900


def secured(person: str) -> Exists:
    """Return whether the person that this reference names has confirmed a phone."""
    return Exists(Authenticator.objects.filter(user=OuterRef(person), type=Authenticator.Type.TOTP))


def has_phone(person: User) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def demanded(person: User) -> bool:
    """Return whether one of the person's roles asks for the second step; of superusers, always."""
    rules = RoleRule.objects.filter(second_step=True, role__user=person)
    return settings.SECOND_STEP_DEMANDED and (person.is_superuser or rules.exists())


def missing(person: User) -> bool:
    """Return whether the person has yet to set up what their role demands."""
    return demanded(person) and not has_phone(person)


def to_do_first(request) -> str:
    """Return the page that this person must see to before any other, "" where there is none."""
    provider = request.session.get("provider", {})
    if request.user.first_password and not provider:
        page = reverse("own_password")
    elif not provider.get("second_step") and missing(request.user):
        page = reverse("mfa_index")
    else:
        return ""
    always = (page, reverse("admin:logout"), reverse("admin:jsi18n"))
    return "" if request.path.startswith(always) else page


@transaction.atomic
def check(person: User, code: str) -> Authenticator | None:
    """Return what the code is of, phone or recovery codes, and use it up; None where it is wrong.

    Refused while wrong ones still have to be waited for. Used codes and wrong ones are kept with
    the phone's row: the library keeps both in the memory of one process, and there are several.
    """
    rows = Authenticator.objects.select_for_update().filter(user=person, user__is_active=True)
    held = {row.type: row for row in rows}
    phone = held.get(Authenticator.Type.TOTP)
    if phone is None:
        return None
    wait = phone.data.get("wait_until", 0) - time.time()
    if wait > 0:
        raise Refused(f"验证码连续输错，请等{waiting(wait)}再试。")
    found = by_phone(phone, code) or by_recovery(held.get(Authenticator.Type.RECOVERY_CODES), code)
    wrong = 0 if found else phone.data.get("wrong", 0) + 1
    until = time.time() + min(2 ** (wrong - 1), LONGEST_WAIT) if wrong else 0
    phone.data |= {"wrong": wrong, "wait_until": until}
    phone.save(update_fields=["data"])
    return found


def by_phone(phone: Authenticator, code: str) -> Authenticator | None:
    """Return the phone where it shows the code now; each is good once, and none before it."""
    secret, now = totp.decrypt(phone.data["secret"]), int(time.time()) // mfa.TOTP_PERIOD
    for counter in range(now - mfa.TOTP_TOLERANCE, now + mfa.TOTP_TOLERANCE + 1):
        shown = totp.format_hotp_value(totp.hotp_value(secret, counter))
        right = totp.compare_user_code(actual=code, expected=shown)
        if right and counter > phone.data.get("counter", 0):
            phone.data["counter"] = counter
            return phone
    return None


def by_recovery(codes: Authenticator | None, code: str) -> Authenticator | None:
    return codes if codes and codes.wrap().validate_code(code) else None


def waiting(seconds: float) -> str:
    return f"{int(seconds) + 1}秒" if seconds < 120 else f"{int(seconds) // 60}分钟"
