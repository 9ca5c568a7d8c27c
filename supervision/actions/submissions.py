"""A month's sheet read strictly, and kept as an immutable submission."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from projects.errors import Refused
from projects.models import User
from supervision.models import (
    Reading,
    Report,
    ServiceMonth,
    StageDone,
    StageFinish,
    Submission,
)
from supervision.reports.entry import SHEET, Entry, Figures, Line, read, sheet
from supervision.reports.narratives import former_narrative


class NotReady(Refused):
    """A month that cannot be handed in yet; `entry` says what is wrong, field by field."""

    def __init__(self, entry: Entry):
        super().__init__(f"还有{len(entry.errors)}处需要填写或核对，本月尚未报送。")
        self.entry = entry


@dataclass
class Sheet:
    """A draft that was read, and found to be in order."""

    draft: dict
    lines: list[Line]
    entry: Entry


def read_strictly(
    report: Report,
    draft: dict,
    at: dt.datetime,
    also: dict[str, str] | None = None,
    lines: list[Line] | None = None,
) -> Sheet:
    """The draft's figures; NotReady with all that is wrong, and what is `also` lacking."""
    if lines is None:
        lines = sheet(report.project, report.period, timezone.localdate(at))
    entry = read(lines, draft, former_narrative(report), report.encloses)
    entry.errors |= also or {}
    if entry.errors:
        raise NotReady(entry)
    return Sheet(draft, lines, entry)


def keep(
    report: Report, given: Sheet, by: User, at: dt.datetime, correction: str, on_behalf: str = ""
) -> tuple[Submission, list]:
    """The sheet as an immutable submission, and all the rows that were added."""
    submission, readings = drawn_up(report, given, by, at)
    submission.number, submission.correction = report.submissions.count() + 1, correction
    submission.on_behalf = on_behalf
    submission.save()
    rows = [submission]
    for reading, _ in readings:
        reading.submission = submission
    Reading.objects.bulk_create(reading for reading, _ in readings)
    for reading, figures in readings:
        stages = [
            StageDone(reading=reading, milestone_id=key, month=month)
            for key, month in figures.stages.items()
        ]
        finishes = [
            StageFinish(reading=reading, milestone_id=key, day=day)
            for key, day in figures.finishes.items()
        ]
        months = [ServiceMonth(reading=reading, month=month) for month in figures.ran]
        rows += [
            reading,
            *StageDone.objects.bulk_create(stages),
            *StageFinish.objects.bulk_create(finishes),
            *ServiceMonth.objects.bulk_create(months),
        ]
    for scan in unused_scans(report):
        scan.submission = submission
        scan.save(update_fields=["submission"])
        rows.append(scan)
    report.draft, report.state = given.draft, Report.State.SUBMITTED
    stamp(report, by, at)
    return submission, rows


def unused_scans(report: Report):
    """Stamped scans that came with no submission yet: each submission takes one of its own."""
    return report.evidence.filter(scan=True, submission=None, withdrawn_at=None)


def drawn_up(
    report: Report, given: Sheet, by: User, at: dt.datetime
) -> tuple[Submission, list[tuple[Reading, Figures]]]:
    """The submission and its readings, not stored: what would be, or will be, handed in."""
    draft, entry = given.draft, given.entry
    submission = Submission(
        report=report,
        progress=draft.get("progress", "").strip(),
        next_steps=draft.get("next", "").strip(),
        asked="\n".join(entry.doubts.get(SHEET, [])),
        doubt=draft.get("doubt", "").strip() if SHEET in entry.doubts else "",
        unit_name=report.unit.name,
        at=at,
        by=by,
    )
    return submission, [
        (reading_of(line, given), entry.figures[line.key])
        for line in given.lines
        if line.key in entry.figures
    ]


def reading_of(line: Line, given: Sheet) -> Reading:
    entry, typed = given.entry, given.draft.get("targets", {}).get(line.key, {})
    figures = entry.figures[line.key]
    return Reading(
        target=line.target,
        value=figures.value,
        numerator=figures.numerator,
        denominator=figures.denominator,
        served=figures.served,
        cause=typed.get("cause", "").strip() if figures.behind else "",
        objective=figures.behind and bool(typed.get("objective")),
        measures=typed.get("measures", "").strip() if figures.behind else "",
        finish=figures.finish,
        asked="\n".join(entry.doubts.get(line.key, [])),
        doubt=typed.get("doubt", "").strip() if line.key in entry.doubts else "",
    )


def stamp(report: Report, by: User, at: dt.datetime) -> None:
    report.version += 1
    report.changed_by, report.changed_at = by, at
    report.save(update_fields=["draft", "state", "version", "changed_by", "changed_at"])
