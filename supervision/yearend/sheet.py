"""年度总结 as a workbook: one sheet of projects with every month's card, one of their promises."""

import io

from projects.spreadsheets.dated import dated
from projects.spreadsheets.workbook import A3, Layout, fitted, shortened, write_several
from projects.values.months import short_in
from supervision.status_sheet.files import FILLS
from supervision.yearend.summary import ProjectLine, Summary

SHOWN = {"蓝牌": "blue", "黄牌": "yellow", "红牌": "red"}
PROJECTS = {
    "序号": 6, "项目名称": 22, "类别": 10, "牵头单位": 16, "状态": 8, "指标数": 8, "已完成": 8,
}  # fmt: skip
OUTCOME = {
    "验收": 11, "验收单位": 16, "验收日期": 12, "验收文号": 18, "验收理由": 20,
    "应报": 7, "按时": 7, "迟报": 7, "未报": 7, "退回次数": 8, "下调更正": 8,
    "督办单": 8, "已销号": 8, "督办逾期": 8, "群众意见": 8, "已办理": 8, "现场反映已用上": 10,
    "现场反映还没用上": 10, "满意度测评": 20,
}  # fmt: skip
MONTH = 8
TARGETS = {
    "序号": 6, "项目名称": 20, "牵头单位": 16, "指标": 20, "类型": 10, "计量单位": 8,
    "承诺目标": 18, "调整后目标": 20, "调整依据": 22, "完成时限": 12, "实际完成": 20,
    "完成率(%)": 9, "完成月份": 11, "未完成原因": 28, "措施": 28, "承诺完成时间": 12,
}  # fmt: skip
DEMONSTRATION = "演示数据，不代表实际"
CUT = "…（全文见各月推进情况）"


def workbook(year: Summary) -> bytes:
    buffer = io.BytesIO()
    write_several(buffer, [projects(year), targets(year)])
    return dated(buffer, year.day)


def notes(year: Summary) -> tuple[str, ...]:
    programme = year.programme
    parts = [
        f"发布机关：{programme.authority}",
        f"文号：{programme.document_number}",
        f"整理日期：{year.day}",
        f"数据：{year.until or '全年各月均已定稿'}",
        "内部使用",
    ]
    return ("　".join([*parts, DEMONSTRATION] if programme.demonstration else parts),)


def layout(year: Summary, name: str, widths: dict[str, float], rows: list[list], **kw) -> Layout:
    sizes = tuple(widths.values())
    return Layout(
        name=name,
        title=f"{year.title}　{name}",
        notes=notes(year),
        widths=sizes,
        row_heights=fitted([list(widths), *rows], sizes),
        fixed_columns=2,
        paper=A3,
        **kw,
    )


def projects(year: Summary):
    """A row a project. Months are columns, with the card that was in force."""
    months = {short_in(month, year.programme.year): MONTH for month in year.months}
    widths = PROJECTS | months | OUTCOME
    rows = [[*first(line), *cards(line, year), *last(line)] for line in year.lines]
    words = [(word, *FILLS[colour]) for word, colour in SHOWN.items()]
    fills = dict.fromkeys(months, words)
    return list(widths), rows, layout(year, "项目", widths, rows, fills=fills)


def first(line: ProjectLine) -> list:
    project = line.project
    return [
        project.number,
        project.title,
        project.get_category_display(),
        line.unit,
        project.get_state_display(),
        len(line.targets),
        line.done,
    ]


def cards(line: ProjectLine, year: Summary) -> list[str]:
    return [line.months.get(month, "未纳入") for month in year.months]


def last(line: ProjectLine) -> list:
    held, record = line.acceptance, line.discipline
    paper = [held.body, held.held_on, held.document, held.reason] if held else [""] * 4
    reports = [record.asked, record.on_time, len(record.late), len(record.missing)]
    return [
        line.outcome,
        *paper,
        *reports,
        record.returned,
        len(record.lowered),
        *line.slips,
        line.late_slips,
        *line.messages,
        line.seen["yes"],
        line.seen["no"],
        line.satisfaction,
    ]


def targets(year: Summary):
    """A row a promise: what it was at first, what it became, what was done."""
    found = [
        [
            line.project.number, line.project.title, line.unit, each.name, each.kind, each.measure,
            each.promised, each.changed, each.basis, each.due, each.achieved, each.percent,
            each.kept, each.cause, each.measures, each.finish,
        ]
        for line in year.lines
        for each in line.targets
    ]  # fmt: skip
    rows = [
        [shortened(value, width, CUT) for value, width in zip(row, TARGETS.values(), strict=True)]
        for row in found
    ]
    grading = {"完成率(%)": "0.00####"}
    return list(TARGETS), rows, layout(year, "指标", TARGETS, rows, formats=grading)
