"""Planned and not begun (银川 2025: its planned month yellow, three months red; docs/rules.md)."""

from supervision.rules import months, numbers
from supervision.rules.findings.finding import Finding
from supervision.rules.policy import Policy
from supervision.rules.policy_parts import severity_in
from supervision.rules.progress import Standing, first_planned

NAME = "not_started"


def severity(standing: Standing, policy: Policy) -> int | None:
    """By the months since the first planned one, which counts as one."""
    if standing.planned <= 0 or standing.actual > 0:
        return None
    return severity_in(policy.not_started, _months_running(standing))


def finding(standing: Standing, policy: Policy) -> Finding | None:
    level = severity(standing, policy)
    if level is None:
        return None
    first = first_planned(standing.target)
    running = _months_running(standing)
    text = (
        f"{standing.target.name}：按计划{months.words(first, standing.month)}起应有进展，"
        f"到{months.words(standing.month, standing.month)}底仍未启动，已{running}个月。"
    )
    found = {"planned": numbers.four_places(standing.planned), "months": str(running)}
    return Finding(NAME, level, standing.target.name, text, found)


def _months_running(standing: Standing) -> int:
    return standing.month - first_planned(standing.target) + 1
