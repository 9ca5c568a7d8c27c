"""一页纸 fitted to one A4 page: it is filled first, and cut last.

Reasons and measures give way before any project does, at a comma; names and figures stand whole.
What does not fit all the same is named (另有N项).

Heights are in points within the type area of GB/T 9704; rows and lines have exact heights, so
the page's length does not hang on the fonts of a machine.
"""

import math
import re
from itertools import accumulate

from projects.papers.word import word
from supervision.briefing.one_page import OnePage
from supervision.documents.slip import DEMONSTRATION

PAGE, SLACK = 637, 16
LINE, ROW_LINE, ROW_PADDING = 18, 14, 2
TITLE = 34
TEXT_SIGNS = 35  # of size 小四 on a line, less than there is room for
# The table's columns, in millimetres.
WIDTHS = {"项目": 27, "牵头单位": 22, "差多少": 25, "原因": 37, "措施": 28, "承诺时间": 17}
SIGN = 3.75  # millimetres of a sign in the table, more than it takes
MOST = {"overall": 3, "matters": 7, "brought": 2, "stages": 3, "left": 2}
# Lines of a cell: as many as the page has room for, between these; names may have the most.
CELL_LINES = range(12, 3, -1)
GIVES_WAY = {"原因", "措施"}
PAUSE = re.compile(r"[，。；、：！？]")


def as_word(page: OnePage) -> bytes:
    values = values_of(page)
    heights = [ROW_LINE + ROW_PADDING, *map(height, values["滞后项目"])]
    return word("一页纸", page.title, values, heights)


def values_of(page: OnePage) -> dict:
    """What stands on the page, by the names in its template."""
    overall = cut(page.overall, MOST["overall"] * TEXT_SIGNS - 3)
    matters = matters_of(page)
    stages = listed(page.stages, MOST["stages"])
    texts = [mark(page), overall, *matters, stages]
    rows, more = fitted(page.late, PAGE - SLACK - TITLE - LINE * (4 + sum(map(lines_of, texts))))
    return {
        "标题": page.title,
        "标注": mark(page),
        "总体情况": overall,
        "滞后项目": rows,
        "另有项目": more,
        "提请事项": matters,
        "下月": page.next_month,
        "下月节点": stages,
    }


def fitted(late: list[dict[str, str]], room: int) -> tuple[list[dict[str, str]], str]:
    """The rows of the table that the room holds below its head, and who is left out."""
    room -= ROW_LINE + ROW_PADDING
    for lines in CELL_LINES:
        rows = [cells_of(each, lines) for each in late]
        if sum(map(height, rows)) <= room:
            return rows, ""
    heights = [*accumulate(map(height, rows), initial=0)]
    for count in range(len(rows), -1, -1):
        more = left_out([each["项目"] for each in late[count:]])
        if heights[count] + LINE * lines_of(more) <= room:
            break
    return rows[:count], more


def left_out(names: list[str]) -> str:
    said = listed(names, MOST["left"])
    return f"另有{len(names)}项。" if said.startswith("共") else f"另有{len(names)}项：{said}"


def cells_of(late: dict[str, str], lines: int) -> dict[str, str]:
    return {
        name: cell(late[name], width, lines if name in GIVES_WAY else CELL_LINES[0])
        for name, width in WIDTHS.items()
    }


def height(cells: dict[str, str]) -> int:
    tall = max(math.ceil(size(text) / signs(WIDTHS[name])) for name, text in cells.items())
    return max(1, tall) * ROW_LINE + ROW_PADDING


def matters_of(page: OnePage) -> list[str]:
    """What the office puts forward, then what the rules bring; whole items as far as they fit."""
    found = fill_lines([f"{n}. {text}" for n, text in enumerate(page.matters, 1)], MOST["matters"])
    if page.brought:
        found.append(listed([f"按规则提示：{page.brought[0]}", *page.brought[1:]], MOST["brought"]))
    return found or ["本月没有提请事项。"]


def fill_lines(items: list[str], most: int) -> list[str]:
    kept: list[str] = []
    for number, text in enumerate(items):
        last = number == len(items) - 1
        if sum(map(lines_of, [*kept, text])) > most - (not last):
            return [*kept, f"另有{len(items) - number}项。"]
        kept.append(text)
    return kept


def listed(items: list[str], most: int) -> str:
    """Items on a number of lines; the rest are counted."""
    room = most * TEXT_SIGNS - 12
    for count in range(len(items), 0, -1):
        said = "；".join(items[:count])
        if size(said) <= room:
            rest = len(items) - count
            return said + (f"；另有{rest}项。" if rest else "。")
    return f"共{len(items)}项。" if items else "没有。"


def size(text: str) -> float:
    """How many signs wide: a small Latin letter or figure is more than half a sign."""
    return sum(0.6 if sign.isascii() and not sign.isupper() else 1 for sign in text)


def lines_of(text: str) -> int:
    return max(1, math.ceil((size(text) + 2) / TEXT_SIGNS))


def signs(width: int) -> float:
    """Less than a line holds: a figure or a comma may not stand alone, and moves to the next."""
    return int((width - 2) / SIGN) - 0.7


def cell(text: str, width: int, lines: int) -> str:
    return cut(" ".join(text.split()), lines * signs(width))


def cut(text: str, room: float) -> str:
    """At the last comma or full stop in reach, so that no name is broken."""
    if size(text) <= room:
        return text
    widths = accumulate(size(sign) for sign in text)
    kept = text[: sum(width <= room - 1 for width in widths)]
    pauses = [found.end() for found in PAUSE.finditer(kept)]
    if pauses and pauses[-1] > len(kept) / 2:
        kept = kept[: pauses[-1]]
    return kept + "…"


def mark(page: OnePage) -> str:
    return f"{DEMONSTRATION}　{page.mark}" if page.programme.demonstration else page.mark
