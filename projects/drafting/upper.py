"""The two lists side by side: what of the city's is taken on here, and by how much."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from projects.drafting.models import Drafting, Passage, UpperAnswer, UpperItem
from projects.values.numbers import BadNumber, plain, read_number
from projects.values.promises import QUANTITY, Quota, TargetText


@dataclass(frozen=True)
class Line:
    """An item with what holds of it, and what of the draft seems to be the same."""

    item: UpperItem
    answer: UpperAnswer | None
    carrying: TargetText | None
    number: int | None
    likely: tuple[int, str] | None

    @property
    def doubt(self) -> str:
        """What is still to be asked of it; "" where nothing is."""
        if self.answer is None:
            return "还没有定是否承接。"
        if self.answer.kind == UpperAnswer.Kind.OPEN:
            return "本区任务数待定。"
        if self.answer.kind == UpperAnswer.Kind.NONE:
            return ""
        if self.carrying is None and self.answer.candidate_id:
            return f"由{self.answer.candidate}承接，列入清单以后请选定指标。"
        if self.carrying is None:
            return f"承接它的指标“{self.answer.target}”已经不在清单里。"
        return short_of(self.carrying, self.answer)


def short_of(target: TargetText, answer: UpperAnswer) -> str:
    try:
        added = read_number(target.value) - read_number(target.baseline)
        quota = read_number(answer.quota)
    except BadNumber:
        return ""
    if abs(added) >= quota:
        return ""
    measure = target.measure
    return f"本区定{plain(abs(added))}{measure}，低于上级任务{plain(quota)}{measure}。"


def matrix(drafting: Drafting, rows: list[Passage]) -> list[Line]:
    """Every item of the city's lists, in their order."""
    answers = UpperAnswer.objects.latest(drafting)
    items = UpperItem.objects.filter(upper__drafting=drafting).select_related("upper")
    targets = {
        (row.key, target.name): (row.content.project.number, target)
        for row in rows
        if row.is_project
        for target in row.content.project.targets
    }
    found = []
    for item in items:
        answer = answers.get(item.pk)
        number, carrying = targets.get(
            (answer.passage, answer.target) if answer else None, (None, None)
        )
        likely = None if answer else closest(item, targets)
        found.append(Line(item, answer, carrying, number, likely))
    return found


def closest(item: UpperItem, targets: dict) -> tuple[int, str] | None:
    """The target of the draft whose name is most like, of those counted in the same measure."""
    fitting = {
        key: SequenceMatcher(None, item.name, target.name, autojunk=False).ratio()
        for key, (_, target) in targets.items()
        if target.measure == item.measure or not item.measure
    }
    best = max(fitting, key=fitting.get, default=None)
    return best if best and fitting[best] >= 0.5 else None


def quotas(lines: list[Line]) -> tuple[Quota, ...]:
    """What is issued with the list: each quota taken on in figures, with what carries it."""
    found, taken = [], set()
    for line in lines:
        answer, target = line.answer, line.carrying
        if not (answer and target and answer.kind == UpperAnswer.Kind.TAKEN and answer.quota):
            continue
        if target.kind != QUANTITY or not line.item.measure:
            continue
        name = line.item.name if line.item.name not in taken else f"{line.item}"[:100]
        taken.add(name)
        found.append(
            Quota(
                name=name,
                measure=line.item.measure,
                value=answer.quota,
                document=answer.document or line.item.upper.document,
                carried=((line.number or 0, target.name),),
            )
        )
    return tuple(found)
