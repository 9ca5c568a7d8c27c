"""疑点 since: what a report handed in would be asked now, and was not asked then.

An earlier month accepted meanwhile, another list of places or other rules change what the figures
are held against.
"""

import datetime as dt

from django.utils import timezone

from supervision.models import Reading, Submission
from supervision.reports.entry import Figures, Line, sheet
from supervision.reports.entry.figures import asked_of


def asked_anew(
    submission: Submission, at: dt.datetime, asked: list[Line] | None = None
) -> list[str]:
    """The questions, each with its target's name."""
    report = submission.report
    asked = sheet(report.project, report.period, day_of(at)) if asked is None else asked
    lines = {line.target.pk: line for line in asked}
    readings = submission.readings.prefetch_related("stages", "ran")
    return [
        f"{line.target.name}：{sentence}"
        for reading in readings.order_by("target__number")
        if (line := lines.get(reading.target_id))
        for sentence in asked_of(line, figures_of(reading))
        if sentence not in reading.asked.splitlines()
    ]


def day_of(at: dt.datetime) -> dt.date:
    return timezone.localdate(at)


def figures_of(reading: Reading) -> Figures:
    return Figures(
        value=reading.value,
        numerator=reading.numerator,
        denominator=reading.denominator,
        served=reading.served,
        ran=[run.month for run in reading.ran.all()],
        stages={stage.milestone_id: stage.month for stage in reading.stages.all()},
    )
