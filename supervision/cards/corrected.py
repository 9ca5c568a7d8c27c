"""What a correction does to stored facts: the corrected readings are put in, and nothing else.

The facts are the JSON objects of docs/rules.md as a card keeps them.
"""

import datetime as dt
from copy import deepcopy
from decimal import Decimal

from projects.models import CityTask, Project, Target
from projects.values.numbers import plain
from supervision.cards import bridge, recorded
from supervision.cards.naming import by_judged_name
from supervision.cards.recorded import Record
from supervision.models import Period


def corrected_facts(
    stored: dict, project: Project, period: Period, corrected: Period, day: dt.date
) -> dict:
    """A closed month's stored facts with the readings of the `corrected` month as known today."""
    found = recorded.record_as_of([project], period, day)
    facts = deepcopy(stored) | {"as_of": day.isoformat()}
    rows = by_judged_name(facts["targets"], found.targets[project.pk])
    for target in facts["targets"]:
        if row := rows.get(target["name"]):
            put_in(target, row, found, corrected)
    if period == corrected:
        facts["report"] = bridge.report_facts(found, project, period)
    facts["missing_months"] = missing_months(facts, found.reported[project.pk], corrected.month)
    return facts


def put_in(facts: dict, target: Target, found: Record, corrected: Period) -> None:
    readings = found.readings[target.pk]
    if target.kind == Target.Kind.SERVICE:
        facts["ran"] = bridge.months_run(readings)
        if "unreported" in facts:
            covered = corrected.covers_from, corrected.month
            left = [m for m in facts.pop("unreported") if not covered[0] <= m <= covered[1]]
            facts |= {"unreported": left} if left else {}
    elif target.kind == Target.Kind.MILESTONES:
        done = bridge.stages_done(readings)
        for stage in facts["milestones"] or ():
            stage["done"] = done.get(stage["name"])
    elif (reading := readings.get(corrected.month)) and reading.value is not None:
        value = {"value": plain(reading.value), "accepted": bridge.accepted_on(reading)}
        facts["readings"] = dict(sorted((facts["readings"] | {corrected.month: value}).items()))


def missing_months(facts: dict, reported: list[str], month: str) -> int:
    """The months running without a report, which end after the corrected one."""
    running = reported[len(reported) - facts["missing_months"] :]
    return len([each for each in running if each > month])


def put_in_quotas(facts: dict, added: dict[str, Decimal]) -> None:
    """`added` is by how much a correction moved each quota's sum."""
    for task in facts["city_tasks"]:
        if task["name"] in added:
            task["reading"] = plain(Decimal(task["reading"]) + added[task["name"]]) or "0"


def added_to_quotas(before: dict, after: dict, project: Project) -> dict[str, Decimal]:
    """By how much a project's corrected readings move the sum of each quota it carries."""
    grown = {
        target["name"]: growth(target) - growth(old)
        for old, target in zip(before["targets"], after["targets"], strict=True)
        if "readings" in target
    }
    rows = by_judged_name(before["targets"], judged_alone(project))
    own = {row.pk: grown[name] for name, row in rows.items() if name in grown}
    # The quotas of the month as its card knew them: who carries one later adds nothing to it.
    tasks = CityTask.objects.filter(
        programme=project.programme_id, recorded_at__date__lte=before["as_of"]
    )
    added: dict[str, Decimal] = {}
    for task in tasks.prefetch_related("targets").in_force(before["month"]):
        for target in task.targets.all():
            added[task.name] = added.get(task.name, Decimal(0)) + own.get(target.pk, Decimal(0))
    return {task: amount for task, amount in added.items() if amount}


def judged_alone(project: Project) -> list[Target]:
    """The targets that carry readings, in their order."""
    return list(project.targets.filter(public=True, parts__isnull=True).order_by("number"))


def growth(target: dict) -> Decimal:
    """What a target has added on the way from its baseline."""
    if not target["readings"]:
        return Decimal(0)
    last = Decimal(target["readings"][max(target["readings"])]["value"])
    baseline = Decimal(target["baseline"])
    return last - baseline if Decimal(target["target"]) > baseline else baseline - last
