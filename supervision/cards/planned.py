"""What is asked of a plan before it is approved: its steps, beside last year's real ones."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from django.utils import timezone

from projects.models import Target, TargetTerms
from projects.values.months import month_of, span
from supervision.cards import recorded
from supervision.rules.plan_shape import questions


def questions_of(target: Target, terms: TargetTerms, points, at: dt.datetime) -> list[str]:
    """`points` are those of `approve_plan`, read and checked."""
    return questions(steps_of(target, terms, points), former_steps(target, at))


def steps_of(target: Target, terms: TargetTerms, points) -> list[Fraction]:
    """What each month of the plan adds."""
    months = span(terms.start, month_of(terms.due))
    if target.kind == Target.Kind.MILESTONES:
        return summed(months, ((month, weight) for _, weight, month in points))
    if target.kind == Target.Kind.SERVICE:
        return summed(months, ((month, 1) for month in points))
    return differences(terms, [points[month] for month in months])


def former_steps(target: Target, at: dt.datetime) -> list[Fraction]:
    """What each month of last year really added, as accepted; empty where nothing is known."""
    former = target.follows
    period = former and former.project.programme.periods.order_by("month").last()
    if period is None:
        return []
    found = recorded.figures([former.project], period, timezone.localdate(at))
    terms, readings = found.terms.get(former.pk), found.readings[former.pk]
    if terms is None or not readings:
        return []
    months = span(terms.start, month_of(terms.due))
    if former.kind == Target.Kind.MILESTONES:
        stages = readings[max(readings)].stages.all()
        steps = summed(months, ((stage.month, stage.milestone.weight) for stage in stages))
    elif former.kind == Target.Kind.SERVICE:
        ran = {run.month for reading in readings.values() for run in reading.ran.all()}
        steps = summed(months, ((month, 1) for month in ran))
    else:
        steps = differences(terms, carried(terms, months, readings))
    return steps if sum(steps) > 0 else []


def summed(months: list[str], steps: Iterable[tuple]) -> list[Fraction]:
    found = dict.fromkeys(months, Fraction(0))
    for month, step in steps:
        if month in found:
            found[month] += Fraction(step)
    return list(found.values())


def differences(terms: TargetTerms, values: list) -> list[Fraction]:
    """Each month's step on the way from the baseline, whichever way the target goes."""
    way = 1 if terms.value > terms.baseline else -1
    before = [terms.baseline, *values]
    return [Fraction(now - then) * way for then, now in zip(before, values, strict=False)]


def carried(terms: TargetTerms, months: list[str], readings: dict) -> list:
    """The value at each month's end; a month without a report carries the last."""
    values, last = [], terms.baseline
    for month in months:
        reading = readings.get(month)
        last = reading.value if reading and reading.value is not None else last
        values.append(last)
    return values
