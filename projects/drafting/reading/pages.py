"""The text as it can be read: pages' furniture taken out, broken lines joined.

Nothing else changes: full-width digits, blanks inside lines and misprints stand as they came.
"""

import re
import unicodedata
from collections import Counter

from projects.drafting.reading import markers, units, words
from projects.values.text import clean

# PDF programmes hand out 民 and 月 as the radicals that look like them; these are put right.
RADICALS = {number: unicodedata.normalize("NFKC", chr(number)) for number in range(0x2F00, 0x2FD6)}
SIMPLE = str.maketrans(
    "⺠⻔⻓⻅⻋⻛⻝⻢⻥⻦⻩⻬⻰⻚⻉⻘⻄⻆⺟⺩⻙⻜⻣⻤⻮⻳⻨⻁⺝⼾⺎⺒⺬⺮⻍⻊⻟⻠",
    "民门长见车风食马鱼鸟黄齐龙页贝青西角母王韦飞骨鬼齿龟麦虎月户兀巳示竹辶足食饣",
)
RADICALS.update(SIMPLE)

MOST = 200_000  # characters that are read; no list has half as many
MOST_LINES = 10_000
PAGE_NUMBER = re.compile(
    r"[—–\-－·・~\s]{0,6}第?\s*[0-9０-９]{1,4}\s*页?\s*[—–\-－·・~\s]{0,6}"
    r"([,，/／\s]*共?\s*[0-9０-９]{1,4}\s*页)?[—–\-－\s]{0,6}"
)
DASHED = re.compile(r"[—–\-－·・~页/／]")
ENDS = "。；;！？!?：:"
OPEN_ENDED = "，,、（(“《—-"
CLOSED = "）)”》】"
SHORTEST_WRAP, LONGEST_WRAP = 12, 90
LABEL = re.compile(rf"[【\[]?({units.ENDERS}|{words.TITLE_WORDS})[】\]]?[ \u3000]*[:：]")
MEASURED = re.compile(rf"[0-9０-９]{{0,6}}([.．][0-9０-９]+)?({words.MEASURE})(?![.、])")
GOING_ON = re.compile(
    r"[，。；、）”》]|(提高|提升|增加|扩大|降低)(至|到)|达到[0-9０-９]|不少于|不低于|不超过"
    r"|以上|以内"
)
BROKEN_OFF = re.compile(r"[0-9０-９]+(\.[0-9]+)?(?![年月日号])[\u4e00-\u9fff]")
BROKEN_FIGURE = re.compile(r"[0-9０-９][ ]?[万亿]?$")
ANNEX = re.compile(r"附[件表][ 0-9０-９一二三]*[：:]?")
HEADING_END = re.compile(r"(工程|项目|行动|计划|方面|服务|体系|清单|通知|方案|名单|一览表|实事)$")


def prepared(text: str) -> str:
    """Return the text that is read and that all offsets count in."""
    text = clean(text)[:MOST].translate(RADICALS).replace("\f", "\n\f\n")
    lines = [bare(line) for line in text.split("\n")[:MOST_LINES]]
    whole = without_furniture(lines)
    width = wrap_width(whole, printed=len(whole) < len(lines))
    lines = whole
    return "\n".join(joined(lines, width)).strip("\n")


def bare(line: str) -> str:
    """The line without blanks around it; tabs at its ends part empty cells."""
    return line.strip(" \u3000\xa0") if "\t" in line else line if line == "\f" else line.strip()


def is_page_number(line: str) -> bool:
    return len(line) <= 24 and bool(PAGE_NUMBER.fullmatch(line)) and bool(DASHED.search(line))


