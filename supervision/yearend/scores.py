"""The rules themselves, scored by how the year went: what each warned of, missed, or cried at.

Of every target that came due, with a number or stages: whether it was reached in its due month,
and in which month before that a rule first spoke of it. The cards' stored facts are judged again
under each preset, so that presets can be compared on the same year.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from projects.models import Programme
from supervision.cards import bridge
from supervision.models import Card
from supervision.rules import PRESETS, Facts, Policy, months
from supervision.rules.findings import TARGET_RULES
from supervision.rules.notes import notes
from supervision.rules.progress import standing
from supervision.rules.targets import Milestones, Quantity

NOTES = {"low_ratio": "完成不到应完成的85%（提示）", "steep_finish": "以后要快一半以上（提示）"}
TITLES = {rule.NAME: rule.TITLE for rule in TARGET_RULES} | NOTES


@dataclass(frozen=True)
class Due:
    """A target that came due; `warned` is by rule the month in which it was first spoken of."""

    project: str
    name: str
    due: int
    reached: bool
    warned: dict[str, int]


@dataclass
class Score:
    """A rule's year: targets it warned of in time, missed, and warned of in vain.

    `leads` are the months between the first warning and the due month.
    """

    title: str
    warned: list[Due] = field(default_factory=list)
    missed: list[Due] = field(default_factory=list)
    in_vain: list[Due] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)

    @property
    def lead(self) -> str:
        """The usual lead in months: 2, or 2.5."""
        return f"{median(self.leads):g}" if self.leads else ""


@dataclass(frozen=True)
class Scores:
    """By preset, a score a rule; `any` rule together comes last."""

    presets: dict[str, list[Score]]
    due: int
    failed: int
    until: str


ANY = "任何一条"


def scores(programme: Programme) -> Scores:
    """Score the presets on the cards in force of a programme's closed months."""
    facts = facts_of(programme)
    presets = {name: dues(facts, policy) for name, policy in PRESETS.items()}
    any_preset = next(iter(presets.values()), [])
    return Scores(
        presets={name: scored(found) for name, found in presets.items()},
        due=len(any_preset),
        failed=sum(not each.reached for each in any_preset),
        until=months.show(max(each[-1].month for each in facts.values())) if facts else "",
    )


def facts_of(programme: Programme) -> dict[str, list[Facts]]:
    """The stored facts of each project by its name, month after month."""
    cards = Card.everything.filter(period__programme=programme).in_force()
    found: dict[str, list[Facts]] = defaultdict(list)
    rows = cards.order_by("project__number", "period__month")
    for number, title, text in rows.values_list("project__number", "project__title", "facts"):
        found[f"{number}. {title}"].append(Facts.from_json(json.loads(text)))
    return found


def dues(facts: dict[str, list[Facts]], policy: Policy) -> list[Due]:
    return [each for name, known in facts.items() for each in dues_of(name, known, policy)]


def dues_of(project: str, known: list[Facts], policy: Policy) -> Iterator[Due]:
    """A project's targets that came due by its last closed month."""
    last = known[-1]
    spoken = first_spoken(known, policy)
    for target in last.targets:
        if not isinstance(target, Quantity | Milestones):
            continue
        due = months.of(target.due)
        if due > last.month:
            continue
        yield Due(
            project=project,
            name=target.name,
            due=due,
            reached=standing(target, due).done,
            warned={rule: month for rule, month in spoken[target.name].items() if month < due},
        )


def first_spoken(known: list[Facts], policy: Policy) -> dict[str, dict[str, int]]:
    """By target and rule, the first month in which the rule found anything."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for facts in known:
        spoken = [(each["target"], each["rule"]) for each in bridge.found_in(facts, policy)]
        spoken += [(note.target, note.rule) for note in notes(facts, policy)]
        for target, rule in spoken:
            if target and rule in TITLES:
                found[target].setdefault(rule, facts.month)
    return found


def scored(found: list[Due]) -> list[Score]:
    by_rule = {rule: Score(title) for rule, title in TITLES.items()}
    every = Score(ANY)
    for due in found:
        for rule, score in by_rule.items():
            count(score, due, due.warned.get(rule))
        count(every, due, min(due.warned.values(), default=None))
    return [*by_rule.values(), every]


def count(score: Score, due: Due, first: int | None) -> None:
    if first is None:
        if not due.reached:
            score.missed.append(due)
    elif due.reached:
        score.in_vain.append(due)
    else:
        score.warned.append(due)
        score.leads.append(due.due - first)
