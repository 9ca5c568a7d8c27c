"""What a rule has to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
