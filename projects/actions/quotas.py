"""Versions of the city's quotas: added under the same name, never changed once a list is public."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from projects.actions import door
from projects.actions.changes import Approval
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, CityTask, CityTaskPoint, Programme, Project, Target, User
from projects.values.months import in_words, near
from projects.values.numbers import plain


def first_version(*, task: CityTask, by: User, at: dt.datetime) -> CityTask:
    """Make a quota not yet stored the first of its name; Refused where there is one."""
    Programme.everything.select_for_update(no_key=True).get(pk=task.programme_id)
    task.programme.check_open()
    if task.programme.city_tasks.filter(name=task.name).exists():
        way = "办理承诺调整" if task.programme.issued else "直接修改那一条"
        raise Refused(f"已有市级指标“{task.name}”，请{way}。")
    task.effective = door.first_month(task.programme, task.effective)
    task.recorded_at, task.recorded_by = at, by
    return task


@in_turn("programme")
def keep_quota(
    *,
    programme: Programme,
    task: CityTask,
    targets: Iterable[Target],
    points: Iterable[CityTaskPoint],
    by: User | None,
    at: dt.datetime,
) -> CityTask:
    """Add a quota, or change one of a list that is not public, as a sheet says."""
    former = list(Project.everything.filter(targets__city_tasks=task.pk)) if task.pk else []
    if not task.pk:
        first_version(task=task, by=by, at=at)
    elif programme.issued:
        raise Refused(f"“{task}”已经公布，要改请凭文件办理承诺调整。")
    task.full_clean()
    task.save()
    task.targets.set(targets)
    task.points.all().delete()
    rows = list(points)
    for point in rows:
        point.city_task = task
        point.full_clean()
        point.save()
    both = [*former, *Project.everything.filter(targets__city_tasks=task)]
    door.check({project.pk: project for project in both}.values(), at)
    record(action=Act.IMPORT_QUOTAS, by=by, at=at, rows=[task, *rows], note=str(task))
    return task


@in_turn("task.programme_id")
def change_quota(
    *,
    task: CityTask,
    quota: Decimal,
    targets: Iterable[Target],
    points: Mapping[str, Decimal],
    approval: Approval,
    by: User,
    at: dt.datetime,
) -> CityTask:
    """Add the next version of a public list's quota, with its plan and the targets that carry it.

    `points` are the months in which the city's cumulative plan changes.
    """
    approval.check(task.programme, at)
    targets, points = list(targets), dict(sorted(points.items()))
    former = task.programme.city_tasks.filter(name=task.name).order_by("version").last()
    check_quota(former, quota, targets, points)
    new = CityTask.objects.create(
        programme=former.programme,
        name=former.name,
        measure=former.measure,
        quota=quota,
        document=approval.in_line(),
        version=former.version + 1,
        effective=approval.effective,
        reason=approval.reason,
        recorded_at=at,
        recorded_by=by,
    )
    new.targets.set(targets)
    rows = CityTaskPoint.objects.bulk_create(
        CityTaskPoint(city_task=new, month=month, value=value) for month, value in points.items()
    )
    both = Project.everything.filter(targets__city_tasks__in=[former, new]).distinct()
    door.check(both, at)
    record(action=Act.CHANGE_QUOTA, by=by, at=at, rows=[new, *rows], note=str(new))
    return new


def check_quota(
    former: CityTask, quota: Decimal, targets: list[Target], points: Mapping[str, Decimal]
) -> None:
    if quota <= 0:
        raise Refused("市定任务要大于零。")
    for target in targets:
        if sentence := other_measure(target, former.measure):
            raise Refused(sentence)
    if sentence := wrong_points(former.programme, points):
        raise Refused(sentence)
    if (quota, {target.pk for target in targets}, points) == (
        former.quota,
        set(former.targets.values_list("pk", flat=True)),
        {point.month: point.value for point in former.points.all()},
    ):
        raise Refused("市定任务、市级计划和承担指标都没有变化。")


def countable(programme: int | None):
    """What can be added up to a quota: counted targets that carry readings themselves."""
    targets = Target.everything.filter(
        project__programme=programme, kind=Target.Kind.QUANTITY, parts__isnull=True
    )
    return targets.select_related("project").order_by("project__number", "number")


def other_measure(target: Target, measure: str) -> str:
    """Why a target cannot be added to a quota counted in `measure`; "" where it can."""
    if target.measure == measure:
        return ""
    return f"“{target}”的计量单位是“{target.measure}”，与“{measure}”不同。"


def wrong_points(programme: Programme, points: Mapping[str, Decimal]) -> str:
    """Why the city's cumulative plan by month, in order, cannot be so; "" where it can."""
    last, year = Decimal(0), programme.year
    for month, value in points.items():
        if not near(month, year):
            return f"市级计划的{in_words(month)}不在{year}年前后，请核对年份。"
        if value < last:
            return f"市级计划{in_words(month)}的{plain(value)}比之前的{plain(last)}倒退了。"
        last = value
    return ""
