"""What was handed in, beside the plan and the month before, for whoever reads it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils import timezone

from projects.clock import today
from projects.models import Milestone, StandIn, User
from projects.values.months import short
from projects.values.numbers import plain
from supervision.actions.submissions import Sheet, drawn_up
from supervision.models import Period, Reading, Report, Submission
from supervision.reports.entry import Figures, Line, is_behind, read, sheet
from supervision.reports.narratives import former_narrative

SUBMISSIONS = 20  # told on one page


@dataclass
class Row:
    """One target of a submission; `line` is None where the sheet no longer asks for it.

    `ran` are months, `stages` the stages done with their months, `days` those promised for stages.
    """

    reading: Reading
    line: Line | None
    ran: list[str] = field(default_factory=list)
    stages: list[tuple[Milestone, str]] = field(default_factory=list)
    days: list[tuple[Milestone, dt.date]] = field(default_factory=list)

    @property
    def behind(self) -> bool:
        return self.line is not None and is_behind(self.line, self.as_figures())

    def as_figures(self):
        """The reading in the shape that the sheet is judged in."""
        return Figures(
            value=self.reading.value,
            ran=self.ran,
            stages={milestone.pk: month for milestone, month in self.stages},
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
        done = [f"{milestone}（{short(month)}）" for milestone, month in self.stages]
        return "、".join(done) or "尚无节点完成"

    def service_words(self) -> str:
        months = "、".join(short(month) for month in self.ran)
        served = self.reading.served
        count = "" if served is None else f"，累计服务{plain(served)}"
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
            months = "、".join(short(month) for month in line.asked_months)
            return f"{months}开展" if months else "本期无计划"
        due = [f"{s}（{short(m)}）" for s, m, _ in line.stages if m <= line.covers[-1]]
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


def shown_rows(readings, lines: dict[int, Line]) -> list[Row]:
    return [
        Row(
            reading,
            lines.get(reading.target_id),
            [run.month for run in reading.ran.all()],
            [(stage.milestone, stage.month) for stage in reading.stages.all()],
            [(each.milestone, each.day) for each in reading.finishes.all()],
        )
        for reading in readings
    ]


def handed_in(period: Period) -> list[dict]:
    """What each project of a month handed in last, in a fixed number of queries."""
    reports = period.reports.select_related("project", "unit").prefetch_related(
        "submissions__by", "submissions__review", "submissions__readings__target",
        "submissions__readings__stages__milestone", "submissions__readings__ran",
        "submissions__readings__finishes__milestone",
    )  # fmt: skip
    found = []
    for report in reports.order_by("project__number"):
        submissions = sorted(report.submissions.all(), key=lambda row: row.number)
        last = submissions[-1] if submissions else None
        rows = shown_rows(last.readings.all(), {}) if last else []
        found.append({"report": report, "submission": last, "rows": rows})
    return found


def proposed(report: Report, draft: dict, by: User, at: dt.datetime) -> dict:
    """A draft as it would stand handed in; `wrong` is what keeps it from that."""
    lines = sheet(report.project, report.period, today())
    entry = read(lines, draft, former_narrative(report), report.encloses)
    submission, readings = drawn_up(report, Sheet(draft, lines, entry), by, at)
    by_target = {line.target.pk: line for line in lines}
    return {
        "submission": submission,
        "rows": [
            proposed_row(reading, by_target[reading.target_id], figures)
            for reading, figures in readings
        ],
        "wrong": list(entry.errors.values()),
    }


def proposed_row(reading: Reading, line: Line, figures: Figures) -> Row:
    done = figures.stages
    planned = [stage for stage, *_ in line.stages] if done or figures.finishes else []
    stages = [(stage, done[stage.pk]) for stage in planned if stage.pk in done]
    days = [(stage, own) for stage in planned if (own := figures.finishes.get(stage.pk))]
    return Row(reading, line, figures.ran, stages, days)


def beside_plan(report: Report) -> dict[int, Line]:
    """The month's lines by target, as known today."""
    return {line.target.pk: line for line in sheet(report.project, report.period, today())}


def history(report: Report, asked: str = "") -> Page:
    """Every submission with its figures and review, newest first, some to a page.

    Nothing is ever left out; what was sent back a hundred times asks no more of the database.
    """
    submissions = report.submissions.select_related("by", "review__by", "signing__request__by")
    submissions = submissions.prefetch_related(
        "scans", "readings__target", "readings__stages__milestone",
        "readings__finishes__milestone", "readings__ran",
    )  # fmt: skip
    found = Paginator(submissions.order_by("-number"), SUBMISSIONS).get_page(asked)
    found.object_list = told(report, list(found.object_list))
    return found


def told(report: Report, submissions: list[Submission]) -> list[dict]:
    if not submissions:
        return []
    lines = beside_plan(report)
    stood = stood_for(report, submissions)
    return [
        {
            "submission": submission,
            "review": getattr(submission, "review", None),
            "signing": (signing := getattr(submission, "signing", None)),
            "stood_for": stood(submission.by_id, submission.at),
            "signed_for": stood(signing.by_id, signing.at) if signing else "",
            "late": timezone.localdate(submission.at) > report.period.due,
            "rows": shown_rows(submission.readings.all(), lines),
        }
        for submission in submissions
    ]


def stood_for(report: Report, submissions: list[Submission]) -> Callable:
    """How to say for whom a person of the unit stood in (AB角) at a moment; "" for nobody."""
    rows = StandIn.objects.filter(post__unit=report.unit_id).select_related("post__person")
    first = min(timezone.localdate(each.at) for each in submissions)
    rows = list(rows.filter(until__gte=first).order_by("pk"))

    def said(person: int | None, at: dt.datetime) -> str:
        day = timezone.localdate(at)
        own = [row for row in rows if row.stand_in_id == person and row.since <= day <= row.until]
        return "、".join(f"代{row.post.person}" for row in own)

    return said
