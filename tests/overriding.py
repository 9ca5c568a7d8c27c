"""亮牌认定: proposed by one of the office, confirmed by a second."""

import datetime as dt

from projects.models import Project, User
from supervision.actions.overrides import decide_override, propose_override
from supervision.models import CardOverride
from tests.factories import make_officer


def propose(project: Project, *, by: User, at: dt.datetime, **kw) -> CardOverride:
    """Another colour for September, blue unless told otherwise."""
    kw = {
        "colour": "blue",
        "first": "2023-09",
        "last": "2023-10",
        "reason": "汛期停工属客观原因",
        "basis_kind": "minutes",
        "basis": "演示会议纪要〔2023〕5号",
        **kw,
    }
    return propose_override(project=project, by=by, at=at, **kw)


def confirm(override: CardOverride, at: dt.datetime, by: User | None = None) -> None:
    by = by or User.objects.filter(username="second").first() or make_officer("second")
    decide_override(override=override, confirmed=True, reason="", by=by, at=at)


def overridden(project: Project, *, by: User, at: dt.datetime, **kw) -> CardOverride:
    """Proposed, and confirmed at the same moment."""
    override = propose(project, by=by, at=at, **kw)
    confirm(override, at)
    return override
