"""Sheets brought in: places, plans, units, leads and people by the office, a month by its unit."""

import io

import openpyxl
from hypothesis import strategies as st
from hypothesis.stateful import rule

from projects.models import LeadUnit, Project, Target
from supervision.models import Report
from tests.walk.boxes import YEAR
from tests.walk.values import DAYS, FIGURES, MONTHS, NAMES, WHICH

ROLES = ["经办人", "分管负责人", "督查", "系统管理员", "区领导", "负责人"]


class BySheet:
    def sheet(self, model: str, head: str, *row, who: str = "officer") -> None:
        sheet = f"{head}\n{','.join(map(str, row))}\n"
        self.office.bring_in(f"/admin/projects/{model}/import/", sheet, who)

    @rule(which=WHICH, name=NAMES, quantity=FIGURES, month=MONTHS)
    def import_places(self, which, name, quantity, month):
        if target := self.one(Target.everything.filter(kind="quantity"), which):
            head = "年份,项目序号,指标名称,点位名称,数量,计划月份"
            row = [YEAR, target.project.number, target.name, name, quantity, month]
            self.sheet("site", head, *row)

    @rule(which=WHICH, value=FIGURES, month=MONTHS)
    def import_plan(self, which, value, month):
        if target := self.one(Target.everything.all(), which):
            head = "年份,项目序号,指标名称,批准依据,生效月份,12月,计划说明"
            month = month or f"{YEAR}-01"
            year, number = target.project.programme.year, target.project.number
            self.sheet("target", head, year, number, target.name, "演示", month, value, "演示")

    @rule(name=NAMES, since=DAYS, until=DAYS, known=st.booleans())
    def import_units(self, name, since, until, known):
        """A new unit in the place of an old one, or an old one with other days."""
        former = LeadUnit.objects.order_by("pk").first()
        if LeadUnit.objects.count() > 8 or former is None:
            return
        head = "单位名称,设立日期,撤销日期,原单位"
        self.sheet("leadunit", head, name[:60], since, until, former.name if known else "")

    @rule(which=WHICH, other=WHICH, day=DAYS)
    def import_assignment(self, which, other, day):
        project = self.one(Project.everything.all(), which)
        unit = self.one(LeadUnit.objects.all(), other)
        if project and unit:
            head = "年份,项目序号,单位名称,分工,自"
            year = project.programme.year
            self.sheet("assignment", head, year, project.number, unit.name, "牵头", day)

    @rule(name=NAMES, role=WHICH)
    def import_person(self, name, role):
        unit = self.one(LeadUnit.objects.all(), role)
        row = [name[:20], "demo-new", ROLES[role % len(ROLES)], unit.name if unit else ""]
        self.sheet("user", "姓名,账号,角色,单位", *row, who="admin")

    @rule(which=WHICH, figure=FIGURES)
    def fill_workbook(self, which, figure):
        """A unit's month typed into the workbook that the portal gives out."""
        report = self.one(Report.objects.filter(period__closed_at__isnull=True), which)
        if report is None:
            return
        clerk = self.office.lead_of(report.project)
        address = f"/admin/supervision/report/workbook/{report.period_id}/"
        given = self.office.download(clerk, address, "下载填报表")
        if given:
            book = typed_into(given, figure)
            self.office.bring_in(
                address, book, clerk, ("上传并核对", "确认，存为草稿"), "演示.xlsx"
            )


def typed_into(workbook: bytes, figure: str) -> bytes:
    """The figure in every box that a clerk may fill in, beside words."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for page in book.worksheets:
        headers = {cell.value: cell.column for cell in page[3]}
        for row in range(4, page.max_row + 1):
            for header, value in (
                ("填法", "累计"), ("完成数", figure), ("总数", "100"),
                ("本月进展", "演示：本月安装了一部分。"),
                ("下步打算", "下月安装其余部分。"),
                ("原因", "演示：说明。"), ("措施", "演示：说明。"), ("疑点说明", "演示：说明。"),
            ):  # fmt: skip
                box = page.cell(row, headers[header]) if header in headers else None
                if box is not None and not box.protection.locked:
                    box.value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
