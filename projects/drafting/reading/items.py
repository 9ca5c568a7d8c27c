"""Which of the text's numbered pieces are the list's items: not its sections, not their parts."""

import re
from dataclasses import dataclass

from projects.drafting.reading import markers, words
from projects.drafting.reading.markers import ORDER, Marker
from projects.drafting.reading.numerals import chinese
from projects.drafting.reading.signs import has_figure, heading_of, is_titled, promises
from projects.drafting.reading.units import names_units

MOST_ITEMS = 400
GOOD_SHARE = 0.6
ANNEX = re.compile(r"^附[件表][ 0-9０-９一二三]*[：:]?[ \u3000]*$", re.MULTILINE)
# An annex that tells how an earlier list went is no list.
PAST = re.compile(r"(完成|进展|落实|办理|推进)情况")
GREAT = re.compile(
    rf"第({markers.CJK}|[0-9]{{1,2}})大(工程|行动|板块|方面|任务|实事)[：: ]?.{{0,20}}"
)


@dataclass(frozen=True)
class Start:
    """A place where a numbered piece begins."""

    at: int
    marker: Marker


@dataclass(frozen=True)
class Item:
    """A piece of the list: `body` is where its words begin, after the marker."""

    number: int
    marker: str
    start: int
    body: int
    end: int
    category: str = ""
    star: bool = False


