"""Who is asked by a call, by which address, and who has not answered."""

import datetime as dt

from django.core.signing import Signer
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import constant_time_compare

from projects.drafting.models import Call, NothingProposed, Proposal
from projects.models import LeadUnit, current

DEPUTIES_SALT = "call to deputies"


def silent_units(call: Call, day: dt.date):
    """The units of the day that neither proposed anything nor said that they have nothing."""
    own = {"call": call, "unit": OuterRef("pk")}
    answered = Exists(Proposal.objects.filter(**own)) | Exists(
        NothingProposed.objects.filter(**own)
    )
    return LeadUnit.objects.filter(current(day), ~Q(answered)).order_by("pk")


def to_units(day: dt.date):
    """Calls to units that have begun, of lists on their way."""
    rows = Call.objects.with_end().filter(audience=Call.Audience.UNITS, opens__lte=day)
    return rows.filter(drafting__state="open").select_related("drafting")


def deputies_key(call: Call, renewals: int | None = None) -> str:
    """What the address of the deputies' form ends in: only who was sent it has it.

    Each renewal makes another; `renewals` tells one of before.
    """
    count = call.renewals.count() if renewals is None else renewals
    return Signer(salt=DEPUTIES_SALT).signature(f"{call.pk}.{count}" if count else str(call.pk))


def was_deputies_key(call: Call, key: str) -> bool:
    """Whether a key is one that a renewal took away."""
    earlier = range(call.renewals.count())
    return any(constant_time_compare(key, deputies_key(call, each)) for each in earlier)
