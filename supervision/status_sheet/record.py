"""What was recorded of a sheet's targets by the days of their cards, as plain rows."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Prefetch, prefetch_related_objects

from projects.models import Target
from projects.values.days import end_of
from supervision.cards import recorded
from supervision.cards.recorded import Record
from supervision.models import Card, Period, StageFinish, Submission
from supervision.status_sheet.rows import CardRow, TargetRow, TermsRow

Days = dict[int, dt.datetime]
Within = Callable[[str], dict]  # the condition that rows are of the projects in question


def record_of(cards: list[CardRow | Card], period: Period, within: Within) -> Record:
    """Targets with their task, terms, and reports with their accepted readings."""
    found = Record()
    ends = {day: end_of(day) for day in {card.as_of for card in cards}}
    days = {card.project_id: ends[card.as_of] for card in cards}
    if days:
        targets_and_terms(found, days, period, within)
        submissions(found, days, period, within)
    return found


TARGET = (
    "pk", "project", "name", "former_names", "kind", "measure", "counted_in", "part_of",
    "part_of__name", "part_of__former_names", "task__marker", "task__text",
)  # fmt: skip
TERMS = ("version", "comparison", "recorded_at", "effective")


def targets_and_terms(found: Record, days: Days, period: Period, within: Within) -> None:
    rows = recorded.judged(**within("project")).order_by("number", "terms__version")
    for row in rows.values_list(*TARGET, *(f"terms__{name}" for name in TERMS)):
        target, terms = TargetRow._make(row[: len(TARGET)]), TermsRow._make(row[len(TARGET) :])
        own, day = found.targets[target.project_id], days.get(target.project_id)
        if not own or own[-1].pk != target.pk:
            own.append(target)
        if day and terms.version and terms.effective <= period.month and terms.recorded_at < day:
            found.terms[target.pk] = terms


def submissions(found: Record, days: Days, period: Period, within: Within) -> None:
    rows = Submission.objects.filter(
        **within("report__project"),
        report__period__programme=period.programme_id,
        report__period__month__lte=period.month,
        at__lt=max(days.values()),
    )
    for row in rows.select_related("report__period", "review").order_by("number"):
        day = days.get(row.report.project_id)
        if day and row.at < day:
            recorded.take(found, row, day)
    recorded.count_readings(found, recorded.accepted_readings(found))
    own = (target for targets in found.targets.values() for target in targets)
    staged = [target.pk for target in own if target.kind == Target.Kind.MILESTONES]
    named = Prefetch("finishes", StageFinish.objects.select_related("milestone"))
    prefetch_related_objects([row for key in staged for row in found.readings[key].values()], named)
