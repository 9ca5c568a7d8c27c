"""Places (建设点位) from a sheet: a row a place."""

from itertools import groupby

from django.utils import timezone

from projects.actions.places import check_built, former_of, keep_places, named, told_otherwise
from projects.errors import Refused
from projects.models import Site, SiteChange, SiteProgress
from projects.sheets.cells import BadCell, choice, degrees, kept, month, needed, number
from projects.sheets.sheet import SheetImport, find_target
from projects.sheets.units import changed, written
from projects.spreadsheets.importing import CHANGED, NEW, SAME, Change, Line
from projects.values.months import in_words, month_of
from projects.values.numbers import plain
from projects.values.points import wrong_point
from projects.values.text import folded

PART, PART_UNTIL, REASON = "部分建成数量", "截至月份", "更正原因"
LONGEST = SiteChange._meta.get_field("reason").max_length
OPEN = [(True, "是"), (False, "否")]


class PlaceImport(SheetImport):
    """建设点位: new ones are added; of known ones what the sheet says otherwise is changed."""

    name, permission = "建设点位", "projects.change_site"
    required = ("项目序号", "指标名称", "点位名称")
    optional = (
        "年份", "地名", "数量", "计划月份", "建成月份", PART, PART_UNTIL, "纬度", "经度",
        "对外公开", REASON,
    )  # fmt: skip
    columns = {
        "name": "点位名称",
        "place": "地名",
        "quantity": "数量",
        "planned": "计划月份",
        "done": "建成月份",
        "latitude": "纬度",
        "longitude": "经度",
        "public": "对外公开",
    }
    hint = (
        "同一指标的点位名称不能重复，按名称认已有的点位；没有的列和空着的格子不改已登记的内容，"
        "要清空请写“清空”。地名写镇街、村或社区，居民按它查找；新点位数量空着算1；"
        "月份写 2023-09 或 9月；只建成一部分的，写部分建成数量和截至哪个月底；"
        "纬度、经度写以度为单位的小数，填了的画在公开的地图上；对外公开填“是”或“否”，新点位空着算“是”。"
        "公众已经能看到的计划月份、建成月份和数量要改的，写更正原因，公众在更正记录中看到。"
        "没有“年份”列的，按正在办理的那一年。"
    )

    def begin(self, rows) -> None:
        self.seen: set[tuple[int, str]] = set()
        self.changed: list[Site] = []
        self.parts: list[SiteProgress] = []
        self.reasons: dict[int, str] = {}

    def take(self, row) -> Line:
        target, name = find_target(row), needed(row, "点位名称")
        if (target.pk, folded(name)) in self.seen:
            raise BadCell("点位名称", f"“{target}”的“{name[:30]}”在表里出现了两次。")
        self.seen.add((target.pk, folded(name)))
        site = target.sites.with_parts().filter(name=name).first() or Site(name=name)
        site.target = target  # with its project and year
        before = written(site)
        this_month = month_of(timezone.localdate(self.at))
        fill(site, row, this_month)
        changes = changed(self.columns, before, written(site))
        if part := part_of(site, row, this_month):
            self.parts.append(part)
            changes.append(Change(PART, plain(site.partly), plain(part.built)))
        year = target.project.programme.year
        said = f"{year}年第{target.project.number}项 {target}：{name}"
        if site.pk and not changes:
            return Line(SAME, f"{said}，与已登记的相同")
        kind = CHANGED if site.pk else NEW
        site.full_clean()
        self.reason(site, row.get(REASON, ""))
        self.changed.append(site)
        return Line(kind, f"{said}，{'更新' if kind == CHANGED else '新登记'}", changes)

    def reason(self, site: Site, said: str) -> None:
        """Why what anyone reads of a place already is changed."""
        if not site.pk:
            return
        if (changes := told_otherwise(site, former_of(site))) and not said:
            raise BadCell(REASON, f"{named(changes)}公众已经能看到，改动要写原因。")
        if len(said) > LONGEST:
            raise BadCell(REASON, f"最多{LONGEST}个字。")
        self.reasons[site.pk] = said

    def finish(self) -> None:
        rows = sorted(self.changed, key=lambda site: site.target.project_id)
        for _, places in groupby(rows, key=lambda site: site.target.project_id):
            places = list(places)
            parts = [part for part in self.parts if part.site in places]
            keep_places(
                project=places[0].project, places=places, parts=parts, reasons=self.reasons,
                by=self.by, at=self.at,
            )  # fmt: skip


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
    site.latitude = kept(row, "纬度", site.latitude, degrees)
    site.longitude = kept(row, "经度", site.longitude, degrees)
    for name, why in wrong_point(site.latitude, site.longitude).items():
        raise BadCell(PlaceImport.columns[name], why)
    if row.get("对外公开"):
        site.public = choice(row, "对外公开", OPEN)


def part_of(site: Site, row: dict, this_month: str) -> SiteProgress | None:
    """How much of the place stands, where the sheet says so and nothing else was said before."""
    if not row.get(PART):
        return None
    built = number(row, PART)
    until = month(row, PART_UNTIL, site.project.programme.year) if row.get(PART_UNTIL) else ""
    if built == site.partly and until in ("", site.partly_month):
        return None
    if not until:
        raise BadCell(PART_UNTIL, "部分建成的，请写截至哪个月底。")
    if until > this_month:
        raise BadCell(PART_UNTIL, f"{in_words(until)}还没有到。")
    try:
        check_built(site, built)
    except Refused as error:
        raise BadCell(PART, str(error)) from error
    if built == site.quantity:
        raise BadCell(PART, "全部建成的，请写建成月份。")
    return SiteProgress(site=site, month=until, built=built)
