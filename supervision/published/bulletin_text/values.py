"""What the placeholders of a bulletin stand for: only what the month's public cards say.

Every value is taken from what the public page itself shows, so no text can tell more than it:
small counts are withheld, and where cards are not shown there is no value.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from projects.errors import Refused
from projects.models import PlanPoint
from projects.values.months import in_words, shift
from supervision.cards.discipline import Discipline, discipline_of
from supervision.models import ShownCard
from supervision.published import colours
from supervision.published.bulletin_issue import Issue
from supervision.published.bulletin_text.project_values import ATTRIBUTES, JUDGED, project_value

PROJECT = re.compile(r"项目([0-9]{1,6})(?:\.([0-9]{1,2}))?\.([^.]+)")
NONE = "无"


@dataclass(frozen=True)
class Placeholder:
    """A name with its present value; None where the public may not see it."""

    name: str
    value: str | None
    about: str = ""


class Values:
    """The placeholders of a month, each worked out when it is first asked for."""

    def __init__(self, issue: Issue):
        self.issue = issue
        self.numbers = {each.project.number: each for each in issue.shown.values()}
        self.makers = makers(self)
        self.found: dict[str, str | None] = {}

    def __call__(self, name: str) -> str | None:
        """A placeholder's value; Refused, a sentence, for a name there is none of."""
        name = name.strip()
        if name not in self.found:
            self.found[name] = self.worked_out(name)
        return self.found[name]

    def told(self, name: str) -> str | None:
        """The same for a text that stands; None also for a name that there no longer is."""
        try:
            return self(name)
        except Refused:
            return None

    def worked_out(self, name: str) -> str | None:
        if name in self.makers:
            _, judged, make = self.makers[name]
            return make() if self.issue.judged or not judged else None
        match = PROJECT.fullmatch(name)
        if not match or match[3] not in ATTRIBUTES:
            raise Refused(f"没有“{{{name}}}”这个占位符，请从右边的清单里选。")
        number, which, attribute = int(match[1]), match[2] and int(match[2]), match[3]
        if number not in self.numbers:
            raise Refused(f"“{{{name}}}”：本月没有第{number}项。")
        if attribute in JUDGED and not self.issue.judged:
            return None
        [line] = self.issue.lines([self.numbers[number]])
        if which and not 1 <= which <= len(line.figures):
            raise Refused(f"“{{{name}}}”：第{number}项只有{len(line.figures)}项指标。")
        return project_value(line, which, attribute)

    def of_month(self) -> Iterator[Placeholder]:
        for name, (about, _, _) in self.makers.items():
            yield Placeholder(name, self(name), about)

    def of_projects(self, most: int) -> Iterator[tuple[ShownCard, list[Placeholder]]]:
        """The first projects, each with its placeholders: one set for each of its figures."""
        shown = list(self.issue.shown.values())[:most]
        for each, line in zip(shown, self.issue.lines(shown), strict=True):
            which = [None, *range(1, len(line.figures) + 1)] if len(line.figures) > 1 else [None]
            yield (
                each,
                [self.placeholder(each, index, name) for index in which for name in of(index)],
            )

    def placeholder(self, shown: ShownCard, which: int | None, attribute: str) -> Placeholder:
        part = f".{which}" if which else ""
        name = f"项目{shown.project.number}{part}.{attribute}"
        return Placeholder(name, self(name))

    def cards_in(self, asked: Iterable[str]) -> list[ShownCard]:
        """The cards whose lines some placeholders are made from, besides the lists' own."""
        named = [PROJECT.fullmatch(name.strip()) for name in asked]
        numbers = [int(match[1]) for match in named if match]
        coming = {"下月节点数", "下月节点"} & {name.strip() for name in asked}
        own = [self.numbers[number] for number in numbers if number in self.numbers]
        return own + (self.staged if coming else [])

    # What several placeholders are made from.

    @cached_property
    def discipline(self) -> list[Discipline]:
        return discipline_of(self.issue.period)

    @property
    def next_month(self) -> str:
        return shift(self.issue.period.month, 1)

    @cached_property
    def staged(self) -> list[ShownCard]:
        """Projects with a stage next month, at most a list's length."""
        points = PlanPoint.objects.filter(
            month=self.next_month,
            milestone__isnull=False,
            plan__target__project__in=list(self.issue.shown),
        )
        keys = points.order_by("plan__target__project__number").values_list(
            "plan__target__project", flat=True
        )
        return [self.issue.shown[key] for key in dict.fromkeys(keys)][: colours.MOST]

    @cached_property
    def stages(self) -> list[str]:
        """Next month's stages."""
        return [
            f"第{line.project.number}项{figure.name}的“{stage.name}”"
            for line in self.issue.lines(self.staged)
            for figure in line.figures
            for stage in figure.stages
            if stage.planned == self.next_month and not stage.done
        ]

    def praised(self, which: int) -> list[ShownCard]:
        """Those of whom the policy's praise is said: 0 提前完成, 1 超序时推进."""
        if not self.issue.fast:
            return []
        lines = self.issue.lines(self.issue.fast)
        return [
            each
            for each, line in zip(self.issue.fast, lines, strict=True)
            if line.card.grade.words == self.issue.looks.praise[which]
        ]

    def turned(self, words: str) -> list[str]:
        kinds = [kind for kind in self.issue.turns if kind.words == words]
        return [titled(turn.project) for kind in kinds for turn in kind.turns]

    def graded(self, colour: str) -> list[ShownCard]:
        return [each for each in self.issue.shown.values() if (each.colour or "unrated") == colour]


