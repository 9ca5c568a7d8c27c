"""年度总结 as an official paper in Word: overall, project by project, what is not done and why.

For the office: causes are the units' own words. How good forecasts were is not told.
"""

import datetime as dt
from collections import Counter

from projects.papers.word import word
from projects.values import days
from projects.values.months import in_words
from supervision.documents.slip import DEMONSTRATION
from supervision.yearend.summary import ProjectLine, Summary
from supervision.yearend.targets import TargetLine

UNFINISHED = "年度尚未结束或12月尚未定稿，数字以后会变动"


def as_word(year: Summary) -> bytes:
    return word("年度总结", year.title, values_of(year))


def values_of(year: Summary) -> dict:
    """What stands on it, by the names in its template."""
    programme, asked = year.programme, year.ongoing
    records = [line.discipline for line in year.lines]
    slips, messages = (
        [getattr(line, name) for line in year.lines] for name in ("slips", "messages")
    )
    return {
        "标注": labels(year),
        "发文机关": programme.authority,
        "清单": programme.title,
        "年份": programme.year,
        "截至": year.until,
        "成文日期": days.in_words(year.day),
        "项目数": len(year.lines),
        "继续办理数": len(asked),
        "指标数": sum(len(line.targets) for line in asked),
        "完成项目数": sum(line.kept for line in asked),
        "完成指标数": sum(line.done for line in asked),
        "验收情况": counted(year.outcomes),
        "最后月份": in_words(year.last.month) if year.last else "",
        "亮牌情况": counted(year.cards),
        "项目": [project(line) for line in year.lines],
        "未完成": [project(line) for line in asked if line.done < len(line.targets)],
        "应报": sum(each.asked for each in records),
        "按时": sum(each.on_time for each in records),
        "迟报": sum(len(each.late) for each in records),
        "未报": sum(len(each.missing) for each in records),
        "退回": sum(each.returned for each in records),
        "督办单数": sum(each.whole for each in slips),
        "销号数": sum(each.done for each in slips),
        "留言数": sum(each.whole for each in messages),
        "办理数": sum(each.done for each in messages),
    }


def labels(year: Summary) -> list[str]:
    found = [DEMONSTRATION] if year.programme.demonstration else []
    return found if year.whole else [*found, UNFINISHED]


def counted(counts: Counter) -> str:
    return "，".join(f"{name}{count}件" for name, count in counts.most_common())


def project(line: ProjectLine) -> dict:
    """What was promised and what became of it."""
    held = line.acceptance
    return {
        "序号": line.project.number,
        "名称": line.project.title,
        "单位": line.unit,
        "指标": [target(each) for each in line.targets],
        "未完成": [target(each) for each in line.targets if not each.kept],
        "结论": line.outcome,
        "验收日期": days.in_words(held.held_on) if held else "",
        "验收机构": held.body if held else "",
        "验收文件": held.document if held else "",
        "验收理由": held.reason if held else "",
    }


def target(line: TargetLine) -> dict:
    return {
        "名称": line.name,
        "承诺": line.promised,
        "调整": line.changed,
        "结果": line.in_words,
        "完成月份": in_words(line.kept) if line.kept else "",
        "原因": line.cause.rstrip("。"),
        "措施": line.measures.rstrip("。"),
        "承诺时间": days.in_words(dt.date.fromisoformat(line.finish)) if line.finish else "",
    }
