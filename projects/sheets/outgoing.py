"""The plan sheet to be filled in: every target with its plan so far, in the import's columns."""

import tablib

from projects.clock import today
from projects.models import Plan, PlanPoint, Target, User
from projects.sheets.plans import ABOUT, ANSWER, STAGE, about
from projects.sheets.resources import Scoped, terms
from projects.sheets.sheet import running
from projects.values.months import short_in

LEAD_COLUMNS = ("年份", "项目序号", "指标名称", *ABOUT, "填充方式", *STAGE)
LAST_COLUMNS = ("批准依据", "生效月份", "调整原因", ANSWER)


class PlanSheetResource(Scoped):
    """A row a target, a row a stage; 待定 targets stand empty, unchanged rows import as 不变."""

    name, model, permission = "计划表（填好后可导入）", Target, "projects.view_target"

    def get_user_visible_fields(self):
        return []

    def own(self, rows):
        return rows.filter(project__in=self.projects())

    def with_related(self, rows):
        related = rows.filter(parts__isnull=True).select_related("project__programme")
        ordered = related.order_by("project__programme__year", "project__number", "number")
        return ordered.prefetch_related(
            "terms", "plans__points__milestone", "project__assignments__unit"
        )

    def export(self, queryset=None, **kwargs):
        queryset = self.get_queryset() if queryset is None else queryset
        rows = [row for target in self.filter_export(queryset) for row in target_rows(target)]
        own = [f"{month}月" for month in range(1, 13)]
        later = sorted({key for row in rows for key in row} - {*LEAD_COLUMNS, *own, *LAST_COLUMNS})
        headers = [*LEAD_COLUMNS, *own, *later, *LAST_COLUMNS]
        found = tablib.Dataset(headers=headers)
        for row in rows:
            found.append([row.get(header, "") for header in headers])
        return found


def target_rows(target: Target) -> list[dict]:
    plan = max(target.plans.all(), key=lambda row: row.version, default=None)
    programme = target.project.programme
    found = terms(target)
    shared = {"年份": programme.year, "项目序号": target.project.number, "指标名称": target.name}
    shared |= about(target, found)
    if plan is None:
        return [shared | {"生效月份": found.start if found else ""}]
    shared |= {"批准依据": plan.document, "生效月份": plan.effective}
    return [shared | values for values in planned(target, plan, programme.year)]


def planned(target: Target, plan: Plan, year: int) -> list[dict]:
    points: list[PlanPoint] = list(plan.points.all())
    if target.kind == Target.Kind.MILESTONES:
        return [
            {
                "节点名称": point.milestone.name,
                "权重": point.milestone.weight,
                "计划月份": point.month,
            }
            for point in sorted(points, key=lambda point: point.milestone.number)
        ]
    if target.kind == Target.Kind.SERVICE:
        return [{"计划月份": "、".join(sorted(point.month for point in points))}]
    return [{"填充方式": "按阶梯"} | {short_in(point.month, year): point.value for point in points}]


def plans_sheet(kind, by: User) -> tuple[list[str], list[list]]:
    """计划表 of the running lists."""
    resource = PlanSheetResource(by=by, day=today())
    found = resource.export(resource.get_queryset().filter(project__programme__in=running()))
    return found.headers, [list(row) for row in found]
