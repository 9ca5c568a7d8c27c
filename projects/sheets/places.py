"""Places (建设点位) from a sheet: a row a place."""

from itertools import groupby

from django.utils import timezone

from projects.actions.places import keep_places
from projects.models import Site
from projects.sheets.cells import BadCell, choice, month, needed, number
from projects.sheets.sheet import CHANGED, NEW, SAME, SheetImport, find_target
from projects.values.months import in_words, month_of

OPEN = [(True, "是"), (False, "否")]


class PlaceImport(SheetImport):
    """建设点位: new ones are added; of known ones what the sheet says otherwise is changed."""

    name, permission = "建设点位", "projects.change_site"
    required = ("项目序号", "指标名称", "点位名称")
    optional = ("年份", "地名", "数量", "计划月份", "建成月份", "对外公开")
    columns = {"name": "点位名称", "place": "地名", "quantity": "数量"}
    hint = (
        "同一指标的点位名称不能重复，按名称认已有的点位；没有的列不动，有列而空着的清空。"
        "地名写镇街、村或社区，居民按它查找；数量空着算1；月份写 2023-09 或 9月；"
        "对外公开填“是”或“否”，新点位空着算“是”。"
    )

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seen: set[tuple[int, str]] = set()
        self.changed: list[Site] = []

    def take(self, row: dict) -> tuple[str, str]:
        target, name = find_target(row), needed(row, "点位名称")
        if (target.pk, name) in self.seen:
            raise BadCell("点位名称", f"“{target}”的“{name[:30]}”在表里出现了两次。")
        self.seen.add((target.pk, name))
        site = target.sites.filter(name=name).first() or Site(target=target, name=name)
        site.target, before = target, written(site)
        fill(site, row, month_of(timezone.localdate(self.at)))
        said = f"第{target.project.number}项 {target}：{name}"
        if site.pk and written(site) == before:
            return SAME, f"{said}，与已登记的相同"
        kind = CHANGED if site.pk else NEW
        site.full_clean()
        self.changed.append(site)
        return kind, f"{said}，{'更新' if kind == CHANGED else '新登记'}"

    def finish(self) -> None:
        rows = sorted(self.changed, key=lambda site: site.target.project_id)
        for _, places in groupby(rows, key=lambda site: site.target.project_id):
            places = list(places)
            keep_places(project=places[0].project, places=places, by=self.by, at=self.at)


def fill(site: Site, row: dict, this_month: str) -> None:
    """Take over the columns that the sheet has."""
    year = site.project.programme.year
    if "地名" in row:
        site.place = row["地名"]
    if "数量" in row:
        site.quantity = number(row, "数量") if row["数量"] else 1
        if not site.quantity:
            raise BadCell("数量", "要大于零。")
    if "计划月份" in row:
        site.planned = month(row, "计划月份", year) if row["计划月份"] else ""
    if "建成月份" in row:
        site.done = month(row, "建成月份", year) if row["建成月份"] else ""
        if site.done > this_month:
            raise BadCell("建成月份", f"{in_words(site.done)}还没有到。")
    if row.get("对外公开"):
        site.public = choice(row, "对外公开", OPEN)


def written(site: Site) -> list:
    return [getattr(site, name) for name in ("place", "quantity", "planned", "done", "public")]
