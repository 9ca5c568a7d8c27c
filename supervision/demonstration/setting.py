"""The demonstration's stage: units, people, posts, plans and city quotas (演示)."""

import datetime as dt
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from projects.actions.plans import approve_plan
from projects.actions.units import appoint, assign
from projects.ledger.chain import record
from projects.models import (
    Assignment,
    CityTask,
    CityTaskPoint,
    LeadUnit,
    Programme,
    Project,
    Target,
    User,
)
from projects.values.months import month_of, span
from projects.values.planning import fill
from supervision import roles
from supervision.demonstration.figures import FIGURES, QUOTAS, Numbers, Stages
from supervision.demonstration.units import PASSWORD, RENAMED, ROLES, UNITS

START = dt.date(2023, 1, 1)
# A unit that no reminder reaches, as there will be one; `.invalid` leads nowhere.
WITHOUT_EMAIL = "-health"
# What is said to what the portal asks about the shape of these plans.
ANSWERS = {
    (1, 2): "演示：市里5月公布创建标准，之前只能准备材料。",
    (4, 4): "演示：年度轮训安排在8月以后，上半年编教材、选师资。",
    (9, 1): "演示：上半年选址、设计、采购，8月开放第1处，10月开放第2处。",
    (9, 3): "演示：上半年选址、改造，9月开放。",
    (15, 1): "演示：春季农忙，5月起分批办班。",
    (20, 3): "演示：供暖期结束以后才能停热施工，6月进场。",
}
DOCUMENT = "演示：2023年序时进度计划"


def make_units() -> dict[str, LeadUnit]:
    """The units by slug; a renamed one ends the day before its successor begins."""
    units = {}
    began = {new: dt.date.fromisoformat(day) for new, day in RENAMED.values()}
    for number, (slug, name) in enumerate(UNITS.items(), 1):
        ended = RENAMED.get(slug)
        units[slug] = LeadUnit.objects.create(
            name=f"{name}（演示）",
            short_name=name,
            slug=slug,
            phone=f"0537-000-00{number:02d}（演示）",
            since=began.get(slug, START),
            until=ended and dt.date.fromisoformat(ended[1]) - dt.timedelta(days=1),
        )
    for old, (new, _) in RENAMED.items():
        units[new].predecessors.add(units[old])
    return units


class Cast:
    """The demonstration's people: `officers`, `admin`, and each unit's clerk by slug."""

    def __init__(self, units: dict[str, LeadUnit], at: dt.datetime):
        self.password = make_password(PASSWORD)
        self.officers = [
            self.person("officer", "督查员A（演示）", roles.SUPERVISOR),
            self.person("officer2", "督查员B（演示）", roles.SUPERVISOR),
        ]
        self.admin = self.person("admin", "系统管理员（演示）", roles.ADMINISTRATOR)
        self.person("district", "分管领导A（演示）", roles.DISTRICT)
        self.clerks, self.leaders = {}, {}
        leading = {lead for lead, _ in ROLES.values()} | {new for new, _ in RENAMED.values()}
        former = {new: old for old, (new, _) in RENAMED.items()}
        for slug in sorted(leading, key=lambda slug: (slug in former, slug)):
            if slug in former:
                people = [self.clerks[former[slug]], self.leaders[former[slug]]]
            else:
                people = self.people_of(slug, units[slug])
            self.clerks[slug], self.leaders[slug] = people
            for person, post in zip(people, ("clerk", "leader"), strict=True):
                appoint(
                    person=person, unit=units[slug], post=post, since=units[slug].since,
                    by=self.admin, at=at,
                )  # fmt: skip

    def people_of(self, slug: str, unit: LeadUnit) -> list[User]:
        suffix = "" if slug == "education" else f"-{slug}"
        return [
            self.person(f"clerk{suffix}", f"经办人·{unit.short_name}（演示）", roles.CLERK),
            self.person(f"leader{suffix}", f"分管负责人·{unit.short_name}（演示）", roles.LEADER),
        ]

    def person(self, username: str, name: str, role: str) -> User:
        email = "" if username.endswith(WITHOUT_EMAIL) else f"{username}@demo.invalid"
        user = User.objects.create(
            username=username, name=name, password=self.password, email=email, is_staff=True
        )
        user.groups.add(Group.objects.get(name=role))
        return user


