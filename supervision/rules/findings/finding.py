"""What a rule has to say: of a project, and of itself in general."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from supervision.rules.numbers import threshold, words
from supervision.rules.policy_parts import Band

# How a severity is said: 黄牌（进度偏慢）.
Title = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """`severity` 0 (a note) to 3 (worst); `target` None where the whole project is meant."""

    rule: str
    severity: int
    target: str | None
    text: str
    numbers: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": self.severity,
            "target": self.target,
            "text": self.text,
            "numbers": dict(self.numbers),
        }


def bands_in_points(lead: str, bands: tuple[Band, ...], title: Title) -> str:
    lines = [
        f"{threshold(words(band.start), band.included)}为{title(band.severity)}"
        for band in bands
    ]  # fmt: skip
    return f"{lead}{'，'.join(lines)}。" if lines else ""


def bands_in_months(lead: str, bands: tuple[Band, ...], title: Title) -> str:
    lines = [
        f"第{first_month(band)}个月起{severity_in_words(band.severity, title)}"
        for band in bands
    ]  # fmt: skip
    return f"{lead}：{'，'.join(lines)}。" if lines else ""


def first_month(band: Band) -> int:
    """Return the first whole month that a band takes in."""
    return math.ceil(band.start) if band.included else math.floor(band.start) + 1


def severity_in_words(severity: int, title: Title) -> str:
    return f"为{title(severity)}" if severity else "只作提示"
