"""A month's workbook for a unit's people: instructions, figures, words."""

import datetime as dt
import io
from collections.abc import Iterable

from django.utils import timezone

from projects.models import User
from projects.spreadsheets.cells import cell
from projects.spreadsheets.workbook import A4
from projects.values import days
from projects.values.months import in_words
from supervision.models import Period
from supervision.reports.workbook.columns import ABOUT, FIGURE_COLUMNS, FIGURES, WORD_COLUMNS, WORDS
from supervision.reports.workbook.month import items, reports_of
from supervision.reports.workbook.paper import NOTE, TITLE, Page, new_book
from supervision.reports.workbook.rows import Row, figure_rows, word_row

HEADER_ROW = 3
ABOUT_WIDTH = 116
HOW = (
    "一、怎么填",
    "1. “填报”表每个指标一行，“文字进展”表每个项目一行。"
    "白色格子由单位填写；灰色格子供参考，已锁定，改了也不算。",
    "2. 数量指标：“填法”选“本月新增”或“累计”，“完成数”只填数字，不带单位。本月没有新增填 0。",
    "3. 覆盖率指标：“完成数”填累计已覆盖数，“总数”填应覆盖总数，百分比由平台计算。",
    "4. 节点指标：完成了的节点在“完成月份”里选月份，没有完成的空着。",
    "5. 常年服务：在“开展情况”里选；本月无人申请也算开展。“累计服务数”可以不填。",
    "6. 进度落后于计划的，写明“原因”和“措施”；属于客观原因的选“是”。"
    "“承诺完成时间”写成 2023-12-20，会向公众公开。",
    "7. 数字容易引起疑问的（如比上次少、一下子增加很多），在“疑点说明”里写明原因。",
    "二、怎么交回",
    "8. 空着的格子不会改动平台上的草稿；要清空已经填过的内容，请在格子里写“清空”。",
    "9. 用 Excel、WPS、LibreOffice 填写都可以，保存为 xlsx。"
    "不要改表头，不要删去隐藏的“编码”列，不要合并单元格，不用公式。",
    "10. 回到平台“用表格填报”上传。平台先逐行列出改动和问题，确认以后才写入，而且只存为草稿。",
    "11. 写入以后，还要在平台上逐个项目核对、补上佐证材料，点“报送”。",
    "12. 下载以后如果有人在平台上改过同一个项目，上传时会列出两份内容，"
    "由您决定用哪一份，不会悄悄覆盖。",
)
WARNING = "本系统为非涉密系统，严禁在表中填写涉密和内部敏感信息。"


def filename(period: Period) -> str:
    mark = "（演示数据）" if period.programme.demonstration else ""
    return f"民生实事填报表_{in_words(period.month)}{mark}.xlsx"


def workbook(person: User, period: Period, at: dt.datetime) -> bytes:
    """The workbook of the reports that may still be filled in; there must be one."""
    day = timezone.localdate(at)
    reports = list(reports_of(person, period, day))
    open_ = [report for report in reports if report.editable]
    book = new_book()
    about_sheet(book, about(person, period, at, reports))
    pages = [
        Page(book, name, columns, [column.header for column in columns], HEADER_ROW)
        for name, columns in ((FIGURES, FIGURE_COLUMNS), (WORDS, WORD_COLUMNS))
    ]
    for page in pages:
        top(page, period)
    for item in items(open_, period, day):
        write(pages[0], figure_rows(item))
        write(pages[1], [word_row(item)])
    for page in pages:
        page.finish()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write(page: Page, rows: Iterable[Row]) -> None:
    for row in rows:
        page.add([row.values.get(column.key) for column in page.columns], row.kind, row.choices, {})


def top(page: Page, period: Period) -> None:
    """The title and what the colours mean, in the second column: the first is hidden."""
    title = f"{period.programme.year}年民生实事{period.covers}{page.name}"
    page.free(["", title], TITLE, 26)
    page.free(["", f"白色格子由单位填写，灰色格子供参考。{due(period)}{WARNING}"], NOTE, 18)
    page.head()


def due(period: Period) -> str:
    return f"报送截止{days.in_words(period.due)}24时。"


def about(person: User, period: Period, at: dt.datetime, reports) -> list[str]:
    """The first sheet's lines."""
    units = dict.fromkeys(str(report.unit) for report in reports)
    handed_in = [str(report.project) for report in reports if not report.editable]
    rest = "、".join(handed_in) or "无"
    mark = "【演示数据】" if period.programme.demonstration else ""
    return [
        f"{period.programme.year}年民生实事{period.covers}填报表{mark}",
        f"牵头单位：{'、'.join(units)}",
        f"填报{period.covers}进展，数据截至{days.in_words(period.data_until)}。{due(period)}",
        f"{person}于{cell(at)}下载。已经报送、不在表里的项目：{rest}。",
        WARNING,
        *HOW,
    ]


def about_sheet(book, lines: list[str]) -> None:
    page = Page(book, ABOUT, [], [], 1)
    page.sheet.column_dimensions["A"].width = ABOUT_WIDTH
    page.sheet.page_setup.paperSize = A4
    page.free(lines[:1], TITLE, 30)
    for line in lines[1:]:
        page.paragraph(line, ABOUT_WIDTH)
