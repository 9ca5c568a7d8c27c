"""Lead units and who leads what, from a sheet."""

import datetime as dt

from projects.actions.units import assign
from projects.ledger.chain import record
from projects.models import Assignment, LeadUnit, Project
from projects.sheets.cells import BadCell, choice, day, needed, read_day
from projects.sheets.sheet import CHANGED, NEW, SAME, SheetImport, find_project


def find_unit(row: dict, column: str) -> LeadUnit:
    if unit := LeadUnit.objects.filter(name=needed(row, column)).first():
        return unit
    raise BadCell(column, f"没有登记过“{row[column][:30]}”，请先导入单位或核对名称。")


def find_former(row: dict) -> set[LeadUnit]:
    """The units that a merged one came of, their names set apart by 、."""
    names = [name.strip() for name in row.get("原单位", "").split("、") if name.strip()]
    return {find_unit({"原单位": name}, "原单位") for name in names}


class LeadUnitImport(SheetImport):
    """单位: new ones are added; of known ones the office line, short name and end change."""

    name, permission = "单位", "projects.change_leadunit"
    required = ("单位名称", "简称", "网址标识", "设立日期")
    optional = ("办公电话", "撤销日期", "原单位")
    columns = {
        "name": "单位名称",
        "short_name": "简称",
        "slug": "网址标识",
        "phone": "办公电话",
    }
    hint = "单位更名请登记为新单位，并在“原单位”写旧名；网址标识只用小写字母、数字和短横线。"

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.changed: list[LeadUnit] = []

    def take(self, row: dict) -> tuple[str, str]:
        name = needed(row, "单位名称")
        if any(unit.name == name for unit in self.changed):
            raise BadCell("单位名称", f"“{name}”在表里出现了两次。")
        unit = LeadUnit.objects.filter(name=name).first() or LeadUnit(name=name)
        before = written(unit)
        unit.short_name, unit.slug = needed(row, "简称"), needed(row, "网址标识")
        unit.phone, unit.since = row.get("办公电话", ""), day(row, "设立日期")
        end = row.get("撤销日期", "")
        unit.until = read_day(end, "撤销日期") if end else None
        former = find_former(row)
        if unit.until and unit.until < unit.since:
            raise BadCell("撤销日期", "早于设立日期。")
        if unit.pk and written(unit) == before and former == set(unit.predecessors.all()):
            return SAME, f"{name}：与已登记的相同"
        kind = CHANGED if unit.pk else NEW
        unit.full_clean()
        unit.save()
        unit.predecessors.set(former)
        self.changed.append(unit)
        return kind, f"{name}：{'更新' if kind == CHANGED else '新登记'}"

    def finish(self) -> None:
        if self.changed:
            record(action="导入单位", by=self.by, at=self.at, rows=self.changed)


def written(unit: LeadUnit) -> list:
    return [getattr(unit, field.attname) for field in unit._meta.concrete_fields]


class AssignmentImport(SheetImport):
    """分工: who leads and who supports each project, through the action people use."""

    name, permission = "分工", "projects.change_assignment"
    required = ("项目序号", "单位名称", "分工", "自")
    optional = ("年份", "项目名称", "至")
    hint = (
        "分工填“牵头”或“配合”；一个项目同时只有一个牵头单位，换牵头时原单位到前一天为止。"
        "“至”只有导出的表里才有，新登记的空着。"
    )

    def take(self, row: dict) -> tuple[str, str]:
        project, unit = find_project(row), find_unit(row, "单位名称")
        title = row.get("项目名称", "")
        if title and title != project.title:
            raise BadCell("项目名称", f"第{project.number}项是“{project.title}”，与表中不符。")
        role, since = choice(row, "分工", Assignment.Role.choices), day(row, "自")
        said = f"第{project.number}项 {Assignment.Role(role).label}：{unit}"
        if row.get("至"):
            return SAME, f"{said}，{ended(row, project, unit, role, since)}已结束"
        standing = project.assignments.filter(role=role, until__isnull=True)
        if standing.filter(unit=unit).exists():
            return SAME, f"{said}，已登记"
        check_since(project, unit, role, since)
        assign(project=project, unit=unit, role=role, since=since, by=self.by, at=self.at)
        return NEW, f"{said}，自{since}起"


def ended(row: dict, project: Project, unit: LeadUnit, role: str, since: dt.date) -> dt.date:
    """The day a known assignment ended: a sheet ends none."""
    until = read_day(row["至"], "至")
    if project.assignments.filter(unit=unit, role=role, since=since, until=until).exists():
        return until
    raise BadCell("至", "没有登记过这一段分工。结束分工请用“移交经办”，或登记新的牵头单位。")


def check_since(project: Project, unit: LeadUnit, role: str, since: dt.date) -> None:
    if since < unit.since or (unit.until and since > unit.until):
        raise BadCell("自", f"{since}不在“{unit}”存续的日期之内。")
    former = project.assignments.filter(role=role, until__isnull=True).first()
    if role == Assignment.Role.LEAD and former and since <= former.since:
        raise BadCell("自", f"现牵头单位“{former.unit}”自{former.since}起，新的要晚于这一天。")
