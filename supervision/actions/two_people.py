"""What one person of the office proposes, another decides: once, and not the proposer."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from projects.errors import Refused
from projects.models import User

Said = TypeVar("Said")


def decided(
    proposal, *, confirmed: bool, reason: str, by: User, at: dt.datetime, already: str, own: str
):
    """Save and return a decision on a proposal whose row is locked; declining needs a reason."""
    decision = proposal._meta.get_field("decision")
    if hasattr(proposal, "decision"):
        raise Refused(already)
    if proposal.proposed_by_id == by.pk:
        raise Refused(own)
    if not confirmed and not reason.strip():
        raise Refused("不同意要写明意见。")
    given = {"confirmed": confirmed, "reason": reason.strip(), "by": by, "at": at}
    return decision.related_model.objects.create(**{decision.field.name: proposal}, **given)


def tried(act: Callable[[], Said]) -> Said:
    """What an act would say, so that it is refused to its proposer: it is done, and undone."""
    point = transaction.savepoint()
    said = act()
    transaction.savepoint_rollback(point)
    return said
