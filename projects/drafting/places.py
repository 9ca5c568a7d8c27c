"""Places in a text: found from what is quoted, and moved along when the text is edited."""

from difflib import SequenceMatcher
from typing import NamedTuple

Span = tuple[int, int]


class Mark(NamedTuple):
    """A run of text; `number` is the place in the list of what was read there, None for none.

    `aside` says why a figure there is no target.
    """

    text: str
    number: int | None = None
    aside: str = ""


def locate(text: str, excerpt: str, near: int = 0) -> Span | None:
    """Where the excerpt stands, the place nearest to `near` where it stands more than once."""
    found, at = [], text.find(excerpt) if excerpt else -1
    while at >= 0:
        found.append(at)
        at = text.find(excerpt, at + 1)
    if not found:
        return None
    start = min(found, key=lambda each: abs(each - near))
    return start, start + len(excerpt)


def excerpts(text: str, spans) -> list[str]:
    return [text[start:end] for start, end in spans]


def follow(before: str, after: str, spans) -> tuple[tuple[Span, ...], list[str]]:
    """The spans in the text as edited, and the excerpts that it no longer holds.

    A span whose words stand unchanged moves with them; one whose words were edited within is
    stretched over what they became; one whose words are gone is lost.
    """
    if before == after:
        return tuple(spans), []
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept, lost = [], []
    for start, end in spans:
        moved = moved_to(blocks, start, end) or locate(after, before[start:end], start)
        if moved:
            kept.append(moved)
        else:
            lost.append(before[start:end])
    return tuple(kept), lost


def moved_to(blocks, start: int, end: int) -> Span | None:
    """Where the first and the last of the span's signs that are left now stand."""
    runs = [
        (max(start, block.a), min(end, block.a + block.size), block.b - block.a)
        for block in blocks
        if block.a < end and block.a + block.size > start
    ]
    left = sum(stop - first for first, stop, _ in runs)
    if not runs or 2 * left < end - start:
        return None
    return runs[0][0] + runs[0][2], runs[-1][1] + runs[-1][2]


def marked(text: str, spans: list[tuple[int, int, int | None, str]]) -> list[Mark]:
    """The text cut at what was read from it; of two that overlap the first begun stands."""
    pieces, at = [], 0
    for start, end, number, aside in sorted(spans, key=lambda each: each[:2]):
        start = max(start, at)
        if start >= end:
            continue
        pieces += [Mark(text[at:start]), Mark(text[start:end], number, aside)]
        at = end
    return [piece for piece in [*pieces, Mark(text[at:])] if piece.text]
