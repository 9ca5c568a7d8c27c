"""报送纪律: whether each unit's reports came, and when — apart from how the work is going."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from projects.models import Programme
from supervision.models import Period, Report, Review, Submission
from supervision.recorded import end_of

T = TypeVar("T")


@dataclass
class Discipline:
    """A unit's reports over a year; the lists hold (month, project), `returns` one each time."""

    unit: str
    asked: int = 0
    on_time: int = 0
    returns: list[tuple[str, str]] = field(default_factory=list)
    late: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)

    @property
    def returned(self) -> int:
        return len(self.returns)


def discipline(programme: Programme, today) -> list[Discipline]:
    """Each unit's record over the months whose due day is over, by name.

    A report is on time if something stood handed in at the end of the due day: one sent back
    only afterwards was on time, and its next version is not late.
    """
    return list(recorded(over(programme, today), by_unit).values())


def by_project(programme: Programme, today) -> dict[int, Discipline]:
    """The same for each project, whichever units reported it, by its key."""
    return recorded(over(programme, today), lambda report: report.project_id)


def discipline_of(period: Period) -> list[Discipline]:
    """Each unit's record of one closed month: its reports are no longer handed in."""
    return list(recorded([period], by_unit).values())


def over(programme: Programme, today):
    return programme.periods.filter(due__lt=today)


def by_unit(report: Report) -> str:
    return report.unit.name


def recorded(periods: Iterable[Period], key: Callable[[Report], T]) -> dict[T, Discipline]:
    periods = {period.pk: period for period in periods}
    handed_in = submissions(periods)
    found: dict[T, Discipline] = {}
    reports = Report.objects.filter(period__in=periods).select_related("unit", "project", "period")
    for report in reports.order_by("unit__name", "period__month", "project__number"):
        row = found.setdefault(key(report), Discipline(report.unit.name))
        count(row, report, periods[report.period_id], handed_in[report.pk])
    return found


def submissions(periods: Iterable[int]) -> dict[int, list[Submission]]:
    """Ordinary submissions by report key, in order; corrections are no matter of time."""
    rows = Submission.objects.filter(report__period__in=periods, correction="")
    found = defaultdict(list)
    for submission in rows.select_related("review").order_by("number"):
        found[submission.report_id].append(submission)
    return found


def count(row: Discipline, report: Report, period: Period, handed_in: list[Submission]) -> None:
    row.asked += 1
    where = period.month, str(report.project)
    row.returns += [where for submission in handed_in if is_returned(submission)]
    if stood_when_due(handed_in, period):
        row.on_time += 1
    elif any(not is_returned(submission) for submission in handed_in):
        row.late.append(where)
    else:
        row.missing.append(where)


def is_returned(submission: Submission) -> bool:
    review = getattr(submission, "review", None)
    return review is not None and review.verdict == Review.Verdict.RETURNED


def stood_when_due(handed_in: list[Submission], period: Period) -> bool:
    cutoff = end_of(period.due)
    return any(
        submission.at < cutoff and not (is_returned(submission) and submission.review.at < cutoff)
        for submission in handed_in
    )
