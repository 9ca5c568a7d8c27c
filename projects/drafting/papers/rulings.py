"""意见采纳情况表: every opinion with what was done with it, for the meeting's papers."""

import io

from projects.drafting.models import Drafting, Opinion
from projects.errors import Refused
from projects.spreadsheets.workbook import printable, write

HEADERS = ["序号", "项目", "针对的原文", "来自", "来源", "意见", "处理", "理由"]


def rows(drafting: Drafting) -> list[list[str]]:
    """A row for each opinion, in the order of the list; of residents no names."""
    found = Opinion.objects.filter(consultation__drafting=drafting).to_rule()
    found = found.select_related("unit", "consultation__draft").prefetch_related("rulings")
    names, texts = {}, {}
    for draft in {row.consultation.draft for row in found}:
        for row in draft.passages():
            names[draft.pk, row.key] = row.content.name
            texts.setdefault(draft.pk, {})[row.key] = row.content.text
    lines = []
    for at, row in enumerate(sorted(found, key=lambda each: (each.key or 0, each.pk)), 1):
        draft, ruling = row.consultation.draft_id, row.ruling
        lines.append([
            str(at),
            names[draft, row.key] if row.key else "整个清单",
            row.quoted(texts[draft]),
            row.said_of,
            row.basis,
            row.text,
            ruling.get_kind_display() if ruling else "还没有处理",
            ruling.reason if ruling else "",
        ])  # fmt: skip
    return lines


def workbook(drafting: Drafting) -> bytes:
    if not (lines := rows(drafting)):
        raise Refused("还没有收到意见。")
    target = io.BytesIO()
    title = f"{drafting}意见采纳情况表"
    write(target, HEADERS, lines, printable(HEADERS, lines, "意见采纳情况", title))
    return target.getvalue()
