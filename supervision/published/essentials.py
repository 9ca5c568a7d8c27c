"""What a promise gives, and when: the two lines that stand first on its page."""

import datetime as dt
from dataclasses import dataclass

from projects.values.months import number_in_year, run_in_words, span
from supervision.published.figures import Figure
from supervision.published.sentences import due_words, unit_words, unkept_words

MOST = 3


@dataclass(frozen=True)
class When:
    """Promises that come on one day: `former` is the day first promised where it was moved."""

    names: list[str]
    words: str
    state: str  # done, late, coming or standing


def gains(figures: list[Figure]) -> list[str]:
    """What each promise gives, as it was promised; of five or more the rest counted."""
    said = [gain(figure) for figure in figures]
    return said if len(said) <= MOST + 1 else [*said[:MOST], f"等{len(said)}件"]


def gain(figure: Figure) -> str:
    if figure.kind == "service":
        return f"{figure.name}，常年开展" if figure.all_year else figure.name
    if figure.kind == "milestones" or not figure.total:
        return figure.name
    if figure.rate:
        return f"{figure.name}，{figure.rate}"
    if figure.kind == "coverage":
        reach = figure.bound or "覆盖"
        said = figure.name.removesuffix(reach)
        return f"{said}{'' if said != figure.name else '，'}{reach}{figure.total}{figure.measure}"
    verb = figure.verb if figure.verb in ("新增", "减少") else ""
    verb = "减少" if figure.verb == "已减少" else verb
    return f"{figure.name}{verb}{figure.bound}{figure.total}{figure.measure}"


def times(
    figures: list[Figure], finish: dict, moved: dict, month: str, today: dt.date | None = None
) -> list[When]:
    """When each promise comes, those of one day together; what is late first, done last.

    `finish` are days promised by the unit, `moved` the days first promised where they changed.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for figure in figures:
        found.setdefault(time(figure, finish, moved, month, today), []).append(figure.name)
    order = ("late", "coming", "standing", "done")
    whens = [When(names, words, state) for (words, state), names in found.items()]
    return sorted(whens, key=lambda when: order.index(when.state))


def time(
    figure: Figure, finish: dict, moved: dict, month: str, today: dt.date | None
) -> tuple[str, str]:
    """The date as of now in words, and how the promise stands to it."""
    if figure.kind == "service":
        planned = [each.month for each in figure.months if each.state != "off"]
        if planned:
            return run_months(planned), "standing"
        if not figure.finished:
            return "常年开展", "standing"
    if figure.finished:
        former = unkept_words(figure, month)
        return f"已完成（{former}）" if former else "已完成", "done"
    if not figure.due:
        return "时间待定", "coming"
    due = due_words(dt.date.fromisoformat(figure.due), month)
    names = (figure.name, *(part.name for part in figure.parts))
    former = next((moved[name] for name in names if name in moved), None)
    words = f"{figure.gap}，{due}前完成" if figure.begins else f"{due}前完成"
    if former and former.isoformat() != figure.due:
        words += f"（原定{due_words(former, month)}前）"
    told = figure.behind or figure.unkept
    if told:
        words = f"要求{words}"
    if told and (unit := unit_words(figure, finish, month, today)):
        words = f"{unit}，{words.removesuffix('完成')}"
        words = words.replace("前完成（", "前（")
    return words, "late" if figure.behind else "coming"


def run_months(planned: list[str]) -> str:
    """1月至12月每月开展, or 3、6、9、11月开展 where months between are not planned."""
    first, last = number_in_year(planned[0]), number_in_year(planned[-1])
    if len(planned) > 1 and planned == span(planned[0], planned[-1]):
        return f"{first}月至{last}月每月开展"
    return f"{run_in_words(planned)}开展"
