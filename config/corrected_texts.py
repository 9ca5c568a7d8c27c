"""原文更正 of drafting, handed to the open data as rows of the table of corrections."""

from collections.abc import Iterator

from projects.drafting.models import TextCorrection
from projects.values import days
from supervision.public.corrections_table import row


def corrected_texts(programme) -> Iterator[dict]:
    """Of one year's list, the last first."""
    found = TextCorrection.objects.in_force().filter(project__programme=programme)
    for each in found.select_related("project", "decision"):
        basis = f"{each.authority}，{each.document}"
        note = f"{each.authority}{days.in_words(each.issued_on)}更正了清单的原文。"
        yield row(
            each.project, "", each.decision.decided_at, note, basis, "原文",
            target="", before=each.excerpt, after=each.corrected,
        )  # fmt: skip
