"""每步的清单: what each stage of a list still lacks.

Each part of drafting has a module here with its questions; `QUESTIONS` is all of them.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from projects.drafting.checklist import decision, drafts, proposals
from projects.drafting.models import Drafting
from projects.drafting.stages import ORDER, Lack

QUESTIONS: tuple[Callable[[Drafting, dt.date], Iterable[Lack]], ...] = (
    proposals.nobody_asked,
    proposals.still_open,
    proposals.undecided,
    drafts.upper_unanswered,
    drafts.no_version,
    decision.running,
    decision.unruled,
    decision.undecided,
    proposals.taken_but_not_placed,
)


def lacks(drafting: Drafting, day: dt.date) -> list[Lack]:
    """Everything that a stage still lacks on a day, in the order of the stages."""
    found = [lack for ask in QUESTIONS for lack in ask(drafting, day)]
    return sorted(found, key=lambda lack: ORDER.index(lack.stage))
