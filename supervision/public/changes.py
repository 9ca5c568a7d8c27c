"""Changes to what was promised: the original beside the present, progress against both."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from projects.models import Plan, PlanPoint, Project, ProjectChange, Target, TargetTerms
from projects.values.numbers import plain
from supervision.published.disclosure import hidden
from supervision.published.figures import Figure, from_facts
from supervision.published.in_units import in_units
from supervision.published.shown import PublicCard

Versions = dict[int, list[TargetTerms]]


@dataclass(frozen=True)
class Step:
    """One approved change, as its document gives it."""

    what: str
    effective: str
    day: dt.datetime
    authority: str
    meeting: str
    document: str
    reason: str


@dataclass(frozen=True)
class Side:
    """What was promised in one version, and the published progress measured against it."""

    terms: TargetTerms
    figure: Figure | None
    stages: list[tuple[str, str]]

    @property
    def value(self) -> str:
        """A promised whole in words: 162个, or 375个增至537个."""
        terms = self.terms
        if terms.value is None:
            return ""
        measure = terms.target.measure
        if not terms.baseline:
            return f"{plain(terms.value)}{measure}"
        return f"由{plain(terms.baseline)}到{plain(terms.value)}{measure}"


@dataclass(frozen=True)
class Changed:
    """A target whose promise or plan was changed; `month` is the last published one, or ""."""

    original: Side
    present: Side
    steps: list[Step]
    month: str

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.original, self.present

    @property
    def new_value(self) -> bool:
        return self.original.value != self.present.value

    @property
    def new_definition(self) -> bool:
        return self.original.terms.definition != self.present.terms.definition


def versions_of(project: Project) -> Versions:
    """Every version of the terms of each public target, by the target's key.

    They know whether the target's plan was changed, as `replanned`.
    """
    versions = defaultdict(list)
    rows = TargetTerms.objects.filter(target__in=Target.published.filter(project=project))
    later = Plan.objects.filter(target=OuterRef("target"), version__gt=1)
    rows = rows.annotate(replanned=Exists(later))
    for terms in rows.select_related("target").order_by("target__number", "version"):
        versions[terms.target_id].append(terms)
    return versions


def in_force(versions: Versions, month: str) -> list[TargetTerms]:
    """The terms in force in a month, or the first of what begins later, in order of targets."""
    found = ([row for row in rows if row.effective <= month] for rows in versions.values())
    first = (rows[0] for rows in versions.values())
    return [rows[-1] if rows else begins for rows, begins in zip(found, first, strict=True)]


def changed_of(
    versions: dict[int, list[TargetTerms]], card: PublicCard | None
) -> dict[str, Changed]:
    """By target name. An approved change is a public act: it shows as soon as it is recorded."""
    changed_keys = [key for key in versions if len(versions[key]) > 1 or versions[key][0].replanned]
    plans = plans_of(changed_keys) if changed_keys else {}
    known = names_in(card)
    return {
        versions[key][0].target.called_in(known): changed(versions[key], plans.get(key, []), card)
        for key in changed_keys
    }


def names_in(card: PublicCard | None) -> set[str]:
    """The names by which the facts of a month know its targets."""
    return {facts["name"] for facts in card.facts["targets"]} if card else set()


def plans_of(targets: list[int]) -> dict[int, list[Plan]]:
    """Every version of some targets' plans, each with its points as `loaded`, in one query."""
    found: dict[int, dict[int, Plan]] = defaultdict(dict)
    points = PlanPoint.objects.filter(plan__target__in=targets).select_related("plan", "milestone")
    for point in points.order_by("plan__version", "month", "pk"):
        plan = found[point.plan.target_id].setdefault(point.plan_id, point.plan)
        plan.loaded = [*getattr(plan, "loaded", []), point]
    return {key: list(plans.values()) for key, plans in found.items()}


def changed(versions: list[TargetTerms], plans: list[Plan], card: PublicCard | None) -> Changed:
    first, last = (plans[0], plans[-1]) if plans else (None, None)
    return Changed(
        original=side(versions[0], first, card),
        present=side(versions[-1], last, card),
        steps=steps(versions, plans),
        month=card.month if card else "",
    )


def steps(versions: list[TargetTerms], plans: list[Plan]) -> list[Step]:
    """Every change in its order; a plan approved along with new terms is part of that change."""
    found = [
        Step(
            "承诺调整", terms.effective, terms.recorded_at, terms.approved_by, terms.meeting,
            terms.document, terms.reason,
        )
        for terms in versions[1:]
    ]  # fmt: skip
    along = {(terms.document, terms.recorded_at) for terms in versions}
    found += [
        Step("分月计划调整", plan.effective, plan.recorded_at, "", "", plan.document, plan.reason)
        for plan in plans[1:]
        if (plan.document, plan.recorded_at) not in along
    ]
    return sorted(found, key=lambda step: step.day)


def side(terms: TargetTerms, plan: Plan | None, card: PublicCard | None) -> Side:
    points = plan.loaded if plan else []
    stages = [(p.milestone.name, p.month) for p in points if p.milestone]
    return Side(terms, measured(terms, points, card), stages)


def measured(terms: TargetTerms, points: list, card: PublicCard | None) -> Figure | None:
    """The published reading against these terms and this plan."""
    name = terms.target.called_in(names_in(card))
    targets = card.facts["targets"] if card else []
    published = next((facts for facts in targets if facts["name"] == name), None)
    if published is None or not points:
        return None
    judged = next(each for each in card.verdict["targets"] if each["name"] == name)
    facts = {**published, "start": terms.start, "due": terms.due.isoformat()}
    facts |= promised(facts, terms, points, judged)
    if hidden(judged.get("value")):
        nothing = {"actual": None, "planned": None, "value": judged["value"]}
        return from_facts(facts, nothing, card.month)
    judged = {**judged, "actual": "", "planned": ""}  # exact shares are made from the facts
    judged["value"] = judged.get("value") or facts.get("baseline")
    if terms.start > card.month:
        return None
    return from_facts(facts, judged, card.month, units=in_units(facts, judged, card.beside))


def promised(facts: dict, terms: TargetTerms, points: list, judged: dict) -> dict:
    """The parts of a target's facts that its terms and plan make, with what was read of it."""
    if facts["kind"] == Target.Kind.MILESTONES:
        done = {stage["name"]: stage["done"] for stage in facts["milestones"] or []}
        stages = sorted(points, key=lambda point: point.milestone.number)
        return {
            "milestones": [
                {
                    "name": point.milestone.name,
                    "weight": plain(point.milestone.weight),
                    "planned": point.month,
                    "done": done.get(point.milestone.name),
                }
                for point in stages
            ]
        }
    if facts["kind"] == Target.Kind.SERVICE:
        return {"planned_months": sorted(point.month for point in points)}
    month = judged.get("value_month")
    return {
        "baseline": plain(terms.baseline),
        "target": plain(terms.value),
        "plan": {point.month: plain(point.value) for point in points},
        "readings": {month: facts["readings"][month]} if month else {},
    }


def states_of(project: Project) -> list[ProjectChange]:
    """Suspended, removed, merged, resumed: each with its basis, the latest first."""
    changes = project.changes.select_related("merged_into__programme")
    return list(changes.order_by("-recorded_at"))
