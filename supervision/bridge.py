"""The one bridge: rows become facts for the rules, verdicts become rows.

Everything is read for many projects at once, in a number of queries that does not grow with
them, and as known at the end of the day `as_of`, Asia/Shanghai.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Prefetch
from django.utils import timezone

from projects.ledger import canonical
from projects.models import (
    Assignment,
    CityTask,
    Plan,
    PlanPoint,
    Project,
    Target,
    TargetTerms,
    current,
)
from projects.months import last_day
from projects.numbers import plain
from supervision.models import (
    Card,
    CardOverride,
    CardPolicy,
    Period,
    Reading,
    Report,
    Review,
    Submission,
)
from supervision.rules import Facts, Policy, Verdict, digest, evaluate


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after the day, Asia/Shanghai."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def iso_day(moment: dt.datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


@dataclass
class Known:
    """What was recorded of some projects by the end of a day, keyed by project or target."""

    targets: dict[int, list[Target]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[int, TargetTerms] = field(default_factory=dict)
    plans: dict[int, Plan] = field(default_factory=dict)
    readings: dict[int, dict[str, Reading]] = field(default_factory=lambda: defaultdict(dict))
    standing: dict[tuple[int, str], Submission] = field(default_factory=dict)
    accepted: dict[tuple[int, str], Submission] = field(default_factory=dict)
    reported: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[int, list[Card]] = field(default_factory=lambda: defaultdict(list))
    city_tasks: dict[int, list[CityTask]] = field(default_factory=lambda: defaultdict(list))


def known(projects: Iterable[Project], period: Period, as_of: dt.date) -> Known:
    """Read everything that the facts of `period` can rest on."""
    keys = [project.pk for project in projects]
    cutoff = end_of(as_of)
    found = Known()
    judged_targets(found, keys)
    terms_and_plans(found, keys, period.month, cutoff)
    submissions(found, keys, period, cutoff)
    earlier_cards(found, keys, period, cutoff)
    city_tasks(found, period)
    return found


def judged_targets(found: Known, keys: list[int]) -> None:
    """Public targets that carry readings themselves: a whole with parts is judged by its parts."""
    targets = Target.everything.filter(project__in=keys, public=True, parts__isnull=True)
    targets = targets.select_related("project")
    for target in targets.order_by("number"):
        found.targets[target.project_id].append(target)


def terms_and_plans(found: Known, keys: list[int], month: str, cutoff: dt.datetime) -> None:
    in_force = {"effective__lte": month, "recorded_at__lt": cutoff, "target__project__in": keys}
    for terms in TargetTerms.objects.filter(**in_force).order_by("version"):
        found.terms[terms.target_id] = terms
    plans = Plan.objects.filter(**in_force).order_by("version")
    # One query for points with their stages: stages fetched apart cost more than the join.
    points = Prefetch("points", PlanPoint.objects.select_related("milestone"))
    for plan in plans.prefetch_related(points):
        found.plans[plan.target_id] = plan


def submissions(found: Known, keys: list[int], period: Period, cutoff: dt.datetime) -> None:
    """The accepted readings of each month, and what stands submitted."""
    reports = Report.objects.filter(
        project__in=keys, period__programme=period.programme_id, period__month__lte=period.month
    )
    for project_id, month in reports.order_by("period__month").values_list(
        "project_id", "period__month"
    ):
        found.reported[project_id].append(month)
    handed_in = Submission.objects.filter(report__in=reports, at__lt=cutoff)
    handed_in = handed_in.select_related("report__period", "review").order_by("number")
    for submission in handed_in:
        review = getattr(submission, "review", None)
        if review and review.at >= cutoff:
            submission.review = review = None
        key = submission.report.project_id, submission.report.period.month
        if review and review.verdict == Review.Verdict.RETURNED:
            continue
        found.standing[key] = submission
        if review:
            found.accepted[key] = submission
    counted = [submission.pk for submission in found.accepted.values()]
    readings = Reading.objects.filter(submission__in=counted)
    readings = readings.select_related("submission__review", "submission__report__period")
    for reading in readings.prefetch_related("stages", "ran"):
        found.readings[reading.target_id][reading.submission.report.period.month] = reading


def earlier_cards(found: Known, keys: list[int], period: Period, cutoff: dt.datetime) -> None:
    cards = Card.everything.filter(
        project__in=keys,
        period__programme=period.programme_id,
        period__month__lt=period.month,
        computed_at__lt=cutoff,
    )
    cards = cards.select_related("period", "policy").defer("facts", "verdict")
    in_force = {}
    for card in cards.order_by("period__month", "version"):
        in_force[card.project_id, card.period.month] = card
    decided = CardOverride.objects.filter(
        project__in=keys, decision__confirmed=True, decision__at__lt=cutoff
    )
    overrides = defaultdict(list)
    for override in decided.order_by("decision__at"):
        overrides[override.project_id].append(override)
    for (project_id, month), card in in_force.items():
        for override in overrides[project_id]:
            if override.first <= month <= override.last:
                card.colour = override.colour
        found.cards[project_id].append(card)


def city_tasks(found: Known, period: Period) -> None:
    tasks = CityTask.objects.filter(programme=period.programme_id)
    for task in tasks.prefetch_related("targets", "points"):
        for project_id in {target.project_id for target in task.targets.all()}:
            found.city_tasks[project_id].append(task)


def facts_of(
    projects: Iterable[Project], period: Period, as_of: dt.date, policy: CardPolicy
) -> dict[int, dict]:
    """The facts object of DESIGN §8 for each project, by its key."""
    projects = list(projects)
    found = known(projects, period, as_of)
    return {
        project.pk: {
            "project": {
                "year": period.programme.year,
                "number": project.number,
                "title": project.title,
            },
            "month": period.month,
            "as_of": as_of.isoformat(),
            "report": report_facts(found, project, period),
            "missing_months": missing_months(found, project, period),
            "previous_cards": previous_cards(found, project, policy),
            "targets": [
                target_facts(found, target)
                for target in found.targets[project.pk]
                if target.pk in found.terms
            ],
            "city_tasks": [
                city_facts(found, task, period.month) for task in found.city_tasks[project.pk]
            ],
        }
        for project in projects
    }


def report_facts(found: Known, project: Project, period: Period) -> dict | None:
    if period.month not in found.reported[project.pk]:
        return None
    standing = found.standing.get((project.pk, period.month))
    accepted = found.accepted.get((project.pk, period.month))
    return {
        "due": period.due.isoformat(),
        "submitted": iso_day(standing and standing.at),
        "accepted": iso_day(accepted and accepted.review.at),
    }


def missing_months(found: Known, project: Project, period: Period) -> int:
    """Months running without anything standing submitted, this one included."""
    months = 0
    for month in reversed(found.reported[project.pk]):
        if (project.pk, month) in found.standing:
            break
        months += 1
    return months


def previous_cards(found: Known, project: Project, policy: CardPolicy) -> list[dict]:
    """Earlier cards of the same preset: a change of preset ends the run."""
    cards = []
    for card in found.cards[project.pk]:
        if card.policy.name != policy.name:
            cards = []
        elif card.colour:
            cards.append({"month": card.period.month, "colour": card.colour})
    return cards


def target_facts(found: Known, target: Target) -> dict:
    terms, plan = found.terms[target.pk], found.plans.get(target.pk)
    readings = found.readings[target.pk]
    facts = {
        "name": target.name,
        "kind": target.kind,
        "weight": plain(target.weight),
        "start": terms.start,
        "due": terms.due.isoformat(),
    }
    if target.kind == Target.Kind.MILESTONES:
        return facts | {"milestones": plan and stage_facts(plan, readings)}
    if target.kind == Target.Kind.SERVICE:
        months = plan and sorted(point.month for point in plan.points.all())
        return facts | {"planned_months": months, "ran": months_run(readings)}
    return facts | {
        "measure": target.measure,
        "step": plain(target.step),
        "baseline": plain(terms.baseline),
        "target": plain(terms.value),
        "plan": plan and {point.month: plain(point.value) for point in plan.points.all()},
        "readings": {
            month: {"value": plain(reading.value), "accepted": accepted_on(reading)}
            for month, reading in sorted(readings.items())
            if reading.value is not None
        },
    }


def accepted_on(reading: Reading) -> str:
    return iso_day(reading.submission.review.at)


def stage_facts(plan: Plan, readings: dict[str, Reading]) -> list[dict]:
    """Stages with the month each was done in, as the last accepted report gives it."""
    done = {}
    if readings:
        last = readings[max(readings)]
        done = {stage.milestone_id: stage.month for stage in last.stages.all()}
    points = sorted(plan.points.all(), key=lambda point: point.milestone.number)
    return [
        {
            "name": point.milestone.name,
            "weight": plain(point.milestone.weight),
            "planned": point.month,
            "done": done.get(point.milestone_id),
        }
        for point in points
    ]


def months_run(readings: dict[str, Reading]) -> list[str]:
    return sorted({run.month for reading in readings.values() for run in reading.ran.all()})


def city_facts(found: Known, task: CityTask, month: str) -> dict:
    """A quota's plan and its reading, the sum of its targets, both cumulative at this month."""
    plans = [point for point in task.points.all() if point.month <= month]
    reading = sum(
        latest_growth(found, target) for target in task.targets.all() if target.pk in found.terms
    )
    return {
        "name": task.name,
        "measure": task.measure,
        "quota": plain(task.quota),
        "plan": plain(plans[-1].value) if plans else "0",
        "reading": plain(reading) or "0",
    }


