"""What every paper of drafting says of itself, and the last version of a list."""

from projects.drafting.models import Draft, Drafting
from projects.errors import Refused
from projects.models import Programme

DEMONSTRATED = "（演示）"


def demonstrated() -> bool:
    """Whether this portal shows the demonstration: its papers are no official ones."""
    return Programme.everything.filter(demonstration=True).exists()


def labels() -> list[str]:
    return ["演示数据，不是正式公文"] if demonstrated() else []


def last_draft(drafting: Drafting) -> Draft:
    draft = drafting.drafts.order_by("number").last()
    if draft is None:
        raise Refused("还没有存过稿。请先在“存稿和比较”里存一稿。")
    return draft
