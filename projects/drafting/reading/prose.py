"""The items of a list that is not a table: numbered, or told apart by ；or by lines."""

import itertools
import re

from projects.drafting.reading import markers, words
from projects.drafting.reading.found import Span
from projects.drafting.reading.items import MOST_ITEMS, Item, closed, find_items, lines_of
from projects.drafting.reading.piece import Piece
from projects.drafting.reading.signs import has_figure, promises
from projects.drafting.reading.titles import title_of

LEAD_IN = re.compile(r"(实事|项目|任务|工作|事项|如下|包括|以下)[^：:。；\n]{0,30}[：:]|如下[：:]")
BULLET = re.compile(r"[●•■◆◇▪·\-–—*○]+[ \u3000]*")


def pieces(text: str) -> tuple[list[Piece], list[Span]]:
    """The items, and what lies between them and belongs to none."""
    items = find_items(text)
    if items:
        return numbered(text, items), between(text, items)
    found = by_semicolons(text) or by_lines(text)
    return found, []


def numbered(text: str, items: list[Item]) -> list[Piece]:
    found = []
    numbers = [item.number for item in items]
    anew = len(set(numbers)) < len(numbers)
    untitled = without_titles(text, items)
    for place, item in enumerate(items):
        marker = markers.at_start(text[item.start : item.start + 40].split("\n")[0])
        family = marker.family if marker else ""
        found.append(
            Piece(
                number=place + 1 if anew else item.number,
                marker=item.marker,
                start=item.start,
                body=min(item.body, item.end),
                end=item.end,
                family=family,
                category=item.category,
                city=item.star,
                untitled=untitled,
            )
        )
    return found


def without_titles(text: str, items: list[Item]) -> bool:
    """Whether the list has no headings: few of its items begin with one."""
    heads = [text[item.body : item.end].split("\n")[0] for item in items]
    alone = all("\n" in text[item.start : item.body] for item in items)
    if alone and sum(map(has_figure, heads)) * 2 >= len(heads):
        return True
    titled = sum(title_of(text, item.body, item.end).titled for item in items)
    return len(items) >= 4 and titled * 10 <= 3 * len(items)


def between(text: str, items: list[Item]) -> list[Span]:
    """Lines between the first item and the last that stand in none and are no headings."""
    found = []
    for item, after in itertools.pairwise(items):
        for start, end in lines_of(text[item.end : after.start]):
            line = text[item.end + start : item.end + end].strip()
            marker = markers.at_start(line)
            if line and has_figure(line) and not marker:
                found.append((item.end + start, item.end + end))
    return found


def by_semicolons(text: str) -> list[Piece]:
    """The items of the paragraph with the most promises between its ；."""
    best: list[Span] = []
    for start, end in lines_of(text):
        if words.GOVERNING.search(text[start : start + 24]):
            continue
        lead = LEAD_IN.search(text, start, min(end, start + 200))
        spans = cut(text, lead.end() if lead else start, end)
        good = [span for span in spans if promises(text[slice(*span)])]
        if len(good) > len(best):
            best = good
    if len(best) < 3:
        return []
    return [Piece(number, "", start, start, end) for number, (start, end) in enumerate(best, 1)]


def cut(text: str, start: int, end: int) -> list[Span]:
    found = []
    for each in re.finditer(r"[^；;]+[；;]?", text[start:end]):
        a, b = start + each.start(), start + each.end()
        while a < b and text[a] in " \u3000":
            a += 1
        if a < b:
            found.append((a, b))
    return found


def by_lines(text: str) -> list[Piece]:
    """Each line with a figure or a promise is an item, the heading and what closes left out."""
    lines = [(start, end) for start, end in lines_of(text) if text[start:end].strip()]
    good = []
    for start, end in lines:
        line = text[start:end]
        if words.CLOSING.search(line) or words.DATED.match(line.strip()):
            break
        if words.LISTED.search(line) or re.search(r"(通知|清单|一览表|解读|方案)$", line.strip()):
            continue
        if line.rstrip().endswith(("：", ":")) or len(line.strip()) < 6:
            continue
        if "实事" in line and not has_figure(line):
            continue
        if has_figure(line):
            bullet = BULLET.match(line)
            good.append((start + bullet.end() if bullet else start, end))
    if not good:
        return []
    good = good[:MOST_ITEMS]
    last = good[-1]
    good[-1] = (last[0], closed(text, *last))
    good = under_headings(text, lines, good)
    return [Piece(number, "", start, start, end) for number, (start, end) in enumerate(good, 1)]


def under_headings(text: str, lines: list[Span], good: list[Span]) -> list[Span]:
    """The items with the unnumbered headings above them, where every one has its own."""
    before = {after: line for line, (after, _) in itertools.pairwise(lines)}
    heads = [before.get(text.rfind("\n", 0, start) + 1) for start, _ in good]
    if len(good) < 2 or not all(head and heads_item(text[slice(*head)]) for head in heads):
        return good
    return [(head[0], end) for head, (_, end) in zip(heads, good, strict=True) if head]


def heads_item(line: str) -> bool:
    plain = line.strip()
    told = has_figure(plain) or "实事" in plain or re.search(r"[。；;：:，,]|(通知|清单)$", plain)
    return 4 <= len(plain) <= 24 and not told
