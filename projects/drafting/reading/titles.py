"""An item's heading and its numbered parts."""

import re
from dataclasses import dataclass

from projects.drafting.reading import markers, words
from projects.drafting.reading.found import Span
from projects.drafting.reading.signs import BRACKET, has_figure

STOP = re.compile(r"[。；;\n]|[:：]")
LONGEST = 45
CITY = re.compile(
    r"[（(【\[](市级|市定|市|市级项目|市级任务|市民生实事|市级民生实事|市定项目)[)）】\]]"
)
# A legend by which the star marks what deputies voted for; without one it marks the city's items.
VOTED = re.compile(rf"{markers.STAR}[^。；;\n]{{0,12}}(为|是|系|表示)[^。；;\n]{{0,16}}(票决|表决)")
LABELS = f"{words.TEXT_WORDS}|{words.TITLE_WORDS}|{words.DUE_WORDS}|{words.ASIDE_WORDS}"
LABEL = re.compile(
    rf"(?:[【\[](?P<boxed>{LABELS})[】\]][ \u3000]*[:：]?"
    rf"|(?P<plain>{LABELS})[ \u3000]*[:：])[ \u3000]*"
)
FINER = ["circle", "nump", "is", "num"]


@dataclass(frozen=True)
class Title:
    text: str
    titled: bool
    start: int
    end: int  # where the words of the promise begin
    city: bool


def title_of(text: str, start: int, end: int) -> Title:
    """The heading that the text from `start` begins with; untitled, its first words."""
    named = LABEL.match(text, start, end)
    if named and re.fullmatch(words.TITLE_WORDS, named["boxed"] or named["plain"]):
        start = named.end()
    stop = STOP.search(text, start, end)
    while stop and inside_bracket(text, start, stop.start()):
        stop = STOP.search(text, stop.end(), end)
    head_end = stop.start() if stop else end
    head = text[start:head_end]
    city = bool(CITY.search(head)) or head.rstrip().endswith(("*", "★", "☆", "▲", "※"))
    plain = BRACKET.sub("", head).strip().strip("*★☆▲※").strip()
    rest = text[stop.end() : end].strip() if stop else ""
    by_line = bool(stop) and stop[0] == "\n"
    circle = re.search(r"[①-⑳]", head)
    if circle and circle.start() > 1:
        plain = head[: circle.start()].strip(" 。：:，")
        return Title(plain, True, start, start + circle.start(), city)
    if rest and stop[0] not in "；;" and 0 < len(plain) <= LONGEST and is_heading(plain, by_line):
        return Title(plain, True, start, stop.end(), city)
    return Title(first_words(head), False, start, start, city)


def inside_bracket(text: str, start: int, at: int) -> bool:
    return any(
        text.count(a, start, at) > text.count(b, start, at) for a, b in ("（）", "“”", "《》")
    )


def is_heading(plain: str, by_line: bool) -> bool:
    if has_figure(plain):
        return False
    if "，" in plain or "," in plain:
        return (
            len(plain) <= 30
            and bool(words.TITLE_END.search(plain))
            and not re.match("[对为在]", plain)
        )
    if by_line:
        return not re.match("(完成|新增|建成)", plain) or bool(words.TITLE_END.search(plain))
    return True


def first_words(head: str) -> str:
    plain = BRACKET.sub("", head).strip(" \u3000\n\t")
    cut = re.split(r"[，,。；;\n]", plain)[0].strip()
    return (cut or plain)[:LONGEST]


@dataclass(frozen=True)
class Part:
    marker: str
    start: int
    end: int


def parts_of(text: str, start: int, end: int, own: str) -> list[Part]:
    """The numbered parts of an item's words; one without a marker where there are none.

    `own` is the family of the item's own number, which its parts do not have.
    """
    starts = [each for each in found_starts(text, start, end) if each[1].family != own]
    for family in FINER:
        mine = in_order([each for each in starts if each[1].family == family])
        if len(mine) >= 2 or (family == "circle" and mine):
            edges = [at for at, _ in mine] + [end]
            parts = [
                Part(marker.raw.strip(), at + marker.end, edges[place + 1])
                for place, (at, marker) in enumerate(mine)
            ]
            lead = text[start : mine[0][0]].strip(" \n\u3000，。：:")
            if lead and has_figure(lead):
                parts.insert(0, Part("", start, mine[0][0]))
            return parts
    return [Part("", start, end)]


def found_starts(text: str, start: int, end: int) -> list[tuple[int, markers.Marker]]:
    found = []
    at = start
    for line in text[start:end].split("\n"):
        first = markers.at_start(line)
        if first and first.family not in ("bare", "item", "di"):
            family = "is" if first.family in ("cn", "cnp") else first.family
            found.append((at, markers.Marker(family, first.number, first.end, first.raw)))
        for place, marker in markers.inside(text, at, at + len(line)):
            if place > at or not first:
                found.append((place, marker))
        at += len(line) + 1
    return found


def in_order(starts: list[tuple[int, markers.Marker]]) -> list[tuple[int, markers.Marker]]:
    kept: list[tuple[int, markers.Marker]] = []
    for each in starts:
        if each[1].number == len(kept) + 1:
            kept.append(each)
    return kept


def trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \n\t\u3000":
        start += 1
    while end > start and text[end - 1] in " \n\t\u3000":
        end -= 1
    return start, end


def aside_spans(text: str) -> list[tuple[Span, str, str]]:
    """Labelled lines of an item with their label and what they say: 完成时限：10月底前."""
    found = []
    places = list(LABEL.finditer(text))
    for place, each in enumerate(places):
        line_end = text.find("\n", each.end())
        end = len(text) if line_end < 0 else line_end
        if place + 1 < len(places):
            end = min(end, places[place + 1].start())
        found.append(((each.start(), end), each["boxed"] or each["plain"], text[each.end() : end]))
    return found
