"""Planned and not begun (银川 2025: its planned month yellow, three months red; docs/rules.md)."""

from supervision.rules import months, numbers
from supervision.rules.findings.finding import Finding, Title, bands_in_months
from supervision.rules.policy import Policy
from supervision.rules.policy_parts import severity_in
from supervision.rules.progress import Standing, first_planned

NAME, TITLE = "not_started", "该启动没有启动"


def described(policy: Policy, title: Title) -> str:
    return bands_in_months("按计划应有进展的月份起仍未启动", policy.not_started, title)


def severity(standing: Standing, policy: Policy) -> int | None:
    """By the months since the first planned one, which counts as one."""
    if standing.planned <= 0 or standing.actual > 0:
        return None
    return severity_in(policy.not_started, _months_running(standing))


def finding(standing: Standing, policy: Policy) -> Finding | None:
    level = severity(standing, policy)
    if level is None:
        return None
    target = standing.target
    first = first_planned(target)
    running = _months_running(standing)
    # What was never reported may have begun: it counts as its baseline and is told as what it is.
    state = "还没有报来数据，按基期计" if standing.unheard else "仍未启动"
    text = (
        f"{target.name}：按计划{months.words(first, standing.month)}起应有进展，"
        f"到{months.words(standing.month, standing.month)}底{state}，已{running}个月。"
    )
    found = {"planned": numbers.four_places(standing.planned), "months": str(running)}
    return Finding(NAME, level, standing.target.name, text, found)


def _months_running(standing: Standing) -> int:
    return standing.month - first_planned(standing.target) + 1
