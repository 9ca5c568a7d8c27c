"""阶段: the way of a list from its start to its issue, and what stands in it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import TextChoices


class Stage(TextChoices):
    """In their order."""

    START = "start", "启动"
    CALL = "call", "征集"
    SORT = "sort", "汇总"
    DRAFT = "draft", "拟稿"
    CONSULT = "consult", "征求意见"
    DECIDE = "decide", "审定"
    ISSUE = "issue", "印发"


ORDER = tuple(Stage)


@dataclass(frozen=True)
class Lack:
    """What a stage still lacks; `page` names the admin page of the drafting where it is mended."""

    stage: Stage
    text: str
    page: str = ""

    def __str__(self):
        return f"{self.stage.label}：{self.text}"


def is_back(now: Stage, to: Stage) -> bool:
    return ORDER.index(to) < ORDER.index(now)


def in_the_way(lacks: Iterable[Lack], to: Stage) -> list[Lack]:
    """What must be mended before a stage is entered: all that the stages before it lack."""
    return [lack for lack in lacks if ORDER.index(lack.stage) < ORDER.index(to)]


def days_out_of_order(days: dict[Stage, object]) -> tuple[Stage, Stage] | None:
    """Two stages of which the later is planned earlier; None where all follow each other."""
    planned = [stage for stage in ORDER if days.get(stage)]
    for before, after in pairwise(planned):
        if days[after] < days[before]:
            return before, after
    return None