def without_furniture(lines: list[str]) -> list[str]:
    """Lines without page numbers and without the heads that run from page to page."""
    numbers = {at for at, line in enumerate(lines) if line == "\f" or is_page_number(line)}
    seen = Counter(line for line in lines if line and len(line) <= 40)
    beside: Counter[str] = Counter()
    places: dict[str, set[int]] = {}
    for at in numbers:
        for step in (1, -1):
            near = at + step
            while 0 <= near < len(lines) and (not lines[near] or near in numbers):
                if abs(near - at) > 8:
                    break
                near += step
            if 0 <= near < len(lines) and near not in numbers and lines[near]:
                beside[lines[near]] += 1
                places.setdefault(lines[near], set()).add(near)
    drop = set(numbers)
    for line in beside:
        if seen[line] >= 2 and not markers.at_start(line):
            drop |= places[line]
    kept: list[str] = []
    for at, line in enumerate(lines):
        if at in drop:
            # A blank line beside a page number is the page's, not the text's.
            while kept and not kept[-1]:
                kept.pop()
            continue
        if not line and at and at - 1 in drop:
            drop.add(at)
            continue
        kept.append(line)
    return kept


def wrap_width(lines: list[str], printed: bool) -> int:
    """The width at which lines were broken; 0 where they were not.

    `printed` says that the text was taken from pages, and fewer broken lines tell.
    """
    lengths = sorted(len(line) for line in lines if len(line) >= SHORTEST_WRAP and "\t" not in line)
    if len(lengths) < 3:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    if width > LONGEST_WRAP:
        return 0
    broken = sum(1 for line in lines if is_broken(line, width))
    ended = sum(1 for line in lines if line and line[-1] in ENDS)
    if ended * 8 < len(lengths):
        return 0  # lines without stops are a list, not a broken text
    return width if broken >= (2 if printed else 3) and broken * 6 >= len(lengths) else 0


def is_broken(line: str, width: int) -> bool:
    near = len(line) >= width - max(3, width // 10)
    return near and line[-1] not in ENDS + CLOSED and "\t" not in line and "|" not in line


def joined(lines: list[str], width: int) -> list[str]:
    found: list[str] = []
    tail = ""  # the last piece of the last line, as it stood in the original
    for line in lines:
        if found and tail and line and continues(found[-1], tail, line, width):
            found[-1] += line
        else:
            found.append(line)
        tail = line
    return found


def continues(before: str, tail: str, line: str, width: int) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    if any(sign in tail or sign in line for sign in "\t|"):
        return False
    if tail[-1] in ENDS or LABEL.match(line) or ANNEX.fullmatch(tail):
        return False
    if BROKEN_FIGURE.search(tail) and re.search("[\u4e00-\u9fff]", tail) and MEASURED.match(line):
        return True
    short = len(line) <= 10 and not any(sign.isdigit() for sign in tail)
    if short and BROKEN_OFF.match(line) and tail[-1] not in CLOSED:
        return True
    if GOING_ON.match(line) or label_across(tail, line):
        return True
    found = markers.at_start(line)
    if found and found.family != "bare":
        # 3.2公里 or 10.5万 at a line's start is a figure that was broken off.
        return bool(width) and tail[-1].isdigit() and line[0] == "."
    if found and not (width and line and tail[-1] in OPEN_ENDED):
        return False
    if tail[-1] in OPEN_ENDED:
        return len(tail) >= 8 or bool(width)
    if unclosed(before):
        return True
    if not width:
        return False
    if len(tail) >= width * 0.75 and tail[-1] not in CLOSED:
        return True
    if (
        tail[-1].isdigit()
        or BROKEN_OFF.match(line)
        or (any(sign in before for sign in "，。") and not HEADING_END.search(tail))
    ):
        return tail[-1] not in CLOSED
    # A short piece of a broken sentence: 每村 / 至少放映电影12场.
    running = markers.at_start(before) is None or len(before) > width
    short = len(tail) <= 8 and not HEADING_END.search(tail)
    return short and running and len(before) > len(tail) and tail[-1] not in CLOSED


def label_across(tail: str, line: str) -> bool:
    """Whether a label such as 责任单位： was broken off at the line's end."""
    return any(LABEL.match(tail[-size:] + line[:20]) for size in range(1, min(6, len(tail))))


def unclosed(text: str) -> bool:
    text = text[-200:]
    return any(text.count(left) > text.count(right) for left, right in ("（）", "《》", "“”"))
