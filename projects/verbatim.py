"""The official text, to the letter, cut into pieces that a page can mark and link."""

import itertools
import re
from dataclasses import dataclass
from typing import NamedTuple

from projects.models import Project

ITEM = re.compile(r"(?P<number>[1-9][0-9]*)\. *(?P<title>[^。]+)")


@dataclass(frozen=True)
class Piece:
    """A run of the promise; `figure` where a target was read from it."""

    text: str
    figure: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the explanation; `number` and `head` where it is a project's item."""

    text: str
    number: int | None = None
    head: str = ""

    @property
    def rest(self) -> str:
        return self.text[len(self.head) :]


def promise(project: Project) -> list[list[Piece]]:
    """The promise's clauses, one for its head and one for each task; together its exact text."""
    source = sources(project)
    marked = figure_spans(source)
    clauses = []
    edges = [0, *task_starts(project.text, source), len(project.text)]
    for start, end in itertools.pairwise(edges):
        if pieces := cut(project.text, start, end, marked):
            clauses.append(pieces)
    return clauses


class Source(NamedTuple):
    """A task as it stands in the text, with one of the spans that its targets were read from."""

    number: int
    marker: str
    text: str
    public: bool | None
    start: int | None
    end: int | None


def sources(project: Project) -> list[Source]:
    """The project's tasks in order, each with all of its spans, in one query."""
    spans = ("targets__public", "targets__spans__start", "targets__spans__end")
    rows = project.tasks.order_by("number").values_list("number", "marker", "text", *spans)
    return [Source(*row) for row in rows]


def task_starts(text: str, sources: list[Source]) -> list[int]:
    """Where each task begins in the text, in order; those not found are left out."""
    starts, after = [], 0
    for task in {each.number: each.marker + each.text for each in sources}.values():
        found = text.find(task, after)
        if found > 0:
            starts.append(found)
            after = found + 1
    return starts


def figure_spans(sources: list[Source]) -> list[tuple[int, int]]:
    """The spans that public targets were read from, in order and not overlapping."""
    spans = {(each.start, each.end) for each in sources if each.public and each.end}
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def cut(text: str, start: int, end: int, marked: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], start
    for first, last in marked:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        pieces += [Piece(text[at:first]), Piece(text[first:last], figure=True)]
        at = last
    return [piece for piece in [*pieces, Piece(text[at:end])] if piece.text]


def lines(text: str) -> list[Line]:
    """A section's lines, with the items of the list told apart by their number."""
    found = []
    for line in text.splitlines():
        item = ITEM.match(line)
        found.append(Line(line, int(item["number"]), item[0]) if item else Line(line))
    return found
