"""Not finished by its due date (docs/rules.md)."""

from supervision.rules import months, numbers
from supervision.rules.findings.finding import Finding, Title, severity_in_words
from supervision.rules.policy import Policy
from supervision.rules.progress import Standing
from supervision.rules.wording import actual_words

NAME, TITLE = "past_due", "到期未完成"


SERVICES = "常年开展的服务只看各月是否开展，不看这一条；没有报送的月份不算没有开展。"


def described(policy: Policy, title: Title) -> str:
    due, later = policy.past_due_month, policy.past_due_later
    if due is not None and due == later:
        return f"到了完成时限还没有全部完成，为{title(due)}。{SERVICES}"
    lines = [
        f"{when}{severity_in_words(level, title)}"
        for when, level in (("到期当月", due), ("以后各月", later))
        if level is not None
    ]
    return f"到了完成时限还没有全部完成：{'，'.join(lines)}。{SERVICES}" if lines else ""


def severity(standing: Standing, policy: Policy) -> int | None:
    """From the due month on, while anything is missing; a service is judged by its months."""
    due = months.of(standing.target.due)
    if standing.month < due or standing.done or standing.serves:
        return None
    return policy.past_due_month if standing.month == due else policy.past_due_later


def finding(standing: Standing, policy: Policy) -> Finding | None:
    level = severity(standing, policy)
    if level is None:
        return None
    due = standing.target.due
    day = months.day_words(due, standing.month)
    late = standing.month - months.of(due)
    when = f"应于{day}完成" + (f"，已逾期{late}个月" if late else "，已到期")
    found = {
        "actual": numbers.four_places(numbers.clamp(standing.actual)),
        "months_late": str(late),
    }
    text = f"{standing.target.name}：{actual_words(standing)}，{when}。"
    return Finding(NAME, level, standing.target.name, text, found)
