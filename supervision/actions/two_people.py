"""What one person of the office proposes, another decides: once, and not the proposer."""

import datetime as dt

from projects.errors import Refused
from projects.models import User


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