def assign_all(programme: Programme, units: dict[str, LeadUnit], by: User, at) -> None:
    for project in programme.projects.all():
        name_leader(project, by, at)
        lead, support = ROLES[project.number]
        assign(project=project, unit=units[lead], role="lead", since=START, by=by, at=at)
        for slug in support:
            assign(project=project, unit=units[slug], role="support", since=START, by=by, at=at)


def name_leader(project: Project, by: User, at) -> None:
    """区级分管领导, by field: a post, as no person is invented."""
    fields = [category for category, _ in Project.Category.choices]
    project.leader = f"分管领导{'ABCDEFG'[fields.index(project.category)]}（演示）"
    project.save(update_fields=["leader"])
    note = f"{project}　区级分管领导：空→{project.leader}"
    record(action="修改实事项目", by=by, at=at, rows=[project], project=project, note=note)


def rename_units(units: dict[str, LeadUnit], by: User, at) -> None:
    """Hand what the former unit leads and supports to its successor."""
    for old, (new, day) in RENAMED.items():
        since = dt.date.fromisoformat(day)
        held = Assignment.objects.filter(unit=units[old], until__isnull=True)
        for assignment in list(held):
            if assignment.role == Assignment.Role.SUPPORT:
                assignment.until = since - dt.timedelta(days=1)
                assignment.save(update_fields=["until"])
                ended = {"rows": [assignment], "project": assignment.project}
                record(action="分工结束", by=by, at=at, **ended)
            assign(
                project=assignment.project, unit=units[new], role=assignment.role, since=since,
                by=by, at=at,
            )  # fmt: skip


def approve_plans(programme: Programme, by: User, at) -> None:
    targets = Target.everything.filter(project__programme=programme)
    for target in targets.select_related("project").order_by("project__number", "number"):
        given = FIGURES.get((target.project.number, target.number))
        if given is not None:
            approve_plan(
                target=target, points=points(target, given), document=DOCUMENT,
                effective="2023-01", by=by, at=at,
                answer=ANSWERS.get((target.project.number, target.number), ""),
            )  # fmt: skip


def points(target: Target, given):
    if isinstance(given, Stages):
        return [
            (name, Decimal(weight), f"2023-{month:02d}") for name, weight, month, _ in given.rows
        ]
    if not isinstance(given, Numbers):
        return [f"2023-{month:02d}" for month in given.months]
    terms = target.terms.get()
    return fill(
        given.planned(),
        months=span(terms.start, month_of(terms.due)),
        baseline=terms.baseline,
        step=target.step,
        how=given.how,
    )


def set_quotas(programme: Programme, by: User, at) -> None:
    for name, measure, quota, number, carrying in QUOTAS:
        task = CityTask.objects.create(
            programme=programme,
            name=name,
            measure=measure,
            quota=quota,
            document="演示市级清单",
            effective=f"{programme.year}-01",
            recorded_at=at,
            recorded_by=by,
        )
        targets = Target.everything.filter(
            project__programme=programme, project__number=number, number__in=carrying
        )
        task.targets.set(targets)
        totals: dict[str, Decimal] = {}
        for target in targets:
            terms = target.terms.get()
            for point in target.plans.get().points.all():
                totals[point.month] = totals.get(point.month, Decimal(0)) + (
                    point.value - terms.baseline
                )
        points = CityTaskPoint.objects.bulk_create(
            CityTaskPoint(city_task=task, month=month, value=value)
            for month, value in totals.items()
        )
        record(action="登记市级任务指标", by=by, at=at, rows=[task, *points], note=name)
