"""A unit's month: each report with its lines, and what its form shows now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from projects.models import User
from supervision import scope
from supervision.models import Period, Report
from supervision.reports import draft as drafts
from supervision.reports.entry import Line, sheets
from supervision.reports.narratives import former_narratives


@dataclass
class Item:
    """One report; `draft` is what its form shows now."""

    report: Report
    lines: list[Line]
    former: str

    @property
    def draft(self) -> dict:
        return self.report.draft or drafts.blank(self.lines)


def reports_of(person: User, period: Period, day: dt.date) -> QuerySet[Report]:
    """The reports of the month that the person's units lead, in whatever state."""
    reports = scope.own_reports(person, day).filter(period=period)
    related = reports.select_related("project", "period", "unit", "changed_by")
    return related.order_by("project__number")


def items(reports: Iterable[Report], period: Period, day: dt.date) -> list[Item]:
    reports = list(reports)
    lines = sheets([report.project for report in reports], period, day)
    former = former_narratives([report.project_id for report in reports], period)
    return [
        Item(report, lines[report.project_id], former.get(report.project_id, ""))
        for report in reports
    ]
