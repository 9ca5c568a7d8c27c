"""What the placeholders of a bulletin stand for: only what the month's public cards say.

Every value is taken from what the public page itself shows, so no text can tell more than it:
small counts are withheld, and where cards are not shown a value that judges is None.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from projects.models import PlanPoint
from projects.values import days
from projects.values.months import in_words, shift
from supervision.cards.discipline import Discipline, discipline_of
from supervision.models import ShownCard
from supervision.published.bulletin_issue import Issue, Line, finish_of
from supervision.published.figures import Figure
from supervision.published.monthly_change import CLEARED, MOST, NEW, WORDS
from supervision.published.sentences import done_words
from supervision.published.wording import WITHHELD, percent, points

PROJECT = re.compile(r"项目([0-9]{1,6})(?:\.([0-9]{1,2}))?\.([^.]+)")
UNKNOWN = "未明确"
# Projects that are named in a list of all placeholders: more are not read for one page.
MOST_PROJECTS = 200


class BulletinValues(Mapping):
    """The values of a month by name, each worked out when it is first asked for."""

    def __init__(self, issue: Issue):
        self.issue = issue
        self.numbers = {each.project.number: each for each in issue.shown.values()}
        self.makers = makers(self)
        self.found: dict[str, str | int | None] = {}

    def __getitem__(self, name: str) -> str | int | None:
        if name not in self.found:
            self.found[name] = self.made(name)
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.makers
        for shown in list(self.issue.shown.values())[:MOST_PROJECTS]:
            yield from self.names_of(shown)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def made(self, name: str) -> str | int | None:
        if name in self.makers:
            _, judged, make = self.makers[name]
            return make() if self.issue.judged or not judged else None
        number, which, attribute = self.named(name)
        [line] = self.issue.lines([self.numbers[number]])
        if which > len(line.figures) or name.startswith(f"项目{number}.0"):
            raise KeyError(name)
        if attribute == "牌" and not self.issue.judged:
            return None
        return project_value(line, which, attribute)

    def named(self, name: str) -> tuple[int, int, str]:
        """A project's number, which of its figures counted from 1 or 0, and what of it."""
        found = PROJECT.fullmatch(name)
        if not found or int(found[1]) not in self.numbers or found[3] not in ABOUT:
            raise KeyError(name)
        return int(found[1]), int(found[2] or 0), found[3]

    def names_of(self, shown: ShownCard) -> list[str]:
        """A project's placeholders; one set for each of its figures where it has several."""
        [line], own = self.issue.lines([shown]), f"项目{shown.project.number}"
        found = [f"{own}.{name}" for name in ABOUT]
        if len(line.figures) > 1:
            numbers = range(1, len(line.figures) + 1)
            single = [name for name in ABOUT if name not in OF_PROJECT or name in OF_FIGURE]
            found += [f"{own}.{number}.{name}" for number in numbers for name in single]
        return found

    def of_month(self) -> list[tuple[str, str | int | None, str]]:
        """(name, value, what it is) of those that are no project's."""
        return [(name, self[name], about) for name, (about, _, _) in self.makers.items()]

    def of_projects(self, most: int) -> list[tuple[ShownCard, list[tuple[str, str | int | None]]]]:
        """The first projects, each with its placeholders and their values."""
        shown = list(self.issue.shown.values())[:most]
        self.issue.lines(shown)  # read in one go
        return [(each, [(name, self[name]) for name in self.names_of(each)]) for each in shown]

    def cards_in(self, names: Iterable[str]) -> list[ShownCard]:
        """The cards whose lines some placeholders are made from, besides the lists' own."""
        named = [PROJECT.fullmatch(name) for name in names]
        numbers = [int(found[1]) for found in named if found]
        own = [self.numbers[number] for number in numbers if number in self.numbers]
        return own + (self.staged if any(name.startswith("下月节点.") for name in names) else [])

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
        return [self.issue.shown[key] for key in dict.fromkeys(keys)][:MOST]

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

    def praised(self, which: int) -> list[str]:
        """Those of whom the policy's praise is said: 0 提前完成, 1 超序时推进."""
        fast = self.issue.fast
        words = self.issue.grading.praise[which] if fast else ""
        lines = zip(fast, self.issue.lines(fast), strict=True)
        return cards(each for each, line in lines if line.card.grade.words == words)

    def turned(self, kind: str) -> list[str]:
        turns = [turn for each in self.issue.turns if each.words == kind for turn in each.turns]
        return [named(turn.project.number, turn.project.title) for turn in turns]

    def graded(self, colour: str) -> list[str]:
        return cards(
            each for each in self.issue.shown.values() if (each.colour or "unrated") == colour
        )

    def reported(self, kind: str) -> list[str]:
        rows = ((row.unit, each) for row in self.discipline for _, each in getattr(row, kind))
        return [named(*project.split(". ", 1), unit) for unit, project in rows]


Maker = tuple[str, bool, Callable[[], str | int]]


