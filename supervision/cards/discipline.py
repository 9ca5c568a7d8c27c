"""报送纪律: whether each unit's reports came, and when — apart from how the work is going."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypeVar

from django.db.models import Case, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When

from projects.models import Programme, Target
from projects.values.days import end_of
from projects.values.months import month_of
from supervision.cards.counted import done_in
from supervision.models import (
    Card,
    CorrectedCard,
    Period,
    Reading,
    Report,
    Review,
    StageFinish,
    Submission,
)

T = TypeVar("T")


class Handed(NamedTuple):
    """A report handed in once; `returned` is when the office sent it back, if it did, and

    `withdrawn` when its unit took it back.
    """

    at: dt.datetime
    returned: dt.datetime | None = None
    withdrawn: dt.datetime | None = None

    @classmethod
    def of(cls, submission: Submission) -> "Handed":
        review = getattr(submission, "review", None)
        verdict = review.verdict if review else ""
        return cls(
            submission.at,
            review.at if verdict == Review.Verdict.RETURNED else None,
            review.at if verdict == Review.Verdict.WITHDRAWN else None,
        )

    @property
    def gone(self) -> dt.datetime | None:
        return self.returned or self.withdrawn


@dataclass
class Discipline:
    """A unit's reports over a year; the lists hold (month, project), `returns` one each time.

    `lowered` are months whose completion a later correction took down, `broken` the days by
    which the unit had promised to be done and was not, by their months.
    """

    unit: str
    asked: int = 0
    on_time: int = 0
    returns: list[tuple[str, str]] = field(default_factory=list)
    late: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    lowered: list[tuple[str, str]] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def returned(self) -> int:
        return len(self.returns)


def discipline(programme: Programme, today) -> list[Discipline]:
    """Each unit's record over the months whose due day is over, by name.

    A report is on time if something stood handed in at the end of the due day: one sent back
    only afterwards was on time, and its next version is not late.
    """
    return list(with_after(programme, today, by_unit).values())


def by_project(programme: Programme, today) -> dict[int, Discipline]:
    """The same for each project, whichever units reported it, by its key."""
    return with_after(programme, today, lambda report: report.project_id)


def with_after(programme: Programme, today, key: Callable[[Report], T]) -> dict[T, Discipline]:
    """The records with what became of the reports after they were accepted."""
    found = recorded(over(programme, today), key)
    for report in lowered(programme):
        if row := found.get(key(report)):
            row.lowered.append((report.period.month, str(report.project)))
    for report, month in broken(programme, today):
        if row := found.get(key(report)):
            row.broken.append((month, str(report.project)))
    return found


class Promised(NamedTuple):
    """A day promised for a target, or for a `stage` of it, in a report."""

    report: Report
    target: Target
    stage: str
    day: dt.date


def broken(programme: Programme, today) -> list[tuple[Report, str]]:
    """Each day promised for a target, once it is over and its closed month does not say done.

    The report that gave it first, and the day's month.
    """
    promised = days_promised(programme, today)
    months = {month_of(each.day) for each in promised}
    cards = Card.everything.filter(
        project__in={each.report.project_id for each in promised},
        period__programme=programme,
        period__month__in=months,
    )
    cards = cards.select_related("period").only("project", "facts", "period__month")
    known = {(card.project_id, card.period.month): card for card in cards.order_by("version")}
    found = []
    for each in promised:
        card = known.get((each.report.project_id, month_of(each.day)))
        if card and not kept(each, card):
            found.append((each.report, card.period.month))
    return found


def days_promised(programme: Programme, today) -> list[Promised]:
    """The days before today, each once, by the report that gave it first."""
    accepted = {
        "submission__report__period__programme": programme,
        "submission__review__verdict": Review.Verdict.ACCEPTED,
    }
    related = [f"submission__report__{name}" for name in ("unit", "project", "period")]
    whole = Reading.objects.filter(**accepted, finish__lt=today).order_by("finish", "submission")
    rows = [(row, "", row.finish) for row in whole.select_related("target", *related)]
    stages = StageFinish.objects.filter(
        **{f"reading__{name}": value for name, value in accepted.items()}, day__lt=today
    )
    linked = ["milestone", "reading__target", *(f"reading__{name}" for name in related)]
    stages = stages.select_related(*linked).order_by("day", "reading__submission")
    rows += [(row.reading, row.milestone.name, row.day) for row in stages]
    found: dict[tuple, Promised] = {}
    for reading, stage, day in rows:
        one = Promised(reading.submission.report, reading.target, stage, day)
        found.setdefault((reading.target_id, stage, day), one)
    return list(found.values())


def kept(promised: Promised, card: Card) -> bool:
    """Whether a card says done; a day for works by stages is that of the stages then late."""
    names = set(promised.target.names)
    if promised.target.kind != Target.Kind.MILESTONES:
        return not names.isdisjoint(done_in(card))
    facts = [each for each in json.loads(card.facts)["targets"] if each["name"] in names]
    stages = [stage for each in facts for stage in each["milestones"] or []]
    if promised.stage:
        asked = [stage for stage in stages if stage["name"] == promised.stage]
    else:
        told = promised.report.period.month
        asked = [stage for stage in stages if stage["planned"] <= told] or stages
    return bool(asked) and all(stage["done"] for stage in asked)


def lowered(programme: Programme) -> list[Report]:
    """A report for each accepted correction after which its month shows less than before."""
    former = Card.everything.filter(
        project=OuterRef("card__project"), period=OuterRef("card__period")
    ).filter(version=OuterRef("card__version") - 1)
    made = CorrectedCard.objects.annotate(before=Subquery(former.values("actual")[:1])).filter(
        card__period__programme=programme,
        card__period=F("correction__submission__report__period"),
        card__actual__lt=F("before"),
    )
    related = (f"correction__submission__report__{name}" for name in ("unit", "project", "period"))
    rows = made.select_related(*related).order_by("card__period__month", "pk")
    return [each.correction.submission.report for each in rows]


def discipline_of(period: Period) -> list[Discipline]:
    """Each unit's record of one closed month: its reports are no longer handed in."""
    return list(recorded([period], by_unit).values())


