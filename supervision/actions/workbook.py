"""A unit's month from a workbook: the drafts of many reports at once, all of them or none."""

import datetime as dt

from django.db import transaction

from projects.errors import Refused
from projects.models import User
from projects.spreadsheets.importing import Import, Outcome
from supervision.actions.reports import save_workbook
from supervision.models import Period
from supervision.reports.workbook.compared import KEPT, TABLE, compared
from supervision.reports.workbook.incoming import taken_apart
from supervision.reports.workbook.month import reports_of


class MonthImport(Import):
    most_rows = 6_000
    keeps_problems = True

    def __init__(self, *, period: Period, by: User, at: dt.datetime, day: dt.date):
        self.period, self.by, self.at, self.day = period, by, at, day
        self.saved = 0

    def run(self, tables, name, choices) -> Outcome:
        book, problems = taken_apart(tables), []
        lines = list(compared(book, self.by, self.period, self.day))
        for line in lines:
            problems += line.drafted.problems
        problems = sorted([*book.problems, *problems], key=lambda problem: problem.place)
        planned = [
            (line.report.pk, line.report.version, line.moved, line.drafted.draft)
            for line in lines
            if line.changes
        ]
        return Outcome(lines, problems, book.remarks, planned=None if problems else planned)

    @transaction.atomic
    def apply(self, tables, name, digest, choices, planned) -> Outcome:
        """Save the drafts that were shown, at the versions they were compared with."""
        if planned is None:
            return super().apply(tables, name, digest, choices, planned)
        mine = set(reports_of(self.by, self.period, self.day).values_list("pk", flat=True))
        if any(key not in mine for key, *_ in planned):
            raise Refused("有项目不再由您单位牵头。")
        drafts = [
            (key, version, draft)
            for key, version, moved, draft in planned
            if choices.get(f"use-{key}", KEPT if moved else TABLE) == TABLE
        ]
        self.saved = save_workbook(period=self.period, drafts=drafts, by=self.by, at=self.at)
        return Outcome()
