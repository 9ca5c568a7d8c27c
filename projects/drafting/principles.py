"""The principles that lists are drawn up by, as findings: told with their sentence, never a bar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from projects.values.promises import SERVICE, ProjectText, WholeList

WITHIN_A_YEAR = "项目建设周期原则上不超过一年"
COUNTABLE = "每项任务要能量化考核"
FUNDED = "资金有着落"
ONE_LEAD = "一个项目一个牵头单位"
ONCE = "避免重复建设、多头调度"
NOT_FOR_THIS = "民生实事不办的事"
ALIKE = 0.75
# What is not for a list of promises to residents, as such lists' own rules say.
NEGATIVE = (
    "办公楼", "楼堂馆所", "形象工程", "政绩工程", "评比", "表彰", "庆典", "公务用车", "招商引资",
    "干部培训",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """`numbers` are the projects that it is about."""

    principle: str
    numbers: tuple[int, ...]
    text: str


def findings(whole: WholeList, former: Iterable[ProjectText] = ()) -> list[Finding]:
    """What the list does otherwise than the principles say; `former` is last year's list."""
    found = [each for project in whole.projects for each in of_project(project, whole.year)]
    return found + list(twice(whole)) + list(again(whole, former))


def of_project(project: ProjectText, year: int) -> Iterator[Finding]:
    own = (project.number or 0,)
    late = [each.name for each in project.targets if each.due[:4] > str(year)]
    if late:
        names = "、".join(late)
        yield Finding(WITHIN_A_YEAR, own, f"“{names}”到{year}年底办不完，请写明当年办到哪一步。")
    counted = {each.task for each in project.targets if each.counted}
    told = {each.task for each in project.targets}
    for task in project.tasks:
        place = f"任务{task.marker or task.number}"
        if task.number not in told:
            yield Finding(COUNTABLE, own, f"{place}没有指标。")
        elif task.number not in counted and all(
            each.kind == SERVICE for each in project.targets if each.task == task.number
        ):
            yield Finding(COUNTABLE, own, f"{place}只有常年服务，没有数字。")
    if not project.funds:
        yield Finding(FUNDED, own, "没有写投资和资金来源。")
    if not project.lead:
        yield Finding(ONE_LEAD, own, "没有写牵头单位。")
    if project.partners:
        several = "、".join((project.lead, *project.partners))
        yield Finding(ONE_LEAD, own, f"写了几个牵头单位（{several}）。")
    for word in NEGATIVE:
        if word in project.text:
            yield Finding(NOT_FOR_THIS, own, f"原文写到“{word}”，请核对是否该列入。")


def alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def twice(whole: WholeList) -> Iterator[Finding]:
    """Projects of one list that seem to promise the same."""
    for one, other in combinations(whole.projects, 2):
        numbers = (one.number or 0, other.number or 0)
        if one.title and alike(one.title, other.title):
            yield Finding(ONCE, numbers, f"“{one.title}”和“{other.title}”很像。")
            continue
        for a in one.targets:
            for b in other.targets:
                if a.measure == b.measure and a.name and alike(a.name, b.name):
                    yield Finding(ONCE, numbers, f"都有指标“{a.name}”（{b.name}）。")


def again(whole: WholeList, former: Iterable[ProjectText]) -> Iterator[Finding]:
    """Projects that last year's list had too."""
    former = list(former)
    for project in whole.projects:
        for before in former:
            if project.title and alike(project.title, before.title):
                text = f"上年第{before.number}项是“{before.title}”，请写明今年新办什么。"
                yield Finding(ONCE, (project.number or 0,), text)
