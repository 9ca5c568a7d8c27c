"""Plain functions that make what a test needs, with sensible values for the rest."""

import datetime as dt
import itertools
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group

from projects.ledger.chain import record
from projects.models import (
    Assignment,
    CityTask,
    LeadUnit,
    Milestone,
    Plan,
    PlanPoint,
    Programme,
    Project,
    Target,
    TargetTerms,
    Task,
    UnitMember,
    User,
)
from projects.values.months import span
from supervision.models import Feedback, Period, Report

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "a long-enough passphrase"
numbers = itertools.count(1)


def moment(text: str) -> dt.datetime:
    """A moment like 2023-10-08 09:30, in Shanghai."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def named_in_an_event() -> None:
    """What was made so far without an act, as if one had made it: the ledger wants to know it."""
    record(action="演示", by=None, at=moment("2023-01-01 09:00"))


def make_user(username: str = "", *, role: str = "", **kw) -> User:
    username = username or f"person{next(numbers)}"
    kw.setdefault("name", f"演示{username}")
    user = User.objects.create_user(username, password=PASSWORD, **{"is_staff": True, **kw})
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_officer(username: str = "officer") -> User:
    return make_user(username, role="督查")


def make_unit(name: str = "", **kw) -> LeadUnit:
    name = name or f"演示单位{next(numbers)}"
    kw.setdefault("slug", f"unit-{next(numbers)}")
    kw.setdefault("short_name", name)
    former = kw.pop("predecessor", None)
    unit = LeadUnit.objects.create(name=name, since=dt.date(2023, 1, 1), **kw)
    unit.predecessors.set([former] if former else [])
    return unit


def make_clerk(unit: LeadUnit, username: str = "", post: str = "clerk") -> User:
    role = {"clerk": "经办人", "leader": "分管负责人"}[post]
    user = make_user(username, role=role)
    UnitMember.objects.create(person=user, unit=unit, post=post, since=dt.date(2023, 1, 1))
    return user


def make_programme(year: int = 2023, **kw) -> Programme:
    kw = {
        "title": f"演示{year}年民生实事",
        "authority": "演示管委会",
        "document_number": f"演示〔{year}〕1号",
        "state": Programme.State.PUBLISHED,
        **kw,
    }
    return Programme.everything.create(year=year, **kw)


def make_project(
    programme: Programme | None = None, *, unit: LeadUnit | None = None, **kw
) -> Project:
    programme = programme or Programme.everything.first() or make_programme()
    number = kw.pop("number", programme.projects.count() + 1)
    kw.setdefault("title", f"演示项目{number}")
    kw.setdefault("text", f"{number}. {kw['title']}。完成若干。")
    kw.setdefault("category", Project.Category.CITY)
    project = Project.everything.create(programme=programme, number=number, **kw)
    if unit:
        Assignment.objects.create(
            project=project, unit=unit, role="lead", since=dt.date(programme.year, 1, 1)
        )
    return project


def make_target(
    project: Project,
    name: str = "",
    *,
    kind: str = "quantity",
    baseline: str | None = "0",
    value: str | None = "100",
    plan: dict[str, str] | list | None = None,
    start: str = "2023-01",
    due: str = "2023-12-31",
    comparison: str = "exactly",
    **kw,
) -> Target:
    """A target with its terms and, where given, a plan.

    `plan` is {month: cumulative value} with every month from `start` filled by holding the
    value; for services a list of months; for milestones a list of (name, weight, month).
    """
    number = project.targets.count() + 1
    task = project.tasks.first() or Task.objects.create(
        project=project, number=1, text="完成若干。"
    )
    counted = kind in ("quantity", "coverage")
    measure = {"quantity": "个", "coverage": "%"}.get(kind, "")
    kw = {"measure": measure, "step": Decimal("0.01") if kind == "coverage" else Decimal(1), **kw}
    target = Target.everything.create(
        project=project,
        task=task,
        number=number,
        name=name or f"演示指标{number}",
        kind=kind,
        **kw,
    )
    recorded = moment("2023-01-31 00:00")
    terms = TargetTerms.objects.create(
        target=target,
        baseline=Decimal(baseline) if counted else None,
        value=Decimal(value) if counted else None,
        start=start,
        due=dt.date.fromisoformat(due),
        comparison=comparison,
        approved_by="演示管委会",
        document="演示1号",
        effective=start,
        recorded_at=recorded,
    )
    if plan is not None:
        row = Plan.objects.create(
            target=target, terms=terms, document="演示计划", effective=start, recorded_at=recorded
        )
        PlanPoint.objects.bulk_create(plan_points(row, kind, plan, start, due[:7], baseline))
    return target


def plan_points(row: Plan, kind: str, plan, start: str, last: str, baseline) -> list[PlanPoint]:
    if kind == "service":
        return [PlanPoint(plan=row, month=month) for month in plan]
    if kind == "milestones":
        return [
            PlanPoint(
                plan=row,
                month=month,
                milestone=Milestone.objects.create(
                    target=row.target, number=number, name=name, weight=Decimal(weight)
                ),
            )
            for number, (name, weight, month) in enumerate(plan, 1)
        ]
    points, value = [], baseline
    for month in span(start, last):
        value = plan.get(month, value)
        points.append(PlanPoint(plan=row, month=month, value=Decimal(value)))
    return points


def make_period(programme: Programme, month: str = "2023-09", **kw) -> Period:
    kw = {
        "covers_from": month,
        "data_until": dt.date(2023, 9, 30),
        "due": dt.date(2023, 10, 7),
        "opened_at": moment("2023-09-01 09:00"),
        **kw,
    }
    return Period.everything.create(programme=programme, month=month, **kw)


def make_quota(programme: Programme, **kw) -> CityTask:
    kw = {"effective": f"{programme.year}-01", "recorded_at": moment("2023-01-31 00:00"), **kw}
    return CityTask.objects.create(programme=programme, **kw)


def make_report(period: Period, project: Project, unit: LeadUnit, **kw) -> Report:
    return Report.objects.create(period=period, project=project, unit=unit, **kw)


def make_message(project: Project, **kw) -> Feedback:
    """A resident's message, new unless told otherwise."""
    kw = {
        "code": f"code{next(numbers):012d}",
        "kind": "problem",
        "text": "演示：灯还是老灯。",
        "at": moment("2023-10-05 09:00"),
        "due": dt.date(2023, 10, 12),
        **kw,
    }
    return Feedback.everything.create(project=project, **kw)
