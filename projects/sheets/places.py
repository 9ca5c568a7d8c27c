"""Places (建设点位) from a sheet: a row a place."""

from itertools import groupby

from django.utils import timezone

from projects.actions.places import keep_places
from projects.models import Site
from projects.sheets.cells import BadCell, choice, kept, month, needed, number
from projects.sheets.sheet import SheetImport, find_target
from projects.sheets.units import changed, written
from projects.spreadsheets.importing import CHANGED, NEW, SAME, Line
from projects.values.months import in_words, month_of
from projects.values.text import folded

OPEN = [(True, "是"), (False, "否")]


class PlaceImport(SheetImport):
    """建设点位: new ones are added; of known ones what the sheet says otherwise is changed."""

    name, permission = "建设点位", "projects.change_site"
    required = ("项目序号", "指标名称", "点位名称")
    optional = ("年份", "地名", "数量", "计划月份", "建成月份", "对外公开")
    columns = {
        "name": "点位名称",
        "place": "地名",
        "quantity": "数量",
        "planned": "计划月份",
        "done": "建成月份",
        "public": "对外公开",
    }
    hint = (
        "同一指标的点位名称不能重复，按名称认已有的点位；没有的列和空着的格子不改已登记的内容，"
        "要清空请写“清空”。地名写镇街、村或社区，居民按它查找；新点位数量空着算1；"
        "月份写 2023-09 或 9月；对外公开填“是”或“否”，新点位空着算“是”。"
        "没有“年份”列的，按正在办理的那一年。"
    )

    def begin(self, rows) -> None:
        self.seen: set[tuple[int, str]] = set()
        self.changed: list[Site] = []

    def take(self, row) -> Line:
        target, name = find_target(row), needed(row, "点位名称")
        if (target.pk, folded(name)) in self.seen:
            raise BadCell("点位名称", f"“{target}”的“{name[:30]}”在表里出现了两次。")
        self.seen.add((target.pk, folded(name)))
        site = target.sites.filter(name=name).first() or Site(name=name)
        site.target = target  # with its project and year
        before = written(site)
        fill(site, row, month_of(timezone.localdate(self.at)))
        changes = changed(self.columns, before, written(site))
        year = target.project.programme.year
        said = f"{year}年第{target.project.number}项 {target}：{name}"
        if site.pk and not changes:
            return Line(SAME, f"{said}，与已登记的相同")
        kind = CHANGED if site.pk else NEW
        site.full_clean()
        self.changed.append(site)
        return Line(kind, f"{said}，{'更新' if kind == CHANGED else '新登记'}", changes)

    def finish(self) -> None:
        rows = sorted(self.changed, key=lambda site: site.target.project_id)
        for _, places in groupby(rows, key=lambda site: site.target.project_id):
            places = list(places)
            keep_places(project=places[0].project, places=places, by=self.by, at=self.at)


def fill(site: Site, row: dict, this_month: str) -> None:
    """Take over what the sheet says."""

    def in_year(row: dict, column: str) -> str:
        return month(row, column, site.project.programme.year)

    site.place = kept(row, "地名", site.place)
    site.quantity = kept(row, "数量", site.quantity, number) or 0
    if not site.quantity:
        raise BadCell("数量", "要大于零。")
    site.planned = kept(row, "计划月份", site.planned, in_year)
    site.done = kept(row, "建成月份", site.done, in_year)
    if site.done > this_month:
        raise BadCell("建成月份", f"{in_words(site.done)}还没有到。")
    if row.get("对外公开"):
        site.public = choice(row, "对外公开", OPEN)
