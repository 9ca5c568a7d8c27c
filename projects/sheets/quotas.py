"""The city's quotas (市级任务指标) from a sheet and back: a row a quota."""

import re

import tablib

from projects.actions.quotas import countable, keep_quota, other_measure, wrong_points
from projects.models import CityTask, CityTaskPoint, Programme, Target
from projects.sheets.cells import BadCell, month, needed, number
from projects.sheets.resources import Scoped
from projects.sheets.sheet import SheetImport, filled, find_programme, named
from projects.spreadsheets.importing import CHANGED, NEW, SAME, Change, Line
from projects.values.months import short_in
from projects.values.numbers import half_width, plain

NAME, MEASURE, QUOTA, DOCUMENT = "市级指标", "计量单位", "市定任务", "市级文件"
FROM, CARRIED = "生效月份", "承担指标"
LEAD_COLUMNS = ("年份", NAME, MEASURE, QUOTA, DOCUMENT, FROM, CARRIED)
BETWEEN = re.compile(r"[；;\n]+")
CARRYING = re.compile(r"第?(\d{1,7})项?[.．、:：\s]*(\S.*)")


class QuotaImport(SheetImport):
    """市级任务指标: new ones are added; of a list not public yet known ones change."""

    name, permission = "市级任务指标", "projects.change_citytask"
    by_month = True
    required = (NAME, MEASURE, QUOTA)
    optional = ("年份", DOCUMENT, FROM, CARRIED)
    columns = {"name": NAME, "measure": MEASURE, "quota": QUOTA, "document": DOCUMENT}
    hint = (
        "按市级指标的名称认已有的。承担指标写项目序号和指标名称，几个的用分号隔开，"
        "如“6 无障碍改造；7 适老化改造”；"
        "生效月份空着算年初。市级计划在“1月”至“12月”填累计数，只填有变化的月份，"
        "次年月份的列名写“2024年1月”。清单公布以后，已有的凭文件办理承诺调整，不在这里改。"
    )

    def begin(self, rows) -> None:
        self.seen: set[tuple[int, str]] = set()

    def take(self, row) -> Line:
        programme, name = find_programme(row), needed(row, NAME)
        standing = named(programme.city_tasks.current(), name)
        task = CityTask(programme=programme, name=name)
        if standing:
            task = CityTask.objects.get(pk=standing.pk)
        if (programme.pk, task.name) in self.seen:
            raise BadCell(NAME, f"“{name[:30]}”在表里出现了两次。")
        self.seen.add((programme.pk, task.name))
        before = said(standing, list(standing.points.all())) if standing else {}
        fill(task, row)
        points = points_of(row, task)
        targets = carrying(row, programme, task.measure)
        after = said(task, points, targets)
        about = f"{programme.year}年 {name}"
        if before == after:
            return Line(SAME, f"{about}，与已登记的相同")
        if standing and programme.issued:
            raise BadCell(NAME, f"“{name[:30]}”已经公布，要改请凭文件办理承诺调整。")
        keep_quota(
            programme=programme, task=task, targets=targets, points=points, by=self.by, at=self.at
        )
        if not standing:
            return Line(NEW, f"{about}，新登记：{after[QUOTA]}{task.measure}")
        changes = [
            Change(label, before.get(label, ""), after.get(label, ""))
            for label in {**before, **after}
            if before.get(label, "") != after.get(label, "")
        ]
        return Line(CHANGED, f"{about}，更新", changes)


def fill(task: CityTask, row: dict) -> None:
    year = task.programme.year
    task.measure, task.quota = needed(row, MEASURE), number(row, QUOTA)
    if task.quota <= 0:
        raise BadCell(QUOTA, "要大于零。")
    task.document = row.get(DOCUMENT, "")
    task.effective = month(row, FROM, year) if row.get(FROM) else task.effective or f"{year}-01"


def points_of(row: dict, task: CityTask) -> list[CityTaskPoint]:
    """The months whose cumulative plan the sheet gives."""
    found = filled(row, task.programme.year)
    values = {}
    for key in sorted(found):
        values[key] = number(row, found[key])
        if sentence := wrong_points(task.programme, values):
            raise BadCell(found[key], sentence)
    return [CityTaskPoint(month=key, value=value) for key, value in values.items()]


def carrying(row: dict, programme: Programme, measure: str) -> list[Target]:
    """The targets that add up to it, each by its project's number and its name."""
    found = []
    for part in filter(None, map(str.strip, BETWEEN.split(row.get(CARRIED, "")))):
        told = CARRYING.fullmatch(half_width(part))
        if not told:
            raise BadCell(CARRIED, f"“{part[:30]}”看不懂，请写项目序号和指标名称。")
        own = countable(programme.pk).filter(project__number=int(told[1]))
        target = named(own, told[2])
        if target is None:
            raise BadCell(CARRIED, f"第{told[1]}项没有数量指标“{told[2][:30]}”。")
        if sentence := other_measure(target, measure):
            raise BadCell(CARRIED, sentence)
        found.append(target)
    return found


def said(task: CityTask, points: list[CityTaskPoint], targets=None) -> dict[str, str]:
    """A quota by the sheet's columns, those without anything left out."""
    if targets is None:
        targets = task.targets.select_related("project").order_by("project__number", "number")
    carried = sorted(targets, key=lambda target: (target.project.number, target.number))
    cells = {
        MEASURE: task.measure,
        QUOTA: plain(task.quota),
        DOCUMENT: task.document,
        FROM: task.effective,
        CARRIED: "；".join(f"{target.project.number} {target.name}" for target in carried),
    }
    year = task.programme.year
    cells |= {short_in(point.month, year): plain(point.value) for point in points}
    return {label: text for label, text in cells.items() if text}


class QuotaResource(Scoped):
    """市级任务指标, in the import's columns, so that the sheet can come back."""

    name, model, permission = "市级任务指标（可改好再导入）", CityTask, "projects.view_citytask"

    def get_user_visible_fields(self):
        return []

    def with_related(self, rows):
        rows = rows.current().select_related("programme").order_by("programme__year", "pk")
        return rows.prefetch_related("points", "targets__project")

    def export(self, queryset=None, **kwargs):
        queryset = self.get_queryset() if queryset is None else queryset
        rows = [
            {"年份": task.programme.year, NAME: task.name}
            | said(task, list(task.points.all()), task.targets.all())
            for task in self.filter_export(queryset)
        ]
        own = [f"{each}月" for each in range(1, 13)]
        later = sorted({key for row in rows for key in row} - {*LEAD_COLUMNS, *own})
        headers = [*LEAD_COLUMNS, *own, *later]
        found = tablib.Dataset(headers=headers)
        for row in rows:
            found.append([row.get(header, "") for header in headers])
        return found
