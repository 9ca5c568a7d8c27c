import datetime as dt
from collections.abc import Iterator

from projects.drafting.models import Drafting, UpperAnswer, UpperItem
from projects.drafting.stages import Lack, Stage


def no_version(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """Nothing can be sent round that was not kept."""
    if not drafting.drafts.exists():
        yield Lack(Stage.DRAFT, "还没有存过稿。", "drafting_drafts")


def upper_unanswered(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """Every item of the city's list is taken on, explained, or told to be open."""
    items = UpperItem.objects.filter(upper__drafting=drafting)
    if count := items.count() - len(UpperAnswer.objects.latest(drafting)):
        yield Lack(Stage.DRAFT, f"上级清单还有{count}条没有定是否承接。", "drafting_upper")
