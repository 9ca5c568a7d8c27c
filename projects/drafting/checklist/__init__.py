"""每步的清单: what each stage of a list still lacks.

Each part of drafting has a module here with its questions; `QUESTIONS` is all of them.
"""

from collections.abc import Callable, Iterable

from projects.drafting.checklist import decision, drafts
from projects.drafting.models import Drafting
from projects.drafting.stages import ORDER, Lack

QUESTIONS: tuple[Callable[[Drafting], Iterable[Lack]], ...] = (
    drafts.no_version,
    decision.unruled,
    decision.undecided,
)


def lacks(drafting: Drafting) -> list[Lack]:
    """Everything that a stage still lacks, in the order of the stages."""
    found = [lack for ask in QUESTIONS for lack in ask(drafting)]
    return sorted(found, key=lambda lack: ORDER.index(lack.stage))
