"""No report stands although its due day is over (docs/rules.md): missing is a visible state."""

from collections.abc import Iterable

from supervision.rules import months
from supervision.rules.facts import Facts
from supervision.rules.findings.finding import Finding, Title, bands_in_months
from supervision.rules.policy import Policy
from supervision.rules.policy_parts import severity_in
from supervision.rules.progress import Standing

NAME, TITLE = "report_missing", "没有报送"


def described(policy: Policy, title: Title) -> str:
    lead = "过了报送截止日没有报送（全部完成、服务期已满的不再要求）"
    return bands_in_months(lead, policy.report_missing, title)


def finding(facts: Facts, standings: Iterable[Standing], policy: Policy) -> Finding | None:
    if not is_missing(facts) or all_done(facts, standings):
        return None
    running = max(facts.missing_months, 1)  # this month is missing, whatever was counted
    level = severity_in(policy.report_missing, running)
    if level is None or facts.report is None:
        return None
    text = f"{months.words(facts.month, facts.month)}进展没有报送（截止{facts.report.due}）"
    text += f"，连续{running}个月未报。" if running > 1 else "。"
    return Finding(NAME, level, None, text, {"missing_months": str(running)})


def is_missing(facts: Facts) -> bool:
    """The due day counts to its last minute: only the day after is too late."""
    report = facts.report
    return report is not None and report.submitted is None and facts.as_of > report.due


def all_done(facts: Facts, standings: Iterable[Standing]) -> bool:
    """A finished project stops reporting; a target without plan or not begun is not done.

    A service is over with its last planned month, whatever it missed, once all is reported.
    """
    return sum(standing.over for standing in standings) == len(facts.targets)
