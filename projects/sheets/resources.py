"""What the office takes out of the record: Chinese headers, words instead of codes, no keys.

A resource never gives more than its reader may see, whatever queryset it is handed.
"""

import json
from collections.abc import Callable
from operator import attrgetter

from import_export.fields import Field
from import_export.resources import Resource

from projects.models import (
    Assignment,
    Event,
    LeadUnit,
    Project,
    Site,
    Target,
    TargetTerms,
    UnitMember,
    User,
    current,
)
from projects.values.numbers import plain


class Shown(Field):
    """A column that is only shown; `how` takes the row and gives text or a number."""

    def __init__(self, column_name: str, how: Callable | str):
        super().__init__(column_name=column_name, readonly=True)
        self.how = attrgetter(how) if isinstance(how, str) else how

    def export(self, instance, **kwargs):
        return self.how(instance)


class Scoped(Resource):
    """A resource for one reader, on one day; without a reader it holds nothing."""

    name, model, permission = "", None, ""

    def __init__(self, *, by: User | None = None, day=None, **kwargs):
        super().__init__()
        self.by, self.day = by, day

    @classmethod
    def get_display_name(cls):
        return cls.name

    def get_queryset(self):
        """All rows for who holds the permission, a unit's own for its people."""
        rows = self.model._default_manager.all()
        if self.by is None or not self.by.is_active:
            return rows.none()
        return rows if self.by.has_perm(self.permission) else self.own(rows)

    def own(self, rows):
        return rows.none()

    def units(self):
        posts = UnitMember.objects.filter(current(self.day), person=self.by)
        return posts.values("unit")

    def projects(self):
        """Keys of the projects that the reader's units lead today."""
        leads = Assignment.objects.filter(
            current(self.day), role=Assignment.Role.LEAD, unit__in=self.units()
        )
        return leads.values("project")

    def filter_export(self, queryset, **kwargs):
        return self.with_related(queryset.filter(pk__in=self.get_queryset().values("pk")))

    def with_related(self, rows):
        """The rows with all that their columns need, in a fixed number of queries."""
        return rows


def lead(project: Project) -> str:
    return "、".join(row.unit.name for row in project.assignments.all() if is_lead(row))


def is_lead(row: Assignment) -> bool:
    return row.role == Assignment.Role.LEAD and row.until is None


def helpers(project: Project) -> str:
    rows = project.assignments.all()
    return "、".join(row.called for row in rows if not is_lead(row) and row.until is None)


class ProjectResource(Scoped):
    name, model, permission = "实事项目", Project, "projects.view_project"

    year = Shown("年份", "programme.year")
    number = Shown("序号", "number")
    title = Shown("项目名称", "title")
    text = Shown("公布原文", "text")
    category = Shown("类别", lambda row: row.get_category_display())
    state = Shown("状态", lambda row: row.get_state_display())
    leader = Shown("区级分管领导", "leader")
    lead = Shown("牵头单位", lead)
    helpers = Shown("配合单位", helpers)
    sensitive = Shown("涉健康或未成年人", "sensitive")

    def own(self, rows):
        return rows.filter(pk__in=self.projects())

    def with_related(self, rows):
        return rows.select_related("programme").prefetch_related("assignments__unit")


def terms(target: Target) -> TargetTerms | None:
    return max(target.terms.all(), key=lambda row: row.version, default=None)


def of_terms(how: Callable) -> Callable:
    return lambda target: how(found) if (found := terms(target)) else ""


def plan_words(target: Target) -> str:
    """The plan in force: 1月0、3月20…, stages with their months, or the months of a service."""
    plan = max(target.plans.all(), key=lambda row: row.version, default=None)
    return "；".join(map(point_words, plan.points.all())) if plan else "待定"


def point_words(point) -> str:
    if point.milestone:
        return f"{point.month} {point.milestone.name}（{plain(point.milestone.weight)}）"
    return f"{point.month} {plain(point.value) or '开展'}"


