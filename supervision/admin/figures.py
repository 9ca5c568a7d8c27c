"""What was handed in, beside the plan and the month before, for whoever reads it."""

from dataclasses import dataclass

from django.utils import timezone

from projects.clock import today
from projects.numbers import plain
from supervision.entry import Figures, Line, is_behind, sheet
from supervision.models import Reading, Report, Submission


@dataclass
class Row:
    """One target of a submission; `line` is None where the sheet no longer asks for it."""

    reading: Reading
    line: Line | None

    @property
    def behind(self) -> bool:
        return self.line is not None and is_behind(self.line, self.as_figures())

    def as_figures(self):
        """The reading in the shape that the sheet is judged in."""
        return Figures(
            value=self.reading.value,
            ran=[run.month for run in self.reading.ran.all()],
            stages={stage.milestone_id: stage.month for stage in self.reading.stages.all()},
        )

    @property
    def value(self) -> str:
        reading, target = self.reading, self.reading.target
        if reading.denominator is not None:
            share = f"{plain(reading.numerator)}/{plain(reading.denominator)}"
            return f"{plain(reading.value)}%（{share}）"
        if reading.value is not None:
            return f"{plain(reading.value)}{target.measure}"
        if target.kind == target.Kind.SERVICE:
            return self.service_words()
        done = [f"{stage.milestone}（{int(stage.month[5:])}月）" for stage in reading.stages.all()]
        return "、".join(done) or "尚无节点完成"

    def service_words(self) -> str:
        months = "、".join(f"{int(run.month[5:])}月" for run in self.reading.ran.all())
        served = self.reading.served
        count = "" if served is None else f"，累计服务{served}"
        return (f"{months}已开展" if months else "本期未开展") + count

    @property
    def last(self) -> str:
        if self.line is None or not self.line.last_month:
            return "—"
        if not self.line.counted:
            return "—"
        return f"{plain(self.line.last_value)}{self.line.target.measure}"

    @property
    def added(self) -> str:
        if self.line is None or self.reading.value is None:
            return "—"
        gain = self.reading.value - self.line.last_value
        return f"{'+' if gain > 0 else ''}{plain(gain)}{self.line.target.measure}"

    @property
    def planned(self) -> str:
        line = self.line
        if line is None:
            return "—"
        if line.counted:
            return (
                "尚未开始"
                if line.planned is None
                else f"{plain(line.planned)}{line.target.measure}"
            )
        if line.target.kind == line.target.Kind.SERVICE:
            months = "、".join(f"{int(month[5:])}月" for month in line.asked_months)
            return f"{months}开展" if months else "本期无计划"
        due = [f"{s}（{int(m[5:])}月）" for s, m, _ in line.stages if m <= line.covers[-1]]
        return "、".join(due) or "尚无节点到期"

    @property
    def distance(self) -> str:
        """How far from the plan, in the target's own measure."""
        line, value = self.line, self.reading.value
        if line is None or value is None or line.planned is None:
            return "落后于计划" if self.behind else "—"
        gap = value - line.planned
        measure = line.target.measure
        if gap == 0:
            return "与计划相同"
        return f"比计划{'多' if gap > 0 else '少'}{plain(abs(gap))}{measure}"


def rows_of(submission: Submission, lines: dict[int, Line]) -> list[Row]:
    readings = submission.readings.select_related("target").prefetch_related(
        "stages__milestone", "ran"
    )
    return [Row(reading, lines.get(reading.target_id)) for reading in readings]


def beside_plan(report: Report) -> dict[int, Line]:
    """The month's lines by target, as known today."""
    return {line.target.pk: line for line in sheet(report.project, report.period, today())}


def history(report: Report) -> list[dict]:
    """Every submission with its figures and review, newest first; nothing is ever left out."""
    submissions = report.submissions.select_related("by", "review__by").order_by("-number")
    submissions = list(submissions)
    if not submissions:
        return []
    lines = beside_plan(report)
    return [
        {
            "submission": submission,
            "review": getattr(submission, "review", None),
            "late": timezone.localdate(submission.at) > report.period.due,
            "rows": rows_of(submission, lines),
        }
        for submission in submissions
    ]
