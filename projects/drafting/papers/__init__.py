"""The papers of a list on its way, in Word and as a sheet, each made from the record."""

from collections.abc import Callable
from dataclasses import dataclass

from projects.drafting.models import Drafting
from projects.drafting.papers import decision, explanation, letter, notice, rulings
from projects.drafting.papers.labels import DEMONSTRATED, demonstrated
from projects.papers.word import MIME, word
from projects.spreadsheets.workbook import MIME as XLSX


@dataclass(frozen=True)
class Paper:
    """A file to be handed out."""

    name: str
    content: bytes
    mime: str


# name in the address → (template, title, values); what cannot be made says why by Refused.
WORD: dict[str, tuple[str, str, Callable[[Drafting], dict]]] = {
    "letter": ("征求意见函", "征求意见函", letter.values),
    "submission": ("送审稿", "送审稿", decision.submission),
    "ballot": ("票样", "票样", decision.ballot),
    "votes": ("票决结果", "票决结果", decision.votes_in_words),
    "notice": ("印发稿", "印发稿", notice.values),
    "explanation": ("清单解读", "解读", explanation.values),
}
SHEETS = {"rulings": ("意见采纳情况表", rulings.workbook)}


def paper(drafting: Drafting, what: str) -> Paper | None:
    """The paper of this name; None where there is no such."""
    mark = DEMONSTRATED if demonstrated() else ""
    if what in WORD:
        template, title, values = WORD[what]
        content = word(template, f"{drafting}{title}", values(drafting))
        return Paper(f"{drafting}{title}{mark}.docx", content, MIME)
    if what in SHEETS:
        title, made = SHEETS[what]
        return Paper(f"{drafting}{title}{mark}.xlsx", made(drafting), XLSX)
    return None