class TargetResource(Scoped):
    name, model, permission = "目标指标", Target, "projects.view_target"

    year = Shown("年份", "project.programme.year")
    number = Shown("项目序号", "project.number")
    project = Shown("项目名称", "project.title")
    name_ = Shown("指标名称", "name")
    kind = Shown("类型", lambda row: row.get_kind_display())
    measure = Shown("计量单位", "measure")
    baseline = Shown("基数", of_terms(lambda found: found.baseline))
    value = Shown("目标值", of_terms(lambda found: found.value))
    comparison = Shown("要求", of_terms(lambda found: found.get_comparison_display()))
    start = Shown("起算月份", of_terms(lambda found: found.start))
    due = Shown("完成时限", of_terms(lambda found: found.due))
    definition = Shown("口径说明", of_terms(lambda found: found.definition))
    step = Shown("最小计数单位", "step")
    weight = Shown("权重", "weight")
    part_of = Shown("属于", lambda row: row.part_of.name if row.part_of else "")
    public = Shown("对外公开", "public")
    counted_in = Shown("覆盖对象", "counted_in")
    people = Shown("数的是人", "counts_people")
    plan = Shown("序时进度计划", plan_words)

    def own(self, rows):
        return rows.filter(project__in=self.projects())

    def with_related(self, rows):
        related = rows.select_related("project__programme", "part_of")
        return related.prefetch_related("terms", "plans__points__milestone")


class LeadUnitResource(Scoped):
    name, model, permission = "单位", LeadUnit, "projects.view_leadunit"

    name_ = Shown("单位名称", "name")
    short_name = Shown("简称", "short_name")
    slug = Shown("网址标识", "slug")
    phone = Shown("办公电话", "phone")
    since = Shown("设立日期", "since")
    until = Shown("撤销日期", "until")
    predecessors = Shown("原单位", lambda row: "、".join(map(str, row.predecessors.all())))

    def own(self, rows):
        return rows.filter(pk__in=self.units())

    def with_related(self, rows):
        return rows.prefetch_related("predecessors")


class AssignmentResource(Scoped):
    name, model, permission = "分工", Assignment, "projects.view_assignment"

    year = Shown("年份", "project.programme.year")
    number = Shown("项目序号", "project.number")
    project = Shown("项目名称", "project.title")
    unit = Shown("单位名称", "unit.name")
    role = Shown("分工", lambda row: row.get_role_display())
    since = Shown("自", "since")
    until = Shown("至", "until")

    def own(self, rows):
        return rows.filter(project__in=self.projects())

    def with_related(self, rows):
        return rows.select_related("project__programme", "unit")


class PlaceResource(Scoped):
    """建设点位, in the import's columns, so that the sheet can come back."""

    name, model, permission = "建设点位（可改好再导入）", Site, "projects.view_site"

    year = Shown("年份", "target.project.programme.year")
    number = Shown("项目序号", "target.project.number")
    target = Shown("指标名称", "target.name")
    name_ = Shown("点位名称", "name")
    place = Shown("地名", "place")
    quantity = Shown("数量", "quantity")
    planned = Shown("计划月份", "planned")
    done = Shown("建成月份", "done")
    part = Shown("部分建成数量", lambda site: None if site.done else site.partly)
    part_until = Shown("截至月份", lambda site: "" if site.done else site.partly_month)
    latitude = Shown("纬度", "latitude")
    longitude = Shown("经度", "longitude")
    public = Shown("对外公开", "public")

    def own(self, rows):
        return rows.filter(target__project__in=self.projects())

    def with_related(self, rows):
        return rows.with_parts().select_related("target__project__programme")


class EventResource(Scoped):
    """操作留痕: one row an event, with the rows it names and the chain's codes."""

    name, model, permission = "操作留痕", Event, "projects.view_event"

    number = Shown("序号", "number")
    at = Shown("时间", "at")
    person = Shown("操作人", lambda row: row.actor.name if row.actor else "系统")
    action = Shown("操作", "action")
    project = Shown("实事项目", lambda row: str(row.project) if row.project else "")
    note = Shown("说明", lambda row: json.loads(row.body)["note"])
    rows = Shown("涉及的记录", lambda row: named(json.loads(row.body)["rows"]))
    previous = Shown("上一条校验码", "previous")
    hash = Shown("校验码", "hash")

    def with_related(self, rows):
        return rows.select_related("actor", "project")


def named(rows: list[list]) -> str:
    return "\n".join(" ".join(map(str, row)) for row in rows)