def of(which: int | None) -> Iterable[str]:
    """Attributes of a project, or those that its single figures have too."""
    return ATTRIBUTES if which is None else [name for name, own in ATTRIBUTES.items() if own.figure]


Maker = tuple[str, bool, Callable[[], str]]


def makers(values: Values) -> dict[str, Maker]:
    """By name: what it is, whether it judges, and how it is made."""
    period = values.issue.period
    found: dict[str, Maker] = {
        "年份": ("清单年份", False, lambda: str(period.programme.year)),
        "月份": ("通报的月份", False, lambda: in_words(period.month)),
        "下月": ("下一个月", False, lambda: in_words(shift(period.month, 1))),
        "期号": ("通报期号", False, lambda: str(period.bulletin_number)),
        "数据截至": ("数据截至的日子", False, lambda: day(period.data_until)),
        "下次更新": ("公布的下次更新日", False, lambda: day(period.next_update) or "待定"),
        "项目数": ("纳入调度的项目", False, lambda: str(len(values.issue.shown))),
        "各类件数": ("各种牌各有几件", True, lambda: counts(values.issue)),
        "与上月相比": ("新落后、赶上的件数", True, lambda: compared(values.issue)),
    }
    return found | graded(values) | ahead_and_behind(values) | reporting(values) | coming(values)


def graded(values: Values) -> dict[str, Maker]:
    """{黄牌数} and {进度偏慢数}: by a card's name and by its public words."""
    found: dict[str, Maker] = {}
    for colour, names in (values.issue.looks.grades if values.issue.looks else {}).items():
        for name in filter(None, names):
            found |= pair(name, f"{name}的项目", True, lambda c=colour: cards(values.graded(c)))
    return found


def ahead_and_behind(values: Values) -> dict[str, Maker]:
    return {
        **pair("提前完成", "提前完成的项目", True, lambda: cards(values.praised(0))),
        **pair("超序时", "超序时推进的项目", True, lambda: cards(values.praised(1))),
        **pair("滞后", "落后到亮牌程度的项目，最重的在前", True, lambda: cards(values.issue.late)),
        **pair("新落后", "上月没有落后的", True, lambda: values.turned(colours.WORDS[colours.NEW])),
        **pair(
            "赶上", "上月落后的", True, lambda: values.turned(colours.WORDS[colours.CLEARED])
        ),
    }  # fmt: skip


def reporting(values: Values) -> dict[str, Maker]:
    def total(name: str) -> str:
        return str(sum(getattr(row, name) for row in values.discipline))

    def listed(name: str) -> list[str]:
        rows = ((row.unit, each) for row in values.discipline for _, each in getattr(row, name))
        return [named(*project.split(". ", 1), unit) for unit, project in rows]

    return {
        "应报数": ("本月应报的", False, lambda: total("asked")),
        "按时数": ("按时报送的", False, lambda: total("on_time")),
        "退回次数": ("审核退回的次数", False, lambda: total("returned")),
        **pair("迟报", "迟报的项目", False, lambda: listed("late")),
        **pair("未报", "没有报送的项目", False, lambda: listed("missing")),
    }


def coming(values: Values) -> dict[str, Maker]:
    return {
        "下月节点数": ("下月计划完成的节点", False, lambda: str(len(values.stages))),
        "下月节点": ("下月计划完成的节点", False, lambda: listed(values.stages)),
    }


def pair(name: str, about: str, judged: bool, rows: Callable[[], list[str]]) -> dict[str, Maker]:
    """{…数} and {…项目}: how many, and which."""
    return {
        f"{name}数": (f"{about}，件数", judged, lambda: str(len(rows()))),
        f"{name}项目": (about, judged, lambda: listed(rows())),
    }


def cards(shown: list[ShownCard]) -> list[str]:
    return [titled(each.project, each.card.unit_name) for each in shown]


def titled(project, unit: str = "") -> str:
    return named(project.number, project.title, unit)


def named(number, title: str, unit: str = "") -> str:
    return f"第{number}项“{title}”{f'（{unit}）' if unit else ''}"


def listed(rows: list[str]) -> str:
    more = f"等{len(rows)}项" if len(rows) > colours.MOST else ""
    return "、".join(rows[: colours.MOST]) + more or NONE


def counts(issue: Issue) -> str:
    said = [f"{grade.words}{count}件" for grade, count in issue.grades if count]
    return "，".join(said) or "进展尚未评定"


def compared(issue: Issue) -> str:
    if issue.former is None:
        return "无上月数据"
    return "，".join(f"{kind.words}{kind.count}件" for kind in issue.turns) or "没有变化"


def day(date) -> str:
    return f"{date.year}年{date.month}月{date.day}日" if date else ""
