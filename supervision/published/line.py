"""A project in a month as one line of what is public: its figures, and what stands for them."""

import datetime as dt
from dataclasses import dataclass

from projects.models import Project
from projects.values import days
from projects.values.months import in_words
from supervision.published.figures import Figure
from supervision.published.placeholders import Value, Values
from supervision.published.sentences import done_words, finish_of
from supervision.published.shown import PublicCard
from supervision.published.wording import Shares, untold_words

UNKNOWN = "未明确"
# In a 公开稿 of a project with several figures these name none of them, so they are not offered.
OF_ONE_FIGURE = ("累计", "目标", "差额", "进展", "承诺")


@dataclass(frozen=True)
class Line:
    """A project in the bulletin. `figure` says most of its `figures`.

    `sentence` is its 公开稿, `finish` the unit's 承诺完成时间 by target.
    """

    project: Project
    card: PublicCard
    figure: Figure | None
    figures: list[Figure]
    sentence: str
    finish: dict[str, dt.date]

    @property
    def promised(self) -> dt.date | None:
        """When the unit says that its figure will be reached; None once it is."""
        if self.figure is None or self.figure.finished:
            return None
        return finish_of(self.figure, self.finish)

    @property
    def count(self) -> int:
        return len(self.figures)


# What is told of a project, and of one of its figures.
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
NOT_PUBLIC = "不公布"


def project_values(line: Line, judged: bool) -> dict[str, Value]:
    """项目12.累计, and 项目20.3.累计 for its third figure where it has several."""
    grade, own = line.card.grade, f"项目{line.project.number}"
    words = f"{grade.name}（{grade.words}）" if grade and grade.name else grade and grade.words
    found = {
        **(figure_values(line.figure, line) if line.figure else {}),
        "名称": line.project.title,
        "单位": line.card.unit_name or UNKNOWN,
        "完成率": done_share(line.card.shares),
        "计划": planned_share(line.card.shares),
        "偏差": (line.card.shares and line.card.shares.gap) or NOT_PUBLIC,
        "牌": words if judged else None,
    }
    values = {f"{own}.{name}": found.get(name, UNKNOWN) for name in ABOUT}
    for number, figure in enumerate(line.figures if line.count > 1 else (), 1):
        single = figure_values(figure, line)
        values |= {f"{own}.{number}.{name}": value for name, value in single.items()}
    return values


def figure_values(figure: Figure, line: Line) -> dict[str, str]:
    return {
        "名称": figure.name,
        "累计": counted_words(figure),
        "目标": f"{figure.total}{figure.measure}" if figure.total else UNKNOWN,
        "差额": figure.gap or UNKNOWN,
        "进展": progress(figure),
        "完成率": done_share(figure.shares),
        "计划": planned_share(figure.shares),
        "承诺": days.in_words(finish_of(figure, line.finish)) or UNKNOWN,
    }


def counted_words(figure: Figure) -> str:
    if figure.withheld:
        return figure.untold
    return f"{figure.done}{figure.measure}" if figure.done else figure.gap or figure.unplanned


def done_share(shares: Shares | None) -> str:
    return f"{shares.percent}%" if shares and shares.percent else NOT_PUBLIC


def planned_share(shares: Shares | None) -> str:
    return f"{shares.planned_percent}%" if shares else NOT_PUBLIC


def progress(figure: Figure) -> str:
    if figure.pending:
        return figure.unplanned
    if figure.begins:
        return figure.gap
    if figure.withheld:
        return untold_words(figure.done)
    return f"{done_words(figure)}，{figure.gap}" if figure.gap else done_words(figure)


def own_values(line: Line) -> Values:
    """What a 公开稿 of the project may call by name: 累计, or 指标2.累计 where it has several."""
    own = f"项目{line.project.number}."
    named = {
        name.removeprefix(own): value
        for name, value in project_values(line, line.card.grading.judges).items()
    }
    single = line.count <= 1
    values = {"月份": in_words(line.card.month)}
    for name, value in named.items():
        if name[0].isdigit():
            values[f"指标{name}"] = value
        elif single or name not in OF_ONE_FIGURE:
            values[name] = value
    return values
