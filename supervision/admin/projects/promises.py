"""Every change of a programme's promises, told in words: the original is never replaced."""

import datetime as dt
from dataclasses import dataclass

from projects.models import Programme, Project, Target, User
from supervision.actions.adjustments import course_words
from supervision.models import Adjustment
from supervision.published.adjusted import adjustments


@dataclass(frozen=True)
class Change:
    """One approved change; authority, meeting and document stand in `basis`."""

    project: Project | None
    about: str
    what: str
    basis: str
    effective: str
    reason: str
    at: dt.datetime
    by: User | None
    proposed_by: User | None


def changes_of(programme: Programme) -> list[Change]:
    """Terms, plans, quotas and courses changed, the latest recorded first."""
    first, every = proposers(programme), adjustments(programme, targets=Target.everything.all())
    found = [
        Change(
            project=each.project,
            about=each.about,
            what=each.in_line,
            basis=each.basis,
            effective=each.effective,
            reason=each.reason,
            at=each.at,
            by=each.by,
            proposed_by=first.get(each.at),
        )
        for each in every.changed
    ]
    found += [
        Change(
            project=change.project,
            about="整个项目",
            what=course_words(change),
            basis="，".join((change.approved_by, change.meeting, change.document)),
            effective=change.effective,
            reason=change.reason,
            at=change.recorded_at,
            by=change.recorded_by,
            proposed_by=first.get(change.recorded_at),
        )
        for change in every.courses
    ]
    return sorted(found[::-1], key=lambda change: change.at, reverse=True)


def proposers(programme: Programme) -> dict[dt.datetime, User]:
    """Who proposed what was confirmed at a moment."""
    rows = Adjustment.objects.filter(programme=programme, decision__confirmed=True)
    return {
        row.decision.at: row.proposed_by for row in rows.select_related("proposed_by", "decision")
    }
