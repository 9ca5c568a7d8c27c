"""What a sheet's rows need beside the cards, of all projects at once.

Each project is known as on the day that its own card rests on: that of a corrected one is later.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F

from projects.models import TargetTerms
from supervision.cards import recorded
from supervision.cards.recorded import Known
from supervision.models import Card, Period, Submission

Days = dict[int, dt.datetime]


def record_of(cards: Iterable[Card], period: Period) -> Known:
    """Targets with their task and whole, terms, and reports with their accepted readings."""
    found = Known()
    days = {card.project_id: recorded.end_of(card.as_of) for card in cards}
    if days:
        recorded.judged_targets(found, list(days), "task", "part_of")
        terms(found, days, period)
        submissions(found, days, period)
    return found


def terms(found: Known, days: Days, period: Period) -> None:
    rows = TargetTerms.objects.filter(
        target__project__in=days,
        effective__lte=period.month,
        recorded_at__lt=max(days.values()),
    )
    for row in rows.annotate(project=F("target__project")).order_by("version"):
        if row.recorded_at < days[row.project]:
            found.terms[row.target_id] = row


def submissions(found: Known, days: Days, period: Period) -> None:
    rows = Submission.objects.filter(
        report__project__in=days,
        report__period__programme=period.programme_id,
        report__period__month__lte=period.month,
        at__lt=max(days.values()),
    )
    for row in rows.select_related("report__period", "review").order_by("number"):
        if row.at < days[row.report.project_id]:
            recorded.take(found, row, days[row.report.project_id])
    recorded.count_readings(found, recorded.accepted_readings(found))
