"""The one bridge: rows become facts for the rules, verdicts become rows.

Everything is as recorded by the end of the day `as_of` (`recorded`).
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from django.db.models import Max
from django.utils import timezone

from projects.errors import Refused
from projects.models import CityTask, Plan, Programme, Project, Target, TargetTerms
from projects.values.months import last_day, shift
from projects.values.numbers import plain
from supervision.cards.counted import reporting
from supervision.cards.recorded import Point, Record, count_readings, record_as_of
from supervision.models import Card, CardPolicy, Period, Reading, Review, Submission
from supervision.rules import Facts, FactsError, Policy, Verdict, evaluate
from supervision.rules.shape import digest_of
from supervision.rules.words import project_words


def iso_day(moment: dt.datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


def facts_of(
    projects: Iterable[Project], period: Period, as_of: dt.date, policy: CardPolicy
) -> dict[int, dict]:
    """The facts object of docs/rules.md for each project, by its key."""
    projects = list(projects)
    found = record_as_of(projects, period, as_of)
    return {project.pk: facts_on(found, project, period, as_of, policy) for project in projects}


def facts_on(
    found: Record, project: Project, period: Period, as_of: dt.date, policy: CardPolicy
) -> dict:
    return {
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
            target_facts(found, target, period.month)
            for target in found.targets[project.pk]
            if target.pk in found.terms
        ],
        "city_tasks": [
            city_facts(found, task, period.month) for task in found.city_tasks[project.pk]
        ],
    }


def if_accepted(submission: Submission, policy: CardPolicy, at: dt.datetime) -> Card:
    """The card that a submission leads to once it is accepted: nothing of it is stored."""
    project, period = submission.report.project, submission.report.period
    as_of = timezone.localdate(at)
    found = record_as_of([project], period, as_of)
    submission.review = Review(verdict=Review.Verdict.ACCEPTED, at=at)
    key = project.pk, period.month
    found.standing[key] = found.accepted[key] = submission
    readings = submission.readings.prefetch_related("stages__milestone", "ran")
    count_readings(found, readings)
    made = {"period": period, "policy": policy, "as_of": as_of, "computed_at": at}
    return card_on(
        facts_on(found, project, period, as_of, policy),
        policy_of(policy),
        project=project,
        unit_name=submission.report.unit.name,
        **made,
    )


def report_facts(found: Record, project: Project, period: Period) -> dict | None:
    if period.month not in found.reported[project.pk]:
        return None
    standing = found.standing.get((project.pk, period.month))
    accepted = found.accepted.get((project.pk, period.month))
    return {
        "due": period.due.isoformat(),
        "submitted": iso_day(standing and standing.at),
        "accepted": iso_day(accepted and accepted.review.at),
    }


def missing_months(found: Record, project: Project, period: Period) -> int:
    """Months running without anything standing submitted, this one included."""
    months = 0
    for month in reversed(found.reported[project.pk]):
        if (project.pk, month) in found.standing:
            break
        months += 1
    return months


def previous_cards(found: Record, project: Project, policy: CardPolicy) -> list[dict]:
    """Earlier cards of the same preset: a change of preset ends the run."""
    cards = []
    for card in found.cards[project.pk]:
        if card.preset != policy.name:
            cards = []
        elif card.colour:
            cards.append({"month": card.month, "colour": card.colour})
    return cards


def target_facts(found: Record, target: Target, month: str) -> dict:
    terms, plan = found.terms[target.pk], found.plans.get(target.pk)
    readings = found.readings[target.pk]
    facts = {
        "name": target.name,
        "kind": target.kind,
        "weight": plain(target.weight if terms.weight is None else terms.weight),
        "start": terms.start,
        "due": terms.due.isoformat(),
    }
    if target.pk in found.replanned:
        facts["replanned"] = True
    if target.kind == Target.Kind.MILESTONES:
        return facts | {"milestones": plan and stage_facts(plan, readings)}
    if target.kind == Target.Kind.SERVICE:
        return facts | service_facts(plan, readings, month)
    return facts | {
        "measure": target.measure,
        "step": plain(target.step),
        "baseline": plain(terms.baseline),
        "target": plain(terms.value),
        "plan": None if plan is None else {point.month: plain(point.value) for point in plan},
        "readings": {
            month: {"value": plain(reading.value), "accepted": accepted_on(reading)}
            for month, reading in sorted(readings.items())
            if reading.value is not None
        },
    }


def accepted_on(reading: Reading) -> str:
    return iso_day(reading.submission.review.at)


def stage_facts(plan: list[Point], readings: dict[str, Reading]) -> list[dict]:
    """Stages with the month each was done in, as the last accepted report gives it."""
    done = stages_done(readings)
    points = sorted(plan, key=lambda point: point.milestone.number)
    return [
        {
            "name": point.milestone.name,
            "weight": plain(point.milestone.weight),
            "planned": point.month,
            "done": done.get(point.milestone.name),
        }
        for point in points
    ]


def stages_done(readings: dict[str, Reading]) -> dict[str, str]:
    """The month of each stage, by name, as the last accepted report gives it."""
    if not readings:
        return {}
    return {stage.milestone.name: stage.month for stage in readings[max(readings)].stages.all()}


def service_facts(plan: list[Point] | None, readings: dict[str, Reading], month: str) -> dict:
    """The months planned and run, and those so far for which nothing has been accepted."""
    planned = plan and sorted(point.month for point in plan)
    facts = {"planned_months": planned, "ran": months_run(readings)}
    periods = [reading.submission.report.period for reading in readings.values()]
    unreported = [
        each
        for each in planned or []
        if each <= month and not any(p.covers_from <= each <= p.month for p in periods)
    ]
    return facts | ({"unreported": unreported} if unreported else {})


def months_run(readings: dict[str, Reading]) -> list[str]:
    return sorted({run.month for reading in readings.values() for run in reading.ran.all()})


def city_facts(found: Record, task: CityTask, month: str) -> dict:
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


def latest_growth(found: Record, target: Target):
    """What a target has added on the way from its baseline: a quota counts new work only."""
    readings, terms = found.readings[target.pk], found.terms[target.pk]
    if not readings:
        return 0
    growth = readings[max(readings)].value - terms.baseline
    return growth if terms.value > terms.baseline else -growth


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
    rules = policy_of(policy)
    names = reporting(projects, period)
    found = facts_of(projects, period, as_of, policy)
    made = {"period": period, "policy": policy, "as_of": as_of, "computed_at": at}
    return [
        card_on(
            found[project.pk], rules, project=project, unit_name=names.get(project.pk, ""), **made
        )
        for project in projects
    ]


def card_on(facts: dict, rules: Policy, **columns) -> Card:
    """Return the card on these facts, not stored.

    Where the rules refuse them the project is 未评: its card rests on facts without targets, or
    without anything but which project it is, and `refused` is the sentence why.
    """
    refused = ""
    for less in ({}, {"targets": [], "city_tasks": []}, bare(facts)):
        try:
            read = Facts.from_json(facts | less)
            judged = judged_columns(read, rules)
        except FactsError as error:
            refused = refused or str(error)
        else:
            break
    else:
        raise FactsError(refused)
    card = Card(**columns, **judged, facts=read.text, digest=digest_of(read.text, rules.text))
    card.refused = refused
    return card


def bare(facts: dict) -> dict:
    """Instead of what else the rules may refuse of a project: its number for its title."""
    named = facts["project"] | {"title": f"第{facts['project']['number']}项"}
    nothing = {"targets": [], "city_tasks": [], "previous_cards": []}
    return {"project": named, "report": None, "missing_months": 0, **nothing}


def unreadable(facts: dict) -> str:
    """Why the rules refuse facts; "" where they read them."""
    try:
        Facts.from_json(facts)
    except FactsError as error:
        return str(error)
    return ""


def replayed(card: Card) -> tuple[Facts, Policy, Verdict]:
    """A card evaluated again from its stored facts under its policy."""
    facts, policy = Facts.from_json(json.loads(card.facts)), policy_of(card.policy)
    return facts, policy, evaluate(facts, policy)


def under(facts: dict, policy: Policy) -> dict:
    """The verdict, as JSON, on stored facts under any policy."""
    return evaluate(Facts.from_json(facts), policy).to_json()


def found_in(facts: Facts, policy: Policy) -> list[dict]:
    """What the rules of any policy find, as JSON."""
    return evaluate(facts, policy).to_json()["findings"]


def judged_columns(facts: Facts, policy: Policy) -> dict[str, str | None]:
    """Return the columns of a card that follow from its facts, the whole verdict as JSON text."""
    verdict = evaluate(facts, policy)
    plain = verdict.to_json()
    return {name: plain[name] for name in ("label", "actual", "planned", "deviation")} | {
        "colour": plain["colour"] or "",
        "words": project_words(facts, verdict, policy) or "",
        "verdict": json.dumps(plain, ensure_ascii=False, separators=(",", ":")),
    }


def refuse_unjudgeable(projects: Iterable[Project], at: dt.datetime) -> None:
    """Build each project's facts for the open and the coming months."""
    by_programme = defaultdict(list)
    for project in projects:
        by_programme[project.programme].append(project)
    for programme, own in by_programme.items():
        for period in ahead(programme, own):
            policy = CardPolicy.objects.adopted_for(period.month) or CardPolicy()
            found = facts_of(own, period, timezone.localdate(at), policy)
            for project in own:
                if sentence := unreadable(found[project.pk]):
                    raise Refused(f"这样“{project}”以后就不能评定了：{sentence}")


def ahead(programme: Programme, projects: list[Project]) -> list[Period]:
    """The open months, the next one, and the one in which the last version recorded holds.

    Where no version begins to hold after the last open month, the next one asks nothing new.
    """
    periods = list(programme.periods.order_by("month"))
    opened = [period for period in periods if not period.closed_at]
    coming = shift(periods[-1].month, 1) if periods else f"{programme.year}-01"
    of_these = {"target__project__in": projects}
    furthest = max(
        rows.aggregate(last=Max("effective"))["last"] or ""
        for rows in (
            TargetTerms.objects.filter(**of_these),
            Plan.objects.filter(**of_these),
            CityTask.objects.filter(targets__project__in=projects),
        )
    )
    if opened and furthest <= opened[-1].month:
        return opened
    return opened + [
        Period(programme=programme, month=month, data_until=last_day(month), due=last_day(month))
        for month in sorted({coming, max(coming, furthest)})
    ]


def last_closed(programme: Programme) -> str:
    last = programme.periods.closed().last()
    return last.month if last else ""
