import datetime as dt
from collections.abc import Iterator

from projects.drafting.approved import approval_of, differing
from projects.drafting.models import Drafting, Opinion
from projects.drafting.stages import Lack, Stage


def unruled(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """Every opinion gets a word before anybody decides."""
    if count := Opinion.objects.unruled(drafting).count():
        yield Lack(Stage.CONSULT, f"还有{count}条意见没有处理。", "drafting_opinions")


def undecided(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """What is issued was decided on, to the letter; a list from elsewhere was so elsewhere."""
    if drafting.adopted:
        return
    if wrong := differing(approval_of(drafting), list(drafting.passages.current())):
        yield Lack(Stage.DECIDE, wrong, "drafting_approval")