def lines_of(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def starts_of(text: str) -> dict[str, list[Start]]:
    """Every numbered piece by the family of its number, in order."""
    found: dict[str, list[Start]] = {family: [] for family in ORDER}
    for start, end in lines_of(text):
        line = text[start:end]
        first = markers.at_start(line)
        if first:
            found[first.family].append(Start(start, first))
        for at, marker in markers.inside(text, start, end):
            if first is None or at > start:
                found[marker.family].append(Start(at, marker))
    return {family: each for family, each in found.items() if each}


def runs_of(starts: list[Start], first: int) -> list[list[Start]]:
    """The starts whose numbers follow each other; a new 1 begins a new run.

    What is added to a list may begin with any number: where the text's first one stands, `first`.
    """
    runs: list[list[Start]] = []
    for start in starts:
        number = start.marker.number
        last = runs[-1][-1].marker.number if runs else 0
        if number == 1 or not runs:
            if number <= 1 or start.at == first:
                runs.append([start])
        elif last <= number <= last + 2:
            runs[-1].append(start)
    return runs


def pieces(text: str, run: list[Start], limits: list[int]) -> list[tuple[int, int]]:
    """Where each of a run begins and ends: at the next one or at a coarser number."""
    found = []
    edges = sorted({*(start.at for start in run), *limits, len(text)})
    place = {edge: number for number, edge in enumerate(edges)}
    for start in run:
        found.append((start.at, edges[place[start.at] + 1]))
    return found


def good(text: str, start: Start, end: int) -> bool:
    body = text[start.at + start.marker.end : min(end, start.at + 600)].lstrip()
    heading = heading_of(body)
    if words.GOVERNING.search(heading[:24]) and not has_figure(heading):
        return False
    if words.CONTAINER.fullmatch(heading):
        return False
    return promises(body)


def kept_runs(text: str) -> list[tuple[str, list[Start], list[int]]]:
    """The runs most of whose pieces promise something, with the numbers that end them."""
    starts = starts_of(text)
    first = min((each[0].at for each in starts.values()), default=0)
    found = []
    for place, family in enumerate(ORDER):
        if family not in starts:
            continue
        limits = [each.at for coarser in ORDER[:place] for each in starts.get(coarser, [])]
        for run in runs_of(starts[family], first)[:200]:
            if governed(text, run[0].at, limits):
                continue
            spans = pieces(text, run, limits)
            goods = sum(good(text, start, end) for start, (_, end) in zip(run, spans, strict=True))
            if goods and goods >= GOOD_SHARE * len(run):
                found.append((family, run, limits))
    return found


def governed(text: str, at: int, limits: list[int]) -> bool:
    """Whether a run stands in a section on how the work is led: 三、工作要求."""
    above = [each for each in limits if each < at]
    if not above:
        return False
    start = max(above)
    if ANNEX.search(text, start, at):
        return False
    stop = text.find("\n", start)
    line = text[start : stop if start < stop < at else at]
    return bool(words.GOVERNING.search(heading_of(line))) and not has_figure(line)


def in_annex(text: str, runs: list[tuple[str, list[Start], list[int]]]):
    """Where a list stands in an annex, the runs of the annex alone."""
    end = len(text)
    for each in reversed([*ANNEX.finditer(text)]):
        if PAST.search(text[each.end() :].lstrip().partition("\n")[0]):
            end = each.start()
            continue
        after = [run for run in runs if each.start() <= run[1][0].at < end]
        if sum(len(run[1]) for run in after) >= 2:
            return after
    return [run for run in runs if run[1][0].at < end]


def declared(text: str) -> set[int]:
    """How many items the text says there are."""
    found = set()
    for each in words.LISTED.finditer(text[:20_000]):
        told = each["n"] or each["n2"]
        number = int(told) if told.isdigit() else chinese(told)
        if number and number > 1:
            found.add(number)
    return found


def find_items(text: str) -> list[Item]:
    """The list's items in order; [] where nothing is numbered."""
    runs = in_annex(text, kept_runs(text))
    said = declared(text)
    by_family: dict[str, list[Start]] = {}
    limits: dict[str, list[int]] = {}
    for family, run, edges in runs:
        alone = len(run) < 2 and sum(1 for each, *_ in runs if each == family) < 2
        if alone and len(runs) > 1 and len(run) not in said:
            continue
        by_family.setdefault(family, []).extend(run)
        limits[family] = edges
    families = [family for family in ORDER if family in by_family]
    if not families:
        return []
    chosen = families[0]
    for finer in families[1:]:
        parents = pieces(text, by_family[chosen], limits[chosen])
        if are_projects(text, by_family[chosen], parents, by_family[finer], finer, said):
            chosen = finer
    return built(text, by_family[chosen], limits[chosen])[:MOST_ITEMS]


def are_projects(text, parents, spans, children, family: str, said: set[int]) -> bool:
    """Whether the finer pieces are the list's items and the coarser ones their headings."""
    within = [[c for c in children if start <= c.at < end] for start, end in spans]
    held = [each for each in within if each]
    inside = sum(map(len, held))
    outside = len(children) - inside
    if not held:
        return outside > len(parents)
    if outside > inside:
        return True
    if len(children) in said and len(parents) not in said:
        return True
    if len(parents) in said and len(children) not in said:
        return False
    if within_one(spans, within, inside):
        return True
    if family in ("circle", "is"):
        return False
    if any(each[0].marker.number > 1 for each in held[1:]):
        return True
    if len(held) * 2 < len(parents):
        return False
    heads = [
        text[parent.at + parent.marker.end : each[0].at if each else end]
        for parent, each, (_, end) in zip(parents, within, spans, strict=True)
    ]
    if sum(names_units(head) for head in heads) * 2 >= len(heads):
        return False
    titled = sum(
        is_titled(text[child.at + child.marker.end :][:200].lstrip())
        for each in held
        for child in each
    )
    if titled >= 0.6 * inside:
        return True
    unnamed = sum(bool(words.CATEGORY_END.search(heading_of(head.strip()))) for head in heads)
    promising = sum(has_figure(head) for head in heads)
    return bool(inside >= 2 * len(parents) and unnamed * 2 > len(heads)
                and not promising and "类" in "".join(heads))  # fmt: skip


def within_one(spans, within, inside: int) -> bool:
    """Whether one section holds all the finer pieces and most of the text: 二、主要内容."""
    most = max(within, key=len)
    if len(most) < inside or len(most) < 3 or len(spans) < 2:
        return False
    start, end = spans[within.index(most)]
    return (end - start) * 10 >= 6 * sum(b - a for a, b in spans)


def built(text: str, starts: list[Start], limits: list[int]) -> list[Item]:
    spans = pieces(text, starts, limits)
    headings = category_lines(text)
    found: list[Item] = []
    for start, (begin, end) in zip(starts, spans, strict=True):
        end = min([end, *(at for at in headings if begin < at < end)])
        last = start is starts[-1] or end not in {each.at for each in starts}
        end = closed(text, begin, end) if last else end
        body = start.at + start.marker.end
        while body < end and text[body] in " \n\t\u3000、.":
            body += 1
        found.append(
            Item(
                number=start.marker.number,
                marker=start.marker.raw,
                start=begin,
                body=body,
                end=begin + len(text[begin:end].rstrip()),
                category=category(text, begin, limits, headings),
                star=start.marker.star,
            )
        )
    return found


def category_lines(text: str) -> list[int]:
    """Where unnumbered headings such as 教育类 begin."""
    found = []
    for start, end in lines_of(text):
        line = text[start:end].strip()
        heads = 2 <= len(line) <= 16 and line.endswith(("类", "方面", "领域", "板块"))
        heads = heads or bool(GREAT.fullmatch(line))
        if heads and markers.at_start(line) is None and not has_figure(line):
            found.append(start)
    return found


def category(text: str, at: int, limits: list[int], headings: list[int]) -> str:
    """The heading that stands above an item."""
    above = [each for each in [*limits, *headings] if each < at]
    if not above:
        return ""
    start = max(above)
    line = text[start : text.find("\n", start) if "\n" in text[start:] else len(text)]
    marker = markers.at_start(line)
    told = heading_of(line[marker.end if marker else 0 :].strip())
    return "" if words.GOVERNING.search(told) or "内容" in told else told[:40]


def is_label(text: str, start: int, line: str) -> bool:
    """Whether a line such as 主办单位：市住建局, which ends many a web page, is a label here."""
    label = re.match(r"[\u4e00-\u9fff]{4}(?=[:：])", line)
    return bool(label) and f"\n{label[0]}" in text[:start]


def closed(text: str, start: int, end: int) -> int:
    """The end of the last item before what closes a document: signature, day, notes."""
    lines = [(start + a, start + b) for a, b in lines_of(text[start:end])]
    for place, (begin, finish) in enumerate(lines):
        line = text[begin:finish].strip()
        if not place or not line:
            continue
        if words.CLOSING.search(line) and not is_label(text, start, line):
            return begin
        if words.DATED.match(line):
            return begin
        below = next((text[a:b].strip() for a, b in lines[place + 1 :] if text[a:b].strip()), "")
        if words.DATED.match(below) and len(line) <= 30:
            return begin
    return end
