"""A card's verdict and its fixed JSON (docs/rules.md)."""

from dataclasses import dataclass
from typing import Any

from supervision.rules.clearing import Clearing
from supervision.rules.findings import Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """`severity` and `colour` are None for 未评; figures are strings, rounded as published."""

    severity: int | None
    colour: str | None
    label: str
    actual: str | None
    planned: str | None
    deviation: str | None
    targets: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]
    to_clear: tuple[Clearing, ...]
    policy_name: str
    policy_version: int
    digest: str

    def to_json(self) -> dict[str, Any]:
        return {
            "colour": self.colour,
            "label": self.label,
            "actual": self.actual,
            "planned": self.planned,
            "deviation": self.deviation,
            "targets": [dict(target) for target in self.targets],
            "findings": [finding.to_json() for finding in self.findings],
            "to_clear": [clearing.to_json() for clearing in self.to_clear],
            "policy": {"name": self.policy_name, "version": self.policy_version},
            "digest": self.digest,
        }
