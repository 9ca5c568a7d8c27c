"""What a project's placeholders stand for: {项目12.累计}, {项目20.3.累计} for its third figure."""

from collections.abc import Callable
from typing import NamedTuple

from supervision.published.bulletin_issue import Line, finish_of
from supervision.published.figures import Figure
from supervision.published.sentences import done_words
from supervision.published.wording import WITHHELD, percent, points

UNKNOWN = "未明确"


class Attribute(NamedTuple):
    """`figure`: whether a single figure of a project has it too."""

    about: str
    figure: bool


ATTRIBUTES = {
    "名称": Attribute("名称", True),
    "单位": Attribute("牵头单位", False),
    "累计": Attribute("累计完成，带计量单位", True),
    "目标": Attribute("目标数，带计量单位", True),
    "差额": Attribute("与计划相比", True),
    "进展": Attribute("累计完成和与计划相比", True),
    "完成率": Attribute("完成率", True),
    "计划": Attribute("按计划应完成", True),
    "偏差": Attribute("比计划高低几个百分点", False),
    "牌": Attribute("亮牌", False),
    "承诺": Attribute("责任单位承诺完成时间", True),
}
JUDGED = {"牌"}


def project_value(line: Line, which: int | None, attribute: str) -> str:
    """One attribute of a project, or of one of its figures counted from 1."""
    if attribute in OF_PROJECT and which is None:
        return OF_PROJECT[attribute](line)
    figure = line.figures[which - 1] if which else line.figure
    if figure is None:
        return UNKNOWN
    if attribute == "承诺":
        return promised(line, figure)
    return OF_FIGURE[attribute](figure)


def share(value) -> str:
    return f"{percent(value)}%" if value is not None else "不公布"


def card_words(line: Line) -> str:
    grade = line.card.grade
    return f"{grade.name}（{grade.words}）" if grade.name else grade.words


def progress(figure: Figure) -> str:
    if figure.pending:
        return "计划待定"
    if figure.done == WITHHELD:
        return f"数量{WITHHELD}，按规定不公布"
    return f"{done_words(figure)}，{figure.gap}" if figure.gap else done_words(figure)


def promised(line: Line, figure: Figure) -> str:
    last = finish_of(figure, line.finish)
    return f"{last.year}年{last.month}月{last.day}日" if last else UNKNOWN


OF_PROJECT: dict[str, Callable[[Line], str]] = {
    "名称": lambda line: line.project.title,
    "单位": lambda line: line.card.unit_name or UNKNOWN,
    "完成率": lambda line: share(line.card.actual),
    "计划": lambda line: share(line.card.planned),
    "偏差": lambda line: points(line.card.deviation) or "不公布",
    "牌": card_words,
}
OF_FIGURE: dict[str, Callable[[Figure], str]] = {
    "名称": lambda figure: figure.name,
    "累计": lambda figure: f"{figure.done}{figure.measure}" if figure.done else "计划待定",
    "目标": lambda figure: f"{figure.total}{figure.measure}" if figure.total else UNKNOWN,
    "差额": lambda figure: figure.gap or UNKNOWN,
    "进展": progress,
    "完成率": lambda figure: share(figure.actual),
    "计划": lambda figure: share(figure.planned),
}
