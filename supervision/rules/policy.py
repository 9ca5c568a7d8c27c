"""A version of the card rules: every threshold, colour and word (docs/rules.md)."""

import json
from dataclasses import dataclass, field
from typing import Any

from supervision.rules import policy_parts as parts
from supervision.rules import shape
from supervision.rules.policy_parts import (
    Band,
    Consequence,
    Look,
    ProgressWords,
    Run,
    SmallQuantity,
)
from supervision.rules.shape import FactsError, canonical

PRESET_NAMES = ("三色", "阶梯")
KEYS = ("name", "version", "preset", "rules", "severities", "unrated", "progress_words")
RULES = {
    "behind_plan": ("bands", "small_quantity"),
    "past_due": ("due_month", "later"),
    "not_started": ("bands",),
    "report_missing": ("bands",),
    "consecutive_cards": ("runs",),
    "city_task_behind": ("bands",),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """An empty tuple or None switches a rule off; `looks` are by severity, 0 to 3."""

    name: str
    version: int
    preset: str
    behind_plan: tuple[Band, ...]
    small_quantity: SmallQuantity | None
    past_due_month: int | None
    past_due_later: int | None
    not_started: tuple[Band, ...]
    report_missing: tuple[Band, ...]
    consecutive_cards: tuple[Run, ...]
    city_task_behind: tuple[Band, ...]
    looks: tuple[Look, ...]
    unrated: str
    progress_words: ProgressWords
    consequences: tuple[Consequence, ...]
    text: str = field(repr=False)  # canonical JSON as given, for the digest

    @classmethod
    def from_json(cls, value: object) -> "Policy":
        """A policy from parsed JSON; FactsError, a sentence, for anything else."""
        top = shape.fields(value, "规则", (*KEYS, "consequences"))
        rules = _rules(top["rules"])
        due_month, later = _past_due(rules["past_due"])
        return cls(
            name=shape.text(top["name"], "规则的名称（name）"),
            version=shape.whole_number(top["version"], "规则的版本（version）", 1, 999999),
            preset=shape.choice(top["preset"], "规则的方案（preset）", PRESET_NAMES),
            behind_plan=parts.bands(rules["behind_plan"]["bands"], "规则behind_plan"),
            small_quantity=parts.small_quantity(
                rules["behind_plan"]["small_quantity"], "规则behind_plan的small_quantity"
            ),
            past_due_month=due_month,
            past_due_later=later,
            not_started=parts.bands(rules["not_started"]["bands"], "规则not_started"),
            report_missing=parts.bands(rules["report_missing"]["bands"], "规则report_missing"),
            consecutive_cards=_runs(rules["consecutive_cards"]["runs"]),
            city_task_behind=parts.bands(
                rules["city_task_behind"]["bands"], "规则city_task_behind"
            ),
            looks=_looks(top["severities"]),
            unrated=shape.text(top["unrated"], "规则的未评用语（unrated）"),
            progress_words=parts.progress_words(top["progress_words"], "规则的progress_words"),
            consequences=_consequences(top["consequences"]),
            text=canonical(value),
        )

    def to_json(self) -> dict[str, Any]:
        """The policy object as it was given: the same digest, the same cards."""
        given: dict[str, Any] = json.loads(self.text)
        return given


def _rules(value: object) -> dict[str, dict[str, Any]]:
    rules = shape.fields(value, "规则的rules", RULES)
    return {name: shape.fields(rules[name], f"规则{name}", keys) for name, keys in RULES.items()}


def _past_due(given: dict[str, Any]) -> tuple[int | None, int | None]:
    found = [
        None if given[key] is None else parts.severity(given[key], f"规则past_due的{key}")
        for key in ("due_month", "later")
    ]
    ranks = [-1 if level is None else level for level in found]
    if ranks[0] > ranks[1]:
        raise FactsError("规则past_due中逾期以后的级别不得轻于到期当月。")
    return found[0], found[1]


def _runs(value: object) -> tuple[Run, ...]:
    where = "规则consecutive_cards"
    return tuple(parts.run(entry, where) for entry in shape.items(value, where))


def _looks(value: object) -> tuple[Look, ...]:
    entries = shape.items(value, "规则的severities")
    if len(entries) != parts.WORST + 1:
        raise FactsError("规则的severities应有0到3共4级。")
    return tuple(parts.look(entry, f"规则第{level}级") for level, entry in enumerate(entries))


def _consequences(value: object) -> tuple[Consequence, ...]:
    where = "规则的后果（consequences）"
    return tuple(parts.consequence(entry, where) for entry in shape.items(value, where))