def latest_growth(found: Known, target: Target):
    """What a target has added since its baseline: a quota counts new work only."""
    readings = found.readings[target.pk]
    if not readings:
        return 0
    return readings[max(readings)].value - found.terms[target.pk].baseline


def policy_of(row: CardPolicy) -> Policy:
    return Policy.from_json(json.loads(row.body))


def thresholds(month: str) -> list[Fraction]:
    """The gaps to plan, in points, at which the policy in force for a month changes colour."""
    row = CardPolicy.objects.adopted_for(month)
    return [band.start for band in policy_of(row).behind_plan] if row else []


def judged(
    projects: Iterable[Project], period: Period, as_of: dt.date, policy: CardPolicy, at: dt.datetime
) -> list[Card]:
    """Cards, not stored, for each project as known at the end of `as_of`."""
    projects = list(projects)
    rules, rules_json = policy_of(policy), json.loads(policy.body)
    names = lead_names(projects, period.month)
    cards = []
    for project, facts in zip(
        projects, facts_of(projects, period, as_of, policy).values(), strict=True
    ):
        verdict = evaluate(Facts.from_json(facts), rules).to_json()
        cards.append(
            Card(
                period=period,
                project=project,
                **verdict_columns(verdict),
                unit_name=names.get(project.pk, ""),
                facts=canonical(facts),
                verdict=json.dumps(verdict, ensure_ascii=False, separators=(",", ":")),
                digest=digest(facts, rules_json),
                policy=policy,
                as_of=as_of,
                computed_at=at,
            )
        )
    return cards


def replayed(card: Card) -> tuple[Facts, Policy, Verdict]:
    """A card evaluated again from its stored facts under its policy."""
    facts, policy = Facts.from_json(json.loads(card.facts)), policy_of(card.policy)
    return facts, policy, evaluate(facts, policy)


def under(facts: dict, policy: Policy) -> dict:
    """The verdict, as JSON, on stored facts under any policy."""
    return evaluate(Facts.from_json(facts), policy).to_json()


def verdict_columns(verdict: dict) -> dict[str, str | None]:
    """The parts of a verdict that a card's own columns repeat."""
    columns = {name: verdict[name] for name in ("label", "actual", "planned", "deviation")}
    return columns | {"colour": verdict["colour"] or ""}


def lead_names(projects: list[Project], month: str) -> dict[int, str]:
    """The lead unit's name in the month, by project key."""
    leads = Assignment.objects.filter(
        current(last_day(month)), project__in=projects, role=Assignment.Role.LEAD
    )
    return dict(leads.values_list("project_id", "unit__name"))
