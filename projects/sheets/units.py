"""Lead units and who leads what, from a sheet."""

import datetime as dt
import re
from difflib import get_close_matches

from django.utils import timezone

from projects.actions.units import assign, refuse_far
from projects.clock import today
from projects.ledger.chain import record
from projects.models import Act, Assignment, LeadUnit, Project, User
from projects.sheets.cells import BadCell, choice, day, kept, needed, phone, shown
from projects.sheets.sheet import SheetImport, find_project, laid_out, named, running
from projects.spreadsheets.importing import CHANGED, NEW, SAME, Change, Line
from projects.values.slugs import slug_for
from projects.values.text import folded

BETWEEN = re.compile(r"[、,，;；\n]+")


def find_unit(row: dict, column: str) -> LeadUnit:
    if unit := named(LeadUnit.objects.all(), needed(row, column)):
        return unit
    raise BadCell(column, f"没有登记过“{row[column][:30]}”，请先导入单位或核对名称。")


def find_former(row: dict, column: str) -> list[LeadUnit]:
    """The units that a merged one came of, their names set apart by 、."""
    given = [name.strip() for name in row[column].split("、") if name.strip()]
    return [find_unit({column: name}, column) for name in given]


def names(units: list[LeadUnit]) -> str:
    return "、".join(sorted(map(str, units)))


class LeadUnitImport(SheetImport):
    """单位: new ones are added; of known ones the office line, short name and end change."""

    name, permission = "单位", "projects.change_leadunit"
    required = ("单位名称",)
    optional = ("简称", "网址标识", "设立日期", "办公电话", "撤销日期", "原单位")
    columns = {
        "name": "单位名称",
        "short_name": "简称",
        "slug": "网址标识",
        "since": "设立日期",
        "phone": "办公电话",
        "until": "撤销日期",
        "predecessors": "原单位",
    }
    hint = (
        "新单位没有写简称、网址标识和设立日期的，分别用名称、按名称建议的标识和今年1月1日。"
        "单位更名请登记为新单位，并在“原单位”写旧名；网址标识只用小写字母、数字和短横线。"
        "空着的格子不改已登记的内容，要清空请写“清空”。"
    )

    def begin(self, rows) -> None:
        self.changed: list[LeadUnit] = []

    def take(self, row) -> Line:
        name = needed(row, "单位名称")
        unit = LeadUnit.objects.filter(name=name).first() or LeadUnit(name=name)
        if any(each.name == name for each in self.changed):
            raise BadCell("单位名称", f"“{name}”在表里出现了两次。")
        alike = self.alike(unit)
        before = written(unit)
        taken = LeadUnit.objects.values_list("slug", flat=True)
        unit.short_name = row.get("简称") or unit.short_name or name[:20]
        unit.slug = row.get("网址标识") or unit.slug or slug_for(name, taken)
        unit.phone = kept(row, "办公电话", unit.phone, phone)
        begins = unit.since or timezone.localdate(self.at).replace(month=1, day=1)
        unit.since = day(row, "设立日期") if row.get("设立日期") else begins
        unit.until = kept(row, "撤销日期", unit.until, day)
        standing = list(unit.predecessors.all()) if unit.pk else []
        former = kept(row, "原单位", standing, find_former) or []
        if unit.until and unit.until < unit.since:
            raise BadCell("撤销日期", "早于设立日期。")
        refuse_far(unit.since, self.at)
        refuse_far(unit.until, self.at)
        changes = changed(
            self.columns,
            before | {"predecessors": names(standing)},
            written(unit) | {"predecessors": names(former)},
        )
        if unit.pk and not changes:
            return Line(SAME, f"{name}：与已登记的相同")
        kind = CHANGED if unit.pk else NEW
        unit.full_clean()
        unit.save()
        unit.predecessors.set(former)
        self.changed.append(unit)
        notes = [f"与已登记的“{alike}”很像，请核对是不是同一个单位。"] if alike else []
        return Line(kind, f"{name}：{'更新' if kind == CHANGED else '新登记'}", changes, notes)

    def alike(self, unit: LeadUnit) -> str:
        """The name of a unit much like a new one."""
        names = LeadUnit.objects.values_list("name", flat=True)
        return "" if unit.pk else next(iter(get_close_matches(unit.name, names, 1, 0.8)), "")

    def finish(self) -> None:
        if self.changed:
            record(action=Act.IMPORT_UNITS, by=self.by, at=self.at, rows=self.changed)


def written(row) -> dict[str, str]:
    return {field.name: shown(getattr(row, field.name)) for field in row._meta.concrete_fields}