def over(programme: Programme, today):
    return programme.periods.filter(due__lt=today)


def by_unit(report: Report) -> str:
    return report.unit.name


def recorded(periods: Iterable[Period], key: Callable[[Report], T]) -> dict[T, Discipline]:
    periods = {period.pk: period for period in periods}
    found: dict[T, Discipline] = {}
    reports = reports_of(periods).order_by("unit__name", "period__month", "project__number", "pk")
    for _, rows in groupby(reports, key=attrgetter("pk")):
        report, *more = rows
        row = found.setdefault(key(report), Discipline(report.unit.name))
        handed_in = [
            Handed(each.at, each.returned, each.withdrawn) for each in (report, *more) if each.at
        ]
        count(row, report, periods[report.period_id], handed_in)
    return found


def reports_of(periods: Iterable[int]) -> QuerySet[Report]:
    """Reports, each as often as it was handed in, with what `Handed` holds.

    One that was not handed in comes once, without `at`; corrections are no matter of time.
    """
    ordinary = FilteredRelation("submissions", condition=Q(submissions__correction=""))
    when, verdict = "ordinary__review__at", "ordinary__review__verdict"
    sent_back = When(**{verdict: Review.Verdict.RETURNED}, then=when)
    taken_back = When(**{verdict: Review.Verdict.WITHDRAWN}, then=when)
    reports = Report.objects.filter(period__in=periods).exclude(state=Report.State.EXCUSED)
    reports = reports.select_related("unit", "project")
    return reports.annotate(ordinary=ordinary).annotate(
        at=F("ordinary__at"), returned=Case(sent_back), withdrawn=Case(taken_back)
    )


def count(row: Discipline, report: Report, period: Period, handed_in: list[Handed]) -> None:
    row.asked += 1
    where = period.month, str(report.project)
    row.returns += [where for each in handed_in if each.returned]
    if stood_when_due(handed_in, period):
        row.on_time += 1
    elif any(not each.gone for each in handed_in):
        row.late.append(where)
    else:
        row.missing.append(where)


def stood_when_due(handed_in: Iterable[Handed], period: Period) -> bool:
    cutoff = end_of(period.due)
    return any(each.at < cutoff and not (each.gone and each.gone < cutoff) for each in handed_in)
