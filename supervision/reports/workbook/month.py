"""A unit's month in bulk: each report with its lines, a batch at a time, so that memory is flat."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from projects.models import User
from supervision import scope
from supervision.models import Period, Report
from supervision.reports import draft as drafts
from supervision.reports.entry import Line, sheets
from supervision.reports.narratives import former_narratives

BATCH = 50


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
    return named(scope.own_reports(person, day).filter(period=period))


def named(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With what pages and workbooks name, in the notice's order."""
    related = reports.select_related("project", "period", "unit", "changed_by")
    return related.order_by("project__number")


def items(keys: list[int], period: Period, day: dt.date) -> Iterator[Item]:
    """The reports with these keys, which the person was found to fill in."""
    for start in range(0, len(keys), BATCH):
        yield from batch_of(keys[start : start + BATCH], period, day)


def batch_of(keys: list[int], period: Period, day: dt.date) -> Iterator[Item]:
    """A function of its own, so that one batch is let go before the next is read."""
    batch = list(named(Report.objects.filter(pk__in=keys)))
    lines = sheets([report.project for report in batch], period, day)
    former = former_narratives([report.project_id for report in batch], period)
    for report in batch:
        project = report.project_id
        yield Item(report, lines[project], former.get(project, ""))