def changed(columns: dict[str, str], before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """The cells that differ, under the names of their columns."""
    return [
        Change(column, before[name], after[name])
        for name, column in columns.items()
        if before[name] != after[name]
    ]


class AssignmentImport(SheetImport):
    """分工: who leads and who supports each project, through the action people use."""

    name, permission = "分工", "projects.change_assignment"
    required = ("项目序号", "单位名称", "分工", "自")
    optional = ("年份", "项目名称", "至")
    hint = (
        "分工填“牵头”“共同牵头”或“配合”，几个配合单位可以写在一格，用顿号隔开；一个项目同时只有一个牵头单位按月填报，文件另写的填“共同牵头”，换牵头时原单位到前一天为止。"
        "“至”只有导出的表里才有，新登记的空着。没有“年份”列的，按正在办理的那一年。"
    )

    def take(self, row) -> Line:
        """A cell may name several units that support; one leads. None yet: the row waits."""
        if not row["单位名称"]:
            label = Assignment.Role(choice(row, "分工", Assignment.Role.choices)).label
            return Line(SAME, f"{find_project(row)} {label}：尚未填写，跳过")
        names = [name for name in BETWEEN.split(needed(row, "单位名称")) if name.strip()]
        if len(names) < 2 or named(LeadUnit.objects.all(), row["单位名称"]):
            return self.take_unit(row)
        if row.get("分工") == Assignment.Role.LEAD.label:
            raise BadCell(
                "单位名称", "一个项目同时只有一个牵头单位，其余的请另起一行写“共同牵头”。"
            )
        lines = []
        for name in names:
            row["单位名称"] = name.strip()
            lines.append(self.take_unit(row))
        return Line(
            next((line.kind for line in lines if line.kind != SAME), SAME),
            "；".join(line.said for line in lines),
            [change for line in lines for change in line.changes],
            [note for line in lines for note in line.notes],
        )

    def take_unit(self, row) -> Line:
        project, unit = find_project(row), find_unit(row, "单位名称")
        title = row.get("项目名称", "")
        if title and folded(title) != folded(project.title):
            raise BadCell("项目名称", f"第{project.number}项是“{project.title}”，与表中不符。")
        role, since = choice(row, "分工", Assignment.Role.choices), day(row, "自")
        year = project.programme.year
        said = f"{year}年第{project.number}项 {Assignment.Role(role).label}：{unit}"
        if row.get("至"):
            return Line(SAME, f"{said}，{ended(row, project, unit, role, since)}已结束")
        standing = project.assignments.filter(role=role, until__isnull=True)
        if same := standing.filter(unit=unit).first():
            notes = [f"自{same.since}起，表里的{since}没有改。"] if same.since != since else []
            return Line(SAME, f"{said}，已登记", notes=notes)
        former = standing.first() if role == Assignment.Role.LEAD else None
        check_since(unit, former, since)
        assign(project=project, unit=unit, role=role, since=since, by=self.by, at=self.at)
        change = Change("牵头单位", str(former or ""), str(unit))
        until = since - dt.timedelta(days=1)
        notes = [f"原牵头单位“{former.unit}”到{until}为止。"] if former else []
        return Line(NEW, f"{said}，自{since}起", [change] if former else [], notes)


def ended(row: dict, project: Project, unit: LeadUnit, role: str, since: dt.date) -> dt.date:
    """The day a known assignment ended: a sheet ends none."""
    until = day(row, "至")
    if project.assignments.filter(unit=unit, role=role, since=since, until=until).exists():
        return until
    raise BadCell("至", "没有登记过这一段分工。结束分工请用“移交经办”，或登记新的牵头单位。")


def check_since(unit: LeadUnit, former: Assignment | None, since: dt.date) -> None:
    if since < unit.since or (unit.until and since > unit.until):
        raise BadCell("自", f"{since}不在“{unit}”存续的日期之内。")
    if former and since <= former.since:
        raise BadCell("自", f"现牵头单位“{former.unit}”自{former.since}起，新的要晚于这一天。")


def assignments_sheet(kind, by: User) -> tuple[list[str], list[list]]:
    """For each project of a running list its lead unit and those that support, or none yet."""
    rows = []
    projects = Project.everything.filter(programme__in=running()).order_by("programme", "number")
    for project in projects.select_related("programme").prefetch_related("assignments__unit"):
        year = project.programme.year
        first = min(dt.date(year, 1, 1), today())
        for role, label in Assignment.Role.choices:
            found = [row for row in project.assignments.all() if row.role == role and not row.until]
            if role == Assignment.Role.PARTNER and not found:
                continue
            rows.append(
                {
                    "年份": year,
                    "项目序号": project.number,
                    "项目名称": project.title,
                    "单位名称": "、".join(row.unit.name for row in found),
                    "分工": label,
                    "自": min((row.since for row in found), default=first),
                }
            )
    return laid_out(kind, rows)
