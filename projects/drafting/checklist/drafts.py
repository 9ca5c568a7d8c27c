from collections.abc import Iterator

from projects.drafting.models import Drafting
from projects.drafting.stages import Lack, Stage


def no_version(drafting: Drafting) -> Iterator[Lack]:
    """Nothing can be sent round that was not kept."""
    if not drafting.drafts.exists():
        yield Lack(Stage.DRAFT, "还没有存过稿。", "drafting_drafts")
