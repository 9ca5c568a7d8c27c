"""A project as known on a day, beside what is known now."""

import datetime as dt
from dataclasses import dataclass

from projects.models import Plan, Project, ProjectChange, TargetTerms
from projects.values.numbers import plain
from supervision.cards import recorded
from supervision.cards.history import Cell, cells_known, periods_known
from supervision.models import Submission


@dataclass(frozen=True)
class TargetSide:
    name: str
    terms: TargetTerms
    plan: Plan | None

    @property
    def value(self) -> str:
        terms = self.terms
        return "" if terms.value is None else f"{plain(terms.value)}{terms.target.measure}"


@dataclass(frozen=True)
class MonthSide:
    """A month's card and its last report; `state` as it stood on the day."""

    month: str
    cell: Cell | None
    submission: Submission | None
    state: str


@dataclass(frozen=True)
class Side:
    """All that was recorded by the end of a day."""

    words: str
    day: dt.date
    state: str
    targets: list[TargetSide]
    months: list[MonthSide]


def sides_of(project: Project, known: dt.date | None, today: dt.date, at) -> list[Side]:
    """当时 beside 现在, or 现在 alone."""
    sides = [side(project, known, "当时所知", at)] if known else []
    return [*sides, side(project, today, "现在所知", at)]


def side(project: Project, day: dt.date, words: str, at) -> Side:
    until = recorded.end_of(day)
    return Side(
        words, day, state(project, until), targets(project, until), months(project, day, at)
    )


def state(project: Project, until: dt.datetime) -> str:
    change = project.changes.filter(recorded_at__lt=until).order_by("recorded_at").last()
    return (change or ProjectChange(state=Project.State.ONGOING)).get_state_display()


def targets(project: Project, until: dt.datetime) -> list[TargetSide]:
    by_then = {"target__project": project, "recorded_at__lt": until}
    terms = TargetTerms.objects.filter(**by_then).select_related("target").order_by("version")
    plans = {plan.target_id: plan for plan in Plan.objects.filter(**by_then).order_by("version")}
    latest = {row.target_id: row for row in terms}
    rows = sorted(latest.values(), key=lambda row: row.target.number)
    return [TargetSide(row.target.name, row, plans.get(row.target_id)) for row in rows]


def months(project: Project, day: dt.date, at) -> list[MonthSide]:
    until = recorded.end_of(day)
    opened = periods_known(project.programme, day)
    cells = cells_known([project], opened, day, at).get(project.pk, {})
    handed_in = Submission.objects.filter(report__project=project, at__lt=until)
    handed_in = handed_in.select_related("report", "review").order_by("number")
    last = {submission.report.period_id: submission for submission in handed_in}
    return [
        MonthSide(
            period.month,
            cells.get(period.month),
            last.get(period.pk),
            report_state(last.get(period.pk), until),
        )
        for period in reversed(opened)
    ]


def report_state(submission: Submission | None, until: dt.datetime) -> str:
    if submission is None:
        return "没有报送"
    review = getattr(submission, "review", None)
    if review is None or review.at >= until:
        return f"第{submission.number}次报送，待审核"
    return f"第{submission.number}次报送，{review.get_verdict_display()}"
