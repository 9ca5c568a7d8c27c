"""A short name for a target from the words that it was read from."""

import re

from projects.drafting.reading.found import Span

LONGEST = 40
DROPPED = re.compile(
    r"(不少于|不低于|不超过|不高于|至少|超过|达到|达|控制在|以内|以上|以下|累计|总数|力争|确保"
    r"|全年|年内|继续|计划|预计|约|共计|共)"
)
EDGES = " \u3000\t\n、，,。；;：:（）()和及与各由从至到为的了"
HEAD = re.compile(r"^(完成|实现|同时|并|其中|开展好|对|为)+")


def name_of(text: str, figures: list[Span]) -> str:
    """Return the words without their figures, short enough for a table."""
    kept, at = "", 0
    for start, end in sorted(figures):
        kept += text[at : max(at, start)]
        at = max(at, end)
    kept += text[at:]
    kept = re.sub(r"（[^（）]*）|\([^()]*\)", "", kept)
    kept = DROPPED.sub("", kept).strip(EDGES)
    kept = re.split(r"[，；。\n]", kept)[0].strip(EDGES)
    short = HEAD.sub("", kept)
    kept = short if len(short) >= 4 else kept
    return (kept or text.strip(EDGES))[:LONGEST]
