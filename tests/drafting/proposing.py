"""Calls and proposals of a made-up year, for tests."""

import datetime as dt

from projects.drafting.actions import calls, candidates, proposals, stages
from projects.drafting.actions.candidates import Picked
from projects.drafting.models import Drafting, Outcome, Proposal
from projects.drafting.stages import Stage
from tests.drafting.lists import AT, make_drafting

NOTICE = "现征集2024年民生实事项目建议，欢迎提出。"


def make_begun(by, **kw) -> Drafting:
    drafting = make_drafting(by, origin=Drafting.Origin.OWN, **kw)
    stages.begin(drafting=drafting, days={}, by=by, at=AT)
    return drafting


def make_call(drafting, by, audience="residents", **kw):
    given = {
        "opens": dt.date(2024, 1, 10), "closes": dt.date(2024, 1, 31), "asked": "最想办的事",
        "notice": NOTICE, **kw,
    }  # fmt: skip
    return calls.call(drafting=drafting, audience=audience, **given, by=by, at=AT)


def make_proposal(drafting, by, title="增设充电桩", **kw) -> Proposal:
    given = {"source": "resident", "way": "paper", **kw}
    answers = {"title": title, "content": f"{title}10处。", **given.pop("answers", {})}
    return proposals.enter(drafting=drafting, answers=answers, **given, by=by, at=AT)


def picked(*rows: Proposal) -> list[Picked]:
    """As a page opened now would show them."""
    return [Picked(row, last.pk if (last := row.outcomes.last()) else 0) for row in rows]


def merged(drafting, by, *rows, title="增设充电桩", **kw):
    given = {"drafting": drafting, "picked": picked(*rows), "title": title, **kw}
    return candidates.merge(**given, by=by, at=AT)


def refused_outcome(drafting, by, row, reason="不属于区级权限。"):
    decision = candidates.Decision(Outcome.Kind.NOT, reason)
    return candidates.decide(drafting=drafting, picked=picked(row), decision=decision, by=by, at=AT)


def moved(drafting, to: Stage, by, reason=""):
    return stages.move(drafting=drafting, to=to, reason=reason, by=by, at=AT)
