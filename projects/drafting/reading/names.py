"""A short name for a target from the words that it was read from."""

import re

from projects.drafting.reading.found import Span

LONGEST = 40
BEFORE = re.compile(
    r"(不少于|不低于|不超过|不高于|不多于|不大于|至少|最多|超过|达到|达|提高到|提升到|提升至|提高至"
    r"|增加到|增加至|增至|降低到|控制在|稳定在|保持在|压缩至|缩短至|累计|总共|总计|合计|共计|约|共"
    r"|各|为|≥|≤|由|从|(去年|上年|原来|现有)的?)+$"
)
AFTER = re.compile(r"^(（含）)?(及?以上|以内|以下|之内|左右)")
LEADING = re.compile(
    r"^(力争|确保|全年|年内|继续|计划|预计|完成|实现|同时|并|其中|开展好|对|为|在|使|将)+"
)
EDGES = " \u3000\t\n、，,。；;：:（）()和及与各由从至到的了"


def name_of(text: str, figures: list[Span]) -> str:
    """Return the words without their figures, short enough for a table."""
    kept, at = "", 0
    for start, end in sorted(figures):
        kept = BEFORE.sub("", kept + text[at : max(at, start)])
        at = max(at, end)
        at += len(text[at:]) - len(AFTER.sub("", text[at:]))
    kept += text[at:]
    kept = re.sub(r"（[^（）]*）|\([^()]*\)", "", kept).strip(EDGES)
    kept = re.split(r"[，；。\n]", kept)[0].strip(EDGES)
    short = LEADING.sub("", kept)
    kept = short if len(short) >= 4 else kept
    return (kept or text.strip(EDGES))[:LONGEST]
