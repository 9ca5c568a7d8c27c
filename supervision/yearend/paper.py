"""年度总结 as an official paper in Word: overall, project by project, what is not done and why.

For the office: causes are the units' own words. How good forecasts were is not told.
"""

import datetime as dt
from collections import Counter

from projects.values.months import in_words
from supervision.documents.paper import HEADING, RED, Paper
from supervision.documents.slip import DEMONSTRATION, day_in_words
from supervision.yearend.summary import ProjectLine, Summary
from supervision.yearend.targets import TargetLine

UNFINISHED = "年度尚未结束或12月尚未定稿，数字以后会变动"


def as_word(year: Summary) -> bytes:
    programme = year.programme
    paper = Paper(year.title)
    for mark in marks(year):
        paper.line(mark, font=HEADING, colour=RED)
    paper.line()
    paper.title(f"{programme.title}\n年度总结{f'（{year.until}）' if year.until else ''}")
    paper.line()
    for heading, paragraphs in sections(year):
        paper.heading(heading)
        for text in paragraphs:
            paper.text(text)
    paper.line()
    paper.signed(programme.authority, day_in_words(year.day))
    return paper.bytes()


def marks(year: Summary) -> list[str]:
    marks = [DEMONSTRATION] if year.programme.demonstration else []
    return marks if year.whole else [*marks, UNFINISHED]


def sections(year: Summary) -> list[tuple[str, list[str]]]:
    lacking = "三、没有完成的事项和原因" if year.whole else "三、尚未完成的事项和原因"
    return [
        ("一、总体情况", overall(year)),
        ("二、各项目完成情况", [text for line in year.lines for text in project(line)]),
        (lacking, unfinished(year) or ["承诺的事项已全部完成。"]),
        ("四、报送纪律和督办", discipline(year)),
        ("五、群众意见建议", messages(year)),
    ]


def overall(year: Summary) -> list[str]:
    targets = sum(len(line.targets) for line in year.asked)
    kept = sum(line.kept for line in year.asked)
    done = sum(line.done for line in year.asked)
    when = f"{year.until}，" if year.until else "到年底，"
    texts = [
        f"{year.programme.year}年列入清单的民生实事共{len(year.lines)}件，继续办理的"
        f"{len(year.asked)}件，指标{targets}项。{when}{kept}件全部完成，指标完成{done}项。",
        f"验收情况：{counted(year.outcomes) or '还没有项目'}。",
    ]
    if year.last:
        said = counted(year.cards)
        texts.append(f"{in_words(year.last.month)}亮牌情况：{said}。牌针对项目，不针对个人。")
    return texts


def counted(counts: Counter) -> str:
    return "，".join(f"{name}{count}件" for name, count in counts.most_common())


def project(line: ProjectLine) -> list[str]:
    """What was promised and what became of it, a paragraph a project."""
    unit = f"牵头单位{line.unit}。" if line.unit else ""
    head = f"（{line.project.number}）{line.project.title}。{unit}"
    told = "；".join(map(promise, line.targets)) or "指标待明确"
    return [f"{head}{told}。{acceptance(line)}"]


def promise(target: TargetLine) -> str:
    changed = f"，经批准调整为{target.changed}" if target.changed else ""
    told = f"{target.name}：承诺{target.promised}{changed}，{target.in_words}"
    return f"{told}，{in_words(target.kept)}完成" if target.kept else told


def acceptance(line: ProjectLine) -> str:
    held = line.acceptance
    if held is None:
        return f"{line.outcome}。"
    reason = f"，理由：{held.reason}" if held.reason else ""
    when = f"{day_in_words(held.held_on)}经{held.body}验收"
    return f"{when}，{held.outcome}（{held.document}）{reason}。"


def unfinished(year: Summary) -> list[str]:
    """A paragraph a project."""
    texts = []
    for line in year.asked:
        if told := [lacking(target) for target in line.targets if not target.kept]:
            texts.append(f"第{line.project.number}项“{line.project.title}”：{''.join(told)}")
    return texts


def lacking(target: TargetLine) -> str:
    parts = [f"{target.name}承诺{target.changed or target.promised}，{target.in_words}"]
    if target.cause:
        parts.append(f"原因：{target.cause.rstrip('。')}")
    if target.measures:
        parts.append(f"措施：{target.measures.rstrip('。')}")
    if target.finish:
        parts.append(f"承诺{day_in_words(dt.date.fromisoformat(target.finish))}前完成")
    return "。".join(parts) + "。"


def discipline(year: Summary) -> list[str]:
    records = [line.discipline for line in year.lines]
    asked, on_time = sum(each.asked for each in records), sum(each.on_time for each in records)
    late = sum(len(each.late) for each in records)
    missing = sum(len(each.missing) for each in records)
    returned = sum(each.returned for each in records)
    issued, cleared = (sum(line.slips[at] for line in year.lines) for at in (0, 1))
    return [
        f"各单位应报{asked}次，按时{on_time}次，迟报{late}次，未报{missing}次，退回{returned}次。",
        f"签发督办单{issued}张，已销号{cleared}张。",
    ]


def messages(year: Summary) -> list[str]:
    received, done = (sum(line.messages[at] for line in year.lines) for at in (0, 1))
    if not received:
        return ["没有收到网上留言。"]
    return [f"收到网上留言{received}条，已办理{done}条。"]
