"""承诺调整 in words: what a promise, its plan or a quota was, beside what it is.

An approved change is public as soon as it is recorded; every page, list and paper that tells of
one takes it from here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import F, Prefetch, QuerySet, Value

from projects.models import (
    CityTask,
    Plan,
    PlanPoint,
    Programme,
    Project,
    ProjectChange,
    Target,
    TargetTerms,
    User,
)
from projects.models.plan import said_by
from projects.values import days
from projects.values.months import in_words
from projects.values.numbers import plain

Difference = tuple[str, str, str]  # what, before, after


@dataclass(frozen=True)
class Adjusted:
    """One approved change of a target, or of a quota, which has no `project`."""

    project: Project | None
    about: str
    lines: list[Difference]
    basis: str
    effective: str
    reason: str
    at: dt.datetime
    by: User | None
    anchor: str

    @property
    def in_line(self) -> str:
        return "；".join(
            f"{what}{before or '未写'}→{after or '未写'}" for what, before, after in self.lines
        )


@dataclass(frozen=True)
class Adjustments:
    """What was changed in a stretch of time: targets and quotas by project, then courses."""

    changed: list[Adjusted]
    courses: list[ProjectChange]


def adjustments(
    programme: Programme,
    after: dt.datetime | None = None,
    until: dt.datetime | None = None,
    targets: QuerySet[Target] | None = None,
    projects: list[int] | None = None,
) -> Adjustments:
    """`after` is left out, `until` is in. Of the public targets, unless others are given; of some
    `projects` by key without the quotas, which are nobody's own.

    One query says which kinds there are, and only those are read.
    """
    targets = Target.published if targets is None else targets
    own = {"target__in": targets.filter(project__programme=programme), "version__gt": 1}
    kinds = {
        "terms": TargetTerms.objects.filter(**own).annotate(of=F("target")),
        "plan": Plan.objects.filter(**own).exclude(reason="").annotate(of=F("target")),
        "quota": programme.city_tasks.filter(version__gt=1).annotate(of=F("pk")),
        "course": ProjectChange.objects.filter(project__programme=programme).annotate(of=F("pk")),
    }
    if projects is not None:
        for kind, field in (("terms", "target__"), ("plan", "target__"), ("course", "")):
            kinds[kind] = kinds[kind].filter(**{f"{field}project__in": projects})
        kinds["quota"] = kinds["quota"].none()
    found: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for kind, of, key in one_query(kinds, after, until):
        found[kind][of].add(key)
    changed = of_targets(found["terms"], found["plan"])
    if quotas := found["quota"]:
        changed += of_quotas(programme, quotas)
    courses = found["course"]
    rows = ProjectChange.objects.filter(pk__in=courses).order_by("recorded_at", "pk")
    rows = rows.select_related("project", "merged_into", "recorded_by")
    return Adjustments(changed, list(rows) if courses else [])


def one_query(kinds: dict[str, QuerySet], after: dt.datetime | None, until: dt.datetime | None):
    """The kind, what it is of, and the key of each row recorded in a stretch of time."""
    first, *others = (
        recorded(rows, after, until).order_by().values_list(Value(kind), "of", "pk")
        for kind, rows in kinds.items()
    )
    return first.union(*others, all=True)


def recorded(
    rows: QuerySet, after: dt.datetime | None = None, until: dt.datetime | None = None
) -> QuerySet:
    if after:
        rows = rows.filter(recorded_at__gt=after)
    return rows.filter(recorded_at__lte=until) if until else rows


def adjusted(*args, **kw) -> list[Adjusted]:
    return adjustments(*args, **kw).changed


Keys = dict[int, set[int]]  # of new versions, by target


def of_targets(terms: Keys, plans: Keys) -> list[Adjusted]:
    """A plan that came with new terms is told with them, one that says the same is not told."""
    every = {*terms, *plans}
    if not every:
        return []
    versions = {(row.target_id, row.version): row for row in terms_of(every)}
    points: dict[Plan, list[PlanPoint]] = defaultdict(list)
    for point in points_of(every) if plans else ():
        points[point.plan].append(point)
    said: dict = defaultdict(dict)
    said |= {(plan.target_id, plan.version): said_by(own) for plan, own in points.items()}
    new = [plan for plan in points if plan.pk in plans.get(plan.target_id, ())]
    along = {(plan.terms_id, plan.recorded_at): plan for plan in new}
    found = []
    for (target, version), row in versions.items():
        if row.pk not in terms.get(target, ()):
            continue
        plan = along.pop((row.pk, row.recorded_at), None)
        lines = terms_lines(versions[target, version - 1], row)
        lines += plan_lines(said, plan) if plan else []
        basis = "，".join(filter(None, (row.approved_by, row.meeting, row.document)))
        found.append(of_row(row, row.target, lines, basis, f"terms-{row.pk}"))
    for plan in along.values():
        target, basis = versions[plan.target_id, 1].target, plan.document.replace("　", "，")
        found.append(of_row(plan, target, plan_lines(said, plan), basis, f"plan-{plan.pk}"))
    return sorted(found, key=lambda each: (each.project.number, each.at))


def terms_of(targets: set[int]) -> QuerySet[TargetTerms]:
    rows = TargetTerms.objects.filter(target__in=targets).order_by("target", "version")
    return rows.select_related("target__project", "recorded_by")


def points_of(targets: set[int]) -> QuerySet[PlanPoint]:
    points = PlanPoint.objects.filter(plan__target__in=targets)
    return points.select_related("plan__recorded_by", "milestone").order_by("plan", "month", "pk")


def of_row(
    row: TargetTerms | Plan, target: Target, lines: list[Difference], basis: str, anchor: str
) -> Adjusted:
    return Adjusted(
        project=target.project, about=target.called_at(row.recorded_at), lines=lines,
        basis=basis, anchor=anchor,
        effective=row.effective, reason=row.reason, at=row.recorded_at, by=row.recorded_by,
    )  # fmt: skip


def terms_lines(former: TargetTerms, terms: TargetTerms) -> list[Difference]:
    """Each part of the terms that differs, from and to."""
    target = terms.target
    lines = [
        ("基数", counted(former.baseline, target), counted(terms.baseline, target)),
        ("目标值", counted(former.value, target), counted(terms.value, target)),
        ("要求", former.get_comparison_display(), terms.get_comparison_display()),
        ("起算月份", in_words(former.start), in_words(terms.start)),
        ("完成时限", days.in_words(former.due), days.in_words(terms.due)),
        ("权重", weight_of(former, target), weight_of(terms, target)),
        ("口径", former.definition, terms.definition),
        ("应附佐证", former.evidence, terms.evidence),
    ]
    return [line for line in lines if line[1] != line[2]]


def counted(number: Decimal | None, target: Target) -> str:
    return "" if number is None else f"{plain(number)}{target.measure}"


def weight_of(terms: TargetTerms, target: Target) -> str:
    return plain(target.weight if terms.weight is None else terms.weight)


def plan_lines(said: dict[tuple[int, int], dict[str, str]], plan: Plan) -> list[Difference]:
    """The months, or stages, of which the plan says otherwise than the one before, in one line."""
    key = plan.target_id, plan.version
    return apart("分月计划", said[key[0], key[1] - 1], said[key])


def apart(what: str, before: dict[str, str], after: dict[str, str]) -> list[Difference]:
    other = [each for each in {**before, **after} if before.get(each) != after.get(each)]
    said = [
        "、".join(f"{each}：{text[each]}" for each in other if each in text)
        for text in (before, after)
    ]
    return [(what, *said)] if other else []


def of_quotas(programme: Programme, changed: Iterable[int]) -> list[Adjusted]:
    """Each changed version beside the one before it; all versions, points and carriers are read
    at once."""
    names = programme.city_tasks.filter(pk__in=changed).values("name")
    carriers = Target.everything.select_related("project").order_by("project__number", "number")
    rows = programme.city_tasks.filter(name__in=names).select_related("recorded_by")
    rows = rows.order_by("name", "version").prefetch_related(
        "points", Prefetch("targets", carriers)
    )
    pairs = [pair for pair in pairwise(rows) if pair[1].pk in changed]
    return [of_quota(*pair) for pair in sorted(pairs, key=lambda pair: pair[1].pk)]


def of_quota(former: CityTask, task: CityTask) -> Adjusted:
    lines = [(what, old, new) for what, old, new in quota_parts(former, task) if old != new]
    lines += apart("市级计划", months_of(former), months_of(task))
    return Adjusted(
        project=None, about=task.name, lines=lines, basis=task.document, reason=task.reason,
        effective=task.effective, at=task.recorded_at, by=task.recorded_by,
        anchor=f"quota-{task.pk}",
    )  # fmt: skip


def quota_parts(former: CityTask, task: CityTask) -> list[Difference]:
    return [
        ("市定任务", *(f"{plain(row.quota)}{row.measure}" for row in (former, task))),
        ("承担指标", *(carried_by(row) for row in (former, task))),
    ]


def carried_by(task: CityTask) -> str:
    return "、".join(
        f"第{target.project.number}项{target.called_at(task.recorded_at)}"
        for target in task.targets.all()
    )


def months_of(task: CityTask) -> dict[str, str]:
    return {f"{in_words(each.month)}底": plain(each.value) for each in task.points.all()}
