"""What was recorded of projects by the end of a day, Asia/Shanghai: all that a card rests on.

Read for many projects at once, in a number of queries that does not grow with them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects

from projects.models import CityTask, Milestone, Plan, PlanPoint, Project, Target, TargetTerms
from projects.values.days import end_of
from supervision.models import (
    Card,
    CardOverride,
    Period,
    Reading,
    Report,
    Review,
    StageDone,
    Submission,
)
from supervision.models.correction import last_over


class Point(NamedTuple):
    """What a plan asks of one month: a plain row, as a year of them is read for every target."""

    month: str
    value: Decimal | None
    milestone: Milestone | None


class Earlier(NamedTuple):
    """A card of an earlier month, in the colour that stood: a plain row for the same reason."""

    month: str
    colour: str
    preset: str


@dataclass
class Record:
    """What was recorded of some projects by the end of a day, keyed by project or target."""

    targets: dict[int, list[Target]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[int, TargetTerms] = field(default_factory=dict)
    plans: dict[int, list[Point]] = field(default_factory=dict)
    replanned: set[int] = field(default_factory=set)  # targets whose first plan was changed
    readings: dict[int, dict[str, Reading]] = field(default_factory=lambda: defaultdict(dict))
    standing: dict[tuple[int, str], Submission] = field(default_factory=dict)
    accepted: dict[tuple[int, str], Submission] = field(default_factory=dict)
    reported: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[int, list[Earlier]] = field(default_factory=lambda: defaultdict(list))
    city_tasks: dict[int, list[CityTask]] = field(default_factory=lambda: defaultdict(list))


def record_as_of(projects: list[Project], period: Period, as_of: dt.date) -> Record:
    """Read everything that the facts of `period` can rest on."""
    keys, found = [project.pk for project in projects], Record()
    summed = city_tasks(found, keys, period, end_of(as_of))
    read_figures(found, keys, summed, period, end_of(as_of))
    earlier_cards(found, keys, period, end_of(as_of))
    return found


def figures(projects: list[Project], period: Period, as_of: dt.date) -> Record:
    """Read targets, terms, plans and readings alone: what a sheet to fill in shows."""
    keys, found = [project.pk for project in projects], Record()
    read_figures(found, keys, keys, period, end_of(as_of))
    return found


def read_figures(
    found: Record, keys: list[int], summed: list[int], period: Period, cutoff: dt.datetime
) -> None:
    """`summed` are the projects themselves and those that share a quota with one of them."""
    judged_targets(found, keys)
    terms_and_plans(found, summed, period.month, cutoff)
    submissions(found, summed, period, cutoff)


def judged_targets(found: Record, keys: list[int]) -> None:
    for target in judged(project__in=keys).select_related("project"):
        found.targets[target.project_id].append(target)


def judged(**of) -> QuerySet[Target]:
    """Public targets that carry readings themselves: a whole with parts is judged by its parts."""
    return Target.everything.filter(**of, public=True, parts__isnull=True).order_by("number")


def terms_and_plans(found: Record, keys: list[int], month: str, cutoff: dt.datetime) -> None:
    in_force = {"effective__lte": month, "recorded_at__lt": cutoff, "target__project__in": keys}
    for terms in TargetTerms.objects.filter(**in_force).order_by("version"):
        found.terms[terms.target_id] = terms
    # A limit above its baseline has no way to go: planned like growth it would be told as a share
    # of what is not wanted (docs/adr/0063-a-limit-comes-down.md).
    planned = Plan.objects.exclude(
        terms__comparison=TargetTerms.Comparison.AT_MOST, terms__baseline__lte=F("terms__value")
    )
    versions = planned.filter(**in_force).order_by("version")
    versions = versions.only("target", "version", "reason")
    plans = {plan.target_id: plan.pk for plan in versions}
    found.replanned = {plan.target_id for plan in versions if plan.changed}
    by_plan: dict[int, list[Point]] = {plan: [] for plan in plans.values()}
    rows = PlanPoint.objects.filter(plan__in=by_plan).order_by("plan", "month", "pk")
    rows = list(rows.values_list("plan", "month", "value", "milestone"))
    stages = {key for *_, key in rows if key}
    named = Milestone.objects.in_bulk(stages) if stages else {}
    for plan, point_month, value, stage in rows:
        by_plan[plan].append(Point(point_month, value, named.get(stage)))
    found.plans = {target: by_plan[plan] for target, plan in plans.items()}


def submissions(found: Record, keys: list[int], period: Period, cutoff: dt.datetime) -> None:
    """The accepted readings of each month, and what stands submitted."""
    reports = Report.objects.filter(
        project__in=keys, period__programme=period.programme_id, period__month__lte=period.month
    )
    for project_id, month in reports.order_by("period__month").values_list(
        "project_id", "period__month"
    ):
        found.reported[project_id].append(month)
    handed_in = Submission.objects.filter(report__in=reports, at__lt=cutoff)
    handed_in = handed_in.select_related("report", "review").defer("report__draft")
    # One row of each month for all: a year has twelve, and a submission for each of its projects.
    periods = Period.everything.filter(programme=period.programme_id).in_bulk()
    for submission in handed_in.order_by("number"):
        submission.report.period = periods[submission.report.period_id]
        take(found, submission, cutoff)
    count_readings(found, accepted_readings(found))
    read_parts(found)


def take(found: Record, submission: Submission, cutoff: dt.datetime) -> None:
    """What one submission leaves standing, as known at the cutoff; taken in their order."""
    review = getattr(submission, "review", None)
    if review and review.at >= cutoff:
        submission.review = review = None
    key = submission.report.project_id, submission.report.period.month
    if review and review.verdict in Review.GONE:
        return
    found.standing[key] = submission
    if review:
        found.accepted[key] = submission


def accepted_readings(found: Record) -> QuerySet[Reading]:
    return Reading.objects.filter(submission__in=[row.pk for row in found.accepted.values()])


def count_readings(found: Record, readings: Iterable[Reading]) -> None:
    accepted = {row.pk: (month, row) for (_, month), row in found.accepted.items()}
    for reading in readings:
        month, reading.submission = accepted[reading.submission_id]
        found.readings[reading.target_id][month] = reading


def read_parts(found: Record) -> None:
    """The stages and the service months of readings: of the targets that have such alone."""
    stages = Prefetch("stages", StageDone.objects.select_related("milestone"))
    parts = {Target.Kind.MILESTONES: stages, Target.Kind.SERVICE: "ran"}
    for kind, lookup in parts.items():
        own = [each for targets in found.targets.values() for each in targets if each.kind == kind]
        readings = [row for target in own for row in found.readings[target.pk].values()]
        prefetch_related_objects(readings, lookup)


def earlier_cards(found: Record, keys: list[int], period: Period, cutoff: dt.datetime) -> None:
    cards = Card.everything.filter(
        project__in=keys,
        period__programme=period.programme_id,
        period__month__lt=period.month,
        computed_at__lt=cutoff,
    )
    rows = cards.order_by("period__month", "version").values_list(
        "project", "period__month", "colour", "policy__name"
    )
    in_force = {(project, month): (colour, preset) for project, month, colour, preset in rows}
    own = CardOverride.objects.filter(project__in=keys)
    overrides = own.confirmed(at__lt=cutoff).by_project()
    for (project_id, month), (colour, preset) in in_force.items():
        over = last_over(overrides[project_id], month)
        found.cards[project_id].append(Earlier(month, over.colour if over else colour, preset))


def city_tasks(found: Record, keys: list[int], period: Period, cutoff: dt.datetime) -> list[int]:
    """Read the quotas that the projects carry, and return the keys of all that carry them.

    A quota is the sum of all its targets, whoever asks.
    """
    tasks = CityTask.objects.filter(programme=period.programme_id)
    wanted, summed = set(keys), dict.fromkeys(keys)
    for task in tasks.prefetch_related("targets", "points").in_force(period.month, cutoff):
        sharing = {target.project_id for target in task.targets.all()}
        if wanted.isdisjoint(sharing):
            continue
        summed |= dict.fromkeys(sharing)
        for project_id in sharing:
            found.city_tasks[project_id].append(task)
    return list(summed)