def makers(values: BulletinValues) -> dict[str, Maker]:
    """By name: what it is, whether it judges, and how it is made."""
    issue, period = values.issue, values.issue.period

    def total(name: str) -> int:
        return sum(getattr(row, name) for row in values.discipline)

    found: dict[str, Maker] = {
        "年份": ("清单年份", False, lambda: period.programme.year),
        "月份": ("通报的月份", False, lambda: in_words(period.month)),
        "下月": ("下一个月", False, lambda: in_words(values.next_month)),
        "期号": ("通报期号", False, lambda: period.bulletin_number),
        "数据截至": ("数据截至的日子", False, lambda: days.in_words(period.data_until)),
        "下次更新": (
            "公布的下次更新日",
            False,
            lambda: days.in_words(period.next_update) or "待定",
        ),
        "项目数": ("纳入调度的项目", False, lambda: len(issue.shown)),
        "各类件数": ("各种牌各有几件", True, lambda: counts(issue)),
        "与上月相比": ("新落后、赶上的件数", True, lambda: compared(issue)),
    }
    for colour, words in (issue.grading.grades if issue.grading else {}).items():
        for name in filter(None, words):
            found |= group(name, f"{name}的项目", True, lambda c=colour: values.graded(c))
    new, cleared = WORDS[NEW], WORDS[CLEARED]
    return {
        **found,
        **group("提前完成", "提前完成的项目", True, lambda: values.praised(0)),
        **group("超序时", "超序时推进的项目", True, lambda: values.praised(1)),
        **group("滞后", "落后到亮牌程度的项目，最重的在前", True, lambda: cards(issue.late)),
        **group("新落后", "上月没有落后的", True, lambda: values.turned(new)),
        **group("赶上", "上月落后的", True, lambda: values.turned(cleared)),
        "应报数": ("本月应报的", False, lambda: total("asked")),
        "按时数": ("按时报送的", False, lambda: total("on_time")),
        "退回次数": ("审核退回的次数", False, lambda: total("returned")),
        **group("迟报", "迟报的项目", False, lambda: values.reported("late")),
        **group("未报", "没有报送的项目", False, lambda: values.reported("missing")),
        **group("下月节点", "下月计划完成的节点", False, lambda: values.stages, ("个数", "名称")),
    }


def group(name, about, judged, rows, parts=("件数", "项目")) -> dict[str, Maker]:
    """How many, and which: 滞后.件数 and 滞后.项目."""
    name = re.sub(r"\W", "", name)  # a policy's words may hold signs that no name can
    count, which = (f"{name}.{part}" for part in parts)
    return {
        count: (f"{about}，{parts[0]}", judged, lambda: len(rows())),
        which: (about, judged, lambda: listed(rows())),
    }


def cards(shown: Iterable[ShownCard]) -> list[str]:
    return [named(each.project.number, each.project.title, each.card.unit_name) for each in shown]


def named(number, title: str, unit: str = "") -> str:
    return f"第{number}项“{title}”{f'（{unit}）' if unit else ''}"


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


# What a project's placeholders stand for: 项目12.累计, 项目20.3.累计 for its third figure.
ABOUT = {
    "名称": "名称",
    "单位": "牵头单位",
    "累计": "累计完成，带计量单位",
    "目标": "目标数，带计量单位",
    "差额": "与计划相比",
    "进展": "累计完成和与计划相比",
    "完成率": "完成率",
    "计划": "按计划应完成",
    "偏差": "比计划高低几个百分点",
    "牌": "亮牌",
    "承诺": "责任单位承诺完成时间",
}
OF_PROJECT: dict[str, Callable[[Line], str]] = {
    "名称": lambda line: line.project.title,
    "单位": lambda line: line.card.unit_name or UNKNOWN,
    "完成率": lambda line: share(line.card.actual),
    "计划": lambda line: share(line.card.planned),
    "偏差": lambda line: points(line.card.deviation) or "不公布",
    "牌": lambda line: card_words(line.card.grade),
}
OF_FIGURE: dict[str, Callable[[Figure, Line], str]] = {
    "名称": lambda figure, _: figure.name,
    "累计": lambda figure, _: f"{figure.done}{figure.measure}" if figure.done else "计划待定",
    "目标": lambda figure, _: f"{figure.total}{figure.measure}" if figure.total else UNKNOWN,
    "差额": lambda figure, _: figure.gap or UNKNOWN,
    "进展": lambda figure, _: progress(figure),
    "完成率": lambda figure, _: share(figure.actual),
    "计划": lambda figure, _: share(figure.planned),
    "承诺": lambda figure, line: days.in_words(finish_of(figure, line.finish)) or UNKNOWN,
}


def project_value(line: Line, which: int, attribute: str) -> str:
    """One attribute of a project, or of one of its figures counted from 1."""
    if attribute in OF_PROJECT and (not which or attribute not in OF_FIGURE):
        return OF_PROJECT[attribute](line)
    figure = line.figures[which - 1] if which else line.figure
    return OF_FIGURE[attribute](figure, line) if figure else UNKNOWN


def share(value) -> str:
    return f"{percent(value)}%" if value is not None else "不公布"


def card_words(grade) -> str:
    return f"{grade.name}（{grade.words}）" if grade.name else grade.words


def progress(figure: Figure) -> str:
    if figure.pending:
        return "计划待定"
    if figure.done == WITHHELD:
        return f"数量{WITHHELD}，按规定不公布"
    return f"{done_words(figure)}，{figure.gap}" if figure.gap else done_words(figure)
