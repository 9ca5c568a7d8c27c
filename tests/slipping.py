"""A 督办单 through its three hands: drafted, checked by another, signed by a leader."""

import datetime as dt

from projects.models import User
from supervision.actions import slips
from supervision.models import Slip
from tests.factories import make_user, moment

SIGNER = "演示签发人"


def checker() -> User:
    return User.objects.filter(username="核稿人").first() or make_user(
        "核稿人", role="督查", name="演示核稿人"
    )


def signed(slip: Slip, *, by: User, at: dt.datetime, **changes) -> Slip:
    """Signed as drafted, or with `changes` (demand, due, mend_by, addressee) written by `by`."""
    if changes:
        kept = {name: getattr(slip, name) for name in ("demand", "due", "mend_by")}
        slip = slips.edit_draft(slip=slip, **kept | changes, by=by, at=at)
    slip = slips.check_draft(slip=slip, by=checker(), at=at)
    return slips.issue(slip=slip, signer=SIGNER, by=by, at=at)


def cleared(slip: Slip, reason: str, *, by: User, at: dt.datetime) -> Slip:
    slips.propose_clearing(slip=slip, reason=reason, by=by, at=at)
    return slips.decide_clearing(slip=slip, confirmed=True, reason="", by=checker(), at=at)


def answered(world, slip, deadline: str, at: str) -> None:
    given = slips.Answer("流标。", "加班。", dt.date.fromisoformat(deadline), "演示负责人")
    slips.answer(slip=slip, given=given, by=world.owner, at=moment(at))
