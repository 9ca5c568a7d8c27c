"""A list told by its promises: how many are kept, on plan, behind, not due, and what comes next."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from projects.models import Project
from projects.values.months import month_of, shift
from supervision.published.figures import Figure
from supervision.published.promised import Days
from supervision.published.sentences import due_words
from supervision.published.shown import PublicCard

WORDS = {
    "done": "已完成",
    "fine": "跟上计划",
    "behind": "慢于计划",
    "waiting": "未到时间",
    "hidden": "数量不公布",
    "pending": "待定",
}


@dataclass(frozen=True)
class Marks:
    """One mark for each promise, those of one state together; `words` say the same."""

    states: tuple[str, ...]

    @classmethod
    def of(cls, figures: list[Figure]) -> "Marks":
        order = list(WORDS)
        return cls(tuple(sorted((figure.state for figure in figures), key=order.index)))

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """State, its word and how many; only those that there are."""
        counted = Counter(self.states)
        return [(state, WORDS[state], counted[state]) for state in WORDS if counted[state]]

    @property
    def words(self) -> str:
        return "，".join(f"{count}项{word}" for _, word, count in self.counts)


Kept = tuple[str, str]  # a target and its stage, "" of all of it


@dataclass(frozen=True)
class Coming:
    """A stage, or all of a target, that its plan promises for next month, or (`unit`) its unit."""

    project: Project
    kept: Kept
    unit: str = ""

    @property
    def what(self) -> str:
        """What stands behind its project's name: that name is not told twice."""
        name, stage = self.kept
        told = "：".join(filter(None, ["" if name == self.project.called else name, stage]))
        if self.unit:
            return f"{told}{'，' if stage else '：'}{self.unit}" if told else self.unit
        return told if stage else f"{told or '应'}完成"


def coming(
    project: Project,
    card: PublicCard | None,
    days: Days,
    planned: dict[tuple[int, str], dict],
    units: dict[Kept, dt.date],
    today: dt.date,
) -> list[Coming]:
    """What is to be kept next month by the plan as it stands, and by the days that units gave.

    `planned` are the months of stages whose plan was changed, by project and target. What both
    promise for that month is told once.
    """
    if card is None:
        return []
    following = shift(card.month, 1)
    own = {kept: day for kept, day in units.items() if month_of(day) == following}
    found = dict.fromkeys([*planned_for(following, project, card, days, planned), *own])
    return [
        Coming(project, kept, to_be_done(own[kept], card.month, today) if kept in own else "")
        for kept in found
    ]


def to_be_done(day: dt.date, month: str, today: dt.date) -> str:
    """责任单位承诺10月31日完成，已过期: a line that must not read as if it were done."""
    return f"责任单位承诺{due_words(day, month)}完成{'，已过期' if day < today else ''}"


def said_of(day: dt.date, month: str, today: dt.date) -> str:
    """责任单位承诺10月20日, marked where the day is over."""
    return f"责任单位承诺{due_words(day, month)}{'（已过期）' if day < today else ''}"


def unit_dates(figures: Iterable[Figure], finish: dict[str, dt.date]) -> dict[Kept, dt.date]:
    """The unit's days in force of what is not done: of late stages where it gave theirs."""
    found: dict[Kept, dt.date] = {}
    for figure in figures:
        found |= unit_dates(figure.parts, finish)
        day = finish.get(figure.name)
        if day is None or figure.finished:
            continue
        late = [each for each in figure.stages if each.state == "overdue" and each.promised]
        found |= {(figure.name, each.name): each.promised for each in late} or {
            (figure.name, ""): day
        }
    return found


def planned_for(
    month: str,
    project: Project,
    card: PublicCard,
    days: Days,
    planned: dict[tuple[int, str], dict],
) -> Iterator[Kept]:
    """What is to be kept in a month by the plan; services go on without a day."""
    for facts in card.facts["targets"]:
        name = facts["name"]
        if facts["kind"] == "milestones":
            now = planned.get((project.pk, name))
            for stage in facts["milestones"] or []:
                due = now.get(stage["name"]) if now else stage["planned"]
                if due == month and not stage["done"]:
                    yield name, stage["name"]
            continue
        day = days.get(name)
        if day and day.since > card.as_of:
            if month_of(day.now) == month:
                yield name, ""
        elif facts["kind"] != "service" and due_in(facts, card, month):
            yield name, ""


def due_in(facts: dict, card: PublicCard, month: str) -> bool:
    shares = card.targets.get(facts["name"])
    open_still = shares is not None and shares.actual is not None and shares.actual < 1
    return open_still and month_of(dt.date.fromisoformat(facts["due"])) == month
