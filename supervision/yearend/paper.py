"""年度总结 as an official paper in Word: overall, project by project, what is not done and why.

For the office: causes are the units' own words. How good forecasts were is not told.
"""

import datetime as dt
from collections import Counter

from projects.values import days
from projects.values.months import in_words
from supervision.documents.slip import DEMONSTRATION
from supervision.documents.word import word
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
        "标注": marks(year),
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
        "未完成": [project(line) for line in asked if unfinished(line)],
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


def marks(year: Summary) -> list[str]:
    marks = [DEMONSTRATION] if year.programme.demonstration else []
    return marks if year.whole else [*marks, UNFINISHED]


def counted(counts: Counter) -> str:
    return "，".join(f"{name}{count}件" for name, count in counts.most_common())


def project(line: ProjectLine) -> dict:
    """What was promised and what became of it."""
    return {
        "序号": line.project.number,
        "名称": line.project.title,
        "单位": line.unit,
        "指标": "；".join(map(promise, line.targets)) or "指标待明确",
        "验收": acceptance(line),
        "未完成": unfinished(line),
    }


def promise(target: TargetLine) -> str:
    changed = f"，经批准调整为{target.changed}" if target.changed else ""
    told = f"{target.name}：承诺{target.promised}{changed}，{target.in_words}"
    return f"{told}，{in_words(target.kept)}完成" if target.kept else told


def acceptance(line: ProjectLine) -> str:
    held = line.acceptance
    if held is None:
        return line.outcome
    reason = f"，理由：{held.reason}" if held.reason else ""
    when = f"{days.in_words(held.held_on)}经{held.body}验收"
    return f"{when}，{held.outcome}（{held.document}）{reason}"


def unfinished(line: ProjectLine) -> str:
    return "".join(lacking(target) for target in line.targets if not target.kept)


def lacking(target: TargetLine) -> str:
    parts = [f"{target.name}承诺{target.changed or target.promised}，{target.in_words}"]
    if target.cause:
        parts.append(f"原因：{target.cause.rstrip('。')}")
    if target.measures:
        parts.append(f"措施：{target.measures.rstrip('。')}")
    if target.finish:
        parts.append(f"承诺{days.in_words(dt.date.fromisoformat(target.finish))}前完成")
    return "。".join(parts) + "。"
