"""一页纸 fitted to one A4 page, and as a Word file: what does not fit is counted (另有N项).

Heights are in points within the type area of GB/T 9704; rows and lines have exact heights, so
the page's length does not hang on the fonts of a machine.
"""

import math
from dataclasses import dataclass
from itertools import accumulate

from docx.shared import Pt

from supervision.briefing.one_page import OnePage
from supervision.documents.paper import HEADING, RED, Paper
from supervision.documents.slip import DEMONSTRATION
from supervision.documents.tables import table

PAGE, SLACK = 637, 16
LINE, ROW_LINE, ROW_PADDING = 18, 14, 2
TITLE = 34
TEXT_SIGNS = 35  # of size 小四 on a line, less than there is room for
HEADERS = ("项目", "牵头单位", "差多少", "原因", "措施", "承诺时间")
WIDTHS = (27, 22, 25, 37, 28, 17)
SIGN = 3.75  # millimetres of a sign in the table, more than it takes
MOST = {"overall": 3, "matters": 7, "brought": 2, "stages": 3, "cell": 4}


@dataclass(frozen=True)
class Fitted:
    """What stands on the page; `heights` are those of the table's head and rows."""

    page: OnePage
    overall: str
    rows: list[list[str]]
    heights: list[int]
    more: str
    matters: list[str]
    stages: str


def fitted(page: OnePage) -> Fitted:
    overall = cut(page.overall, MOST["overall"] * TEXT_SIGNS - 3)
    matters = matters_of(page)
    stages = listed(page.stages, MOST["stages"])
    texts = [mark(page), overall, *matters, stages, "另有"]
    room = PAGE - SLACK - TITLE - LINE * (4 + sum(map(lines_of, texts)))
    rows, heights = [], [ROW_LINE + ROW_PADDING]
    for late in page.late:
        cells = [cell(text, width) for text, width in zip(late.cells, WIDTHS, strict=True)]
        tall = max(lines(text, width) for text, width in zip(cells, WIDTHS, strict=True))
        height = tall * ROW_LINE + ROW_PADDING
        if sum(heights) + height > room:
            break
        rows.append(cells)
        heights.append(height)
    left = page.late[len(rows) :]
    more = (
        f"另有{len(left)}项：{'、'.join(late.project.split('.')[0] for late in left)}"
        if left
        else ""
    )
    return Fitted(page, overall, rows, heights, cut(more, TEXT_SIGNS - 3), matters, stages)


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


def lines(text: str, width: int) -> int:
    return max(1, math.ceil(size(text) / signs(width)))


def cell(text: str, width: int) -> str:
    return cut(" ".join(text.split()), MOST["cell"] * signs(width))


def cut(text: str, room: float) -> str:
    if size(text) <= room:
        return text
    widths = accumulate(size(sign) for sign in text)
    return text[: sum(width <= room - 1 for width in widths)] + "…"


def as_word(found: Fitted) -> bytes:
    page = found.page
    paper = Paper(page.title)
    exact(paper.title(page.title), TITLE)
    write(paper, mark(page), font=HEADING, colour=RED)
    section(paper, "一、总体情况", [found.overall])
    section(
        paper, "二、滞后项目（牌针对项目，不针对个人）", [] if found.rows else ["没有滞后项目。"]
    )
    if found.rows:
        table(paper, HEADERS, found.rows, WIDTHS, heights=found.heights)
    if found.more:
        write(paper, found.more)
    section(paper, "三、提请党工委研究和处理", found.matters)
    section(paper, f"四、{page.next_month}节点", [found.stages])
    return paper.bytes()


def mark(page: OnePage) -> str:
    return f"{DEMONSTRATION}　{page.mark}" if page.programme.demonstration else page.mark


def section(paper: Paper, heading: str, texts: list[str]) -> None:
    write(paper, heading, font=HEADING)
    for text in texts:
        write(paper, text).paragraph_format.first_line_indent = Pt(24)


def write(paper: Paper, text: str, **look):
    return exact(paper.line(text, size=Pt(12), **look), LINE)


def exact(paragraph, height: int):
    paragraph.paragraph_format.line_spacing = Pt(height)
    return paragraph
