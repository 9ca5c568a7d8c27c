"""A list told by its promises: how many are kept, on plan, behind, not due, and what comes next."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from projects.models import Project
from projects.values.months import month_of, shift
from supervision.published.figures import Figure
from supervision.published.promised import Days
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


@dataclass(frozen=True)
class Coming:
    """Something that its plan promises for next month: a stage, or all of a target."""

    project: Project
    what: str


def coming(
    project: Project, card: PublicCard | None, days: Days, planned: dict[tuple[int, str], dict]
) -> list[Coming]:
    """What is to be kept next month by the plan as it stands; services go on without a day.

    `planned` are the months of stages whose plan was changed, by project and target.
    """
    if card is None:
        return []
    following = shift(card.month, 1)
    found = []
    for facts in card.facts["targets"]:
        name = facts["name"]
        if facts["kind"] == "milestones":
            now = planned.get((project.pk, name))
            found += [
                Coming(project, f"{name}：{stage['name']}")
                for stage in facts["milestones"] or []
                if (now.get(stage["name"]) if now else stage["planned"]) == following
                and not stage["done"]
            ]
            continue
        day = days.get(name)
        if day and day.since > card.as_of:
            if month_of(day.now) == following:
                found.append(Coming(project, f"{name}完成"))
            continue
        if facts["kind"] != "service" and due_in(facts, card, following):
            found.append(Coming(project, f"{name}完成"))
    return found


def due_in(facts: dict, card: PublicCard, month: str) -> bool:
    shares = card.targets.get(facts["name"])
    open_still = shares is not None and shares.actual is not None and shares.actual < 1
    return open_still and month_of(dt.date.fromisoformat(facts["due"])) == month
