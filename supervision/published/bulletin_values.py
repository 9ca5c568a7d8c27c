"""What the placeholders of a bulletin stand for: only what the month's public cards say.

Every value is taken from what the public page itself shows, so no text can tell more than it:
small counts are withheld, and where cards are not shown a value that judges is None.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from projects.values import days
from projects.values.months import in_words, shift
from projects.values.text import quoted
from supervision.cards.discipline import discipline_of
from supervision.models import ShownCard
from supervision.published.bulletin_issue import Issue
from supervision.published.line import project_values
from supervision.published.monthly_change import CLEARED, MOST, NEW, WORDS
from supervision.published.placeholders import Value, names
from supervision.published.wording import UNRATED

PROJECT = re.compile(r"项目([0-9]{1,6})\..+")
# Projects whose figures typed ones are held against: more are not read for one page.
MOST_PROJECTS = 200


def values_of(issue: Issue, texts: Iterable[str], most: int = 0) -> dict[str, Value]:
    """What some texts ask for by name; with `most` all of the month and its first projects too."""
    asked = {name for text in texts for name in names(text)}
    found = {
        name: make() if issue.judged or not judged else None
        for name, (_, judged, make) in month(issue).items()
        if most or name in asked
    }
    for line in issue.lines([*list(issue.shown.values())[:most], *named_in(issue, asked)]):
        found |= project_values(line, issue.judged)
    return found


def cards_for(issue: Issue, texts: Iterable[str]) -> list[ShownCard]:
    """The cards whose lines some texts ask for, besides the lists' own."""
    asked = {name for text in texts for name in names(text)}
    coming = any(name.startswith("下月节点.") for name in asked)
    return named_in(issue, asked) + (issue.staged if coming else [])


def named_in(issue: Issue, asked: Iterable[str]) -> list[ShownCard]:
    numbers = {int(found[1]) for name in asked if (found := PROJECT.fullmatch(name))}
    return [each for each in issue.shown.values() if each.project.number in numbers]


def month(issue: Issue) -> dict[str, tuple[str, bool, Callable[[], Value]]]:
    """By name, those that are no project's: what it is, whether it judges, how it is made."""
    period, coming = issue.period, days.in_words(issue.period.next_update)
    new, cleared = WORDS[NEW], WORDS[CLEARED]
    records = cache(lambda: discipline_of(period))
    stages = cache(lambda: stages_of(issue))
    return {
        "年份": ("清单年份", False, lambda: period.programme.year),
        "月份": ("通报的月份", False, lambda: in_words(period.month)),
        "下月": ("下一个月", False, lambda: in_words(shift(period.month, 1))),
        "期号": ("通报期号", False, lambda: period.bulletin_number),
        "数据截至": ("数据截至的日子", False, lambda: days.in_words(period.data_until)),
        "下次更新": (
            "公布的下次更新日",
            False,
            lambda: coming or "待定",
        ),
        "项目数": ("纳入调度的项目", False, lambda: len(issue.shown)),
        "各类件数": ("各种牌各有几件", True, lambda: counts(issue)),
        "与上月相比": ("新落后、赶上的件数", True, lambda: compared(issue)),
        **graded(issue),
        **group("提前完成", "提前完成的项目", True, lambda: praised(issue, 0)),
        **group("超序时", "超序时推进的项目", True, lambda: praised(issue, 1)),
        **group("滞后", "落后到亮牌程度的项目，最重的在前", True, lambda: cards(issue.late)),
        **group("新落后", "上月没有落后的", True, lambda: turned(issue, new)),
        **group("赶上", "上月落后的", True, lambda: turned(issue, cleared)),
        "应报数": ("本月应报的", False, lambda: sum(row.asked for row in records())),
        "按时数": ("按时报送的", False, lambda: sum(row.on_time for row in records())),
        "退回次数": ("审核退回的次数", False, lambda: sum(row.returned for row in records())),
        **group("迟报", "迟报的项目", False, lambda: reported(records(), "late")),
        **group("未报", "没有报送的项目", False, lambda: reported(records(), "missing")),
        **group("下月节点", "下月计划完成的节点", False, stages, ("个数", "名称")),
    }


def group(name: str, about: str, judged: bool, rows, parts=("件数", "项目")) -> dict:
    """How many, and which: 滞后.件数 and 滞后.项目."""
    count, which = (f"{name}.{part}" for part in parts)
    return {
        count: (f"{about}，{parts[0]}", judged, lambda: len(rows())),
        which: (about, judged, lambda: listed(rows())),
    }


def graded(issue: Issue) -> dict:
    """黄牌.件数 and 进度偏慢.件数: by a card's name and by its public words."""
    found: dict = {}
    for colour, words in (issue.grading.grades if issue.grading else {}).items():
        for name in filter(None, words):
            safe = re.sub(r"\W", "", name)  # a policy's words may hold signs that no name can
            found |= group(safe, f"{name}的项目", True, lambda of=colour: coloured(issue, of))
    return found


def coloured(issue: Issue, colour: str) -> list[str]:
    return cards(each for each in issue.shown.values() if (each.colour or UNRATED) == colour)


def praised(issue: Issue, which: int) -> list[str]:
    """Those of whom the policy's praise is said: 0 提前完成, 1 超序时推进."""
    words = issue.grading.praise[which] if issue.fast else ""
    lines = zip(issue.fast, issue.lines(issue.fast), strict=True)
    return cards(each for each, line in lines if line.card.grade.words == words)


def turned(issue: Issue, kind: str) -> list[str]:
    turns = [turn for each in issue.turns if each.words == kind for turn in each.turns]
    return [named(turn.project.number, turn.project.title) for turn in turns]


def reported(records, kind: str) -> list[str]:
    rows = [
        (*project.split(". ", 1), row.unit) for row in records for _, project in getattr(row, kind)
    ]
    return [named(*row) for row in sorted(rows, key=lambda row: int(row[0]))]


def stages_of(issue: Issue) -> list[str]:
    """Next month's stages."""
    return [
        f"第{line.project.number}项{figure.name}的{quoted(stage.name)}"
        for line in issue.lines(issue.staged)
        for figure in line.figures
        for stage in figure.stages
        if stage.planned == shift(issue.period.month, 1) and not stage.done
    ]


def cards(shown: Iterable[ShownCard]) -> list[str]:
    return [named(each.project.number, each.project.title, each.card.unit_name) for each in shown]


def named(number, title: str, unit: str = "") -> str:
    return f"第{number}项{quoted(title)}{f'（{unit}）' if unit else ''}"


def listed(rows: list[str]) -> str:
    more = f"等{len(rows)}项" if len(rows) > MOST else ""
    return "、".join(rows[:MOST]) + more or "无"


def counts(issue: Issue) -> str:
    said = [f"{grade.words}{count}件" for grade, count in issue.grades if count]
    return "，".join(said) or "进展尚未评定"


def compared(issue: Issue) -> str:
    if issue.former is None:
        return "无上月数据"
    return "，".join(f"{kind.words}{kind.count}件" for kind in issue.turns) or "没有变化"
