"""Facts and a policy in, a verdict out: the same for anyone, at any time."""

from collections.abc import Sequence

from supervision.rules import months
from supervision.rules.clearing import to_clear
from supervision.rules.facts import Facts
from supervision.rules.figures import figures, shares
from supervision.rules.findings import Finding, escalation, findings
from supervision.rules.policy import Policy
from supervision.rules.progress import reported, roll_up, started
from supervision.rules.shape import FactsError, digest_of
from supervision.rules.targets import Undecided
from supervision.rules.verdict import Verdict


def evaluate(facts: Facts, policy: Policy) -> Verdict:
    """The card of a project's month; FactsError while the month is not over (docs/rules.md)."""
    if facts.as_of <= months.last_day(facts.month):
        month = months.show(facts.month)
        raise FactsError(f"{month}尚未结束（数据日期{facts.as_of}），月末之后才能亮牌。")
    standings = started(facts.targets, facts.month)
    found = findings(facts, standings, policy)
    clearings = tuple(to_clear(facts, standings, found, policy))
    severity = _severity(facts, found)
    if severity is not None:
        raised = escalation(facts, severity, policy)
        if raised is not None:
            found.append(raised)
            severity = max(severity, raised.severity)
    look = None if severity is None else policy.looks[severity]
    return Verdict(
        severity=severity,
        colour=look.colour if look else None,
        label=f"{look.card} {look.public}".strip() if look else policy.unrated,
        **shares(roll_up(standings)),
        targets=tuple(figures(target, facts.month) for target in facts.targets),
        findings=tuple(sorted(found, key=lambda finding: -finding.severity)),
        to_clear=clearings,
        policy_name=policy.name,
        policy_version=policy.version,
        digest=digest_of(facts.text, policy.text),
    )


def _severity(facts: Facts, found: Sequence[Finding]) -> int | None:
    """The worst finding; None (未评) with no plan at all, or nothing known and nothing to say.

    docs/rules.md: a note alone does not rate a project of which nothing has been reported.
    """
    worst = max((finding.severity for finding in found), default=0)
    if all(isinstance(target, Undecided) for target in facts.targets):
        return None
    if worst == 0 and not any(reported(target) for target in facts.targets):
        return None
    return worst
