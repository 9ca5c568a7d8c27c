"""Accepting or returning many reports at once: many single acts, never another kind of act."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from projects.errors import Refused
from projects.models import User
from supervision.actions.reports import accept, return_to_unit
from supervision.models import Submission

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Judged:
    """What was judged, and what was not with the sentence why."""

    done: list[Submission] = field(default_factory=list)
    refused: list[tuple[Submission, str]] = field(default_factory=list)


def accept_many(*, submissions: Iterable[Submission], by: User, at: dt.datetime) -> Judged:
    """Accept each; one that meanwhile changed is named and nothing is written for it."""
    return each_of(submissions, lambda one: accept(submission=one, by=by, at=at))


def return_many(
    *, submissions: Iterable[Submission], reason: str, by: User, at: dt.datetime
) -> Judged:
    """Return each to its unit with the same reason."""
    if not reason.strip():
        raise Refused("退回要写明理由，牵头单位才知道改什么。")
    return each_of(
        submissions, lambda one: return_to_unit(submission=one, reason=reason, by=by, at=at)
    )


def each_of(submissions: Iterable[Submission], act) -> Judged:
    """Each in a transaction of its own, so that no lock is held from one report to the next."""
    submissions = list(submissions)
    if not submissions:
        raise Refused("请至少勾选一份报送。")
    if len(submissions) > MOST_AT_ONCE:
        raise Refused(f"一次最多办理{MOST_AT_ONCE}份，现在选了{len(submissions)}份。")
    judged = Judged()
    for submission in submissions:
        try:
            act(submission)
        except Refused as refused:
            judged.refused.append((submission, str(refused)))
        else:
            judged.done.append(submission)
    return judged
