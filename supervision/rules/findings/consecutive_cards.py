"""The month just before carried a card too (广元 2018, 济宁: two running; docs/rules.md).

The portal leaves cards of another preset out of `previous_cards`: a change ends the run.
"""

from supervision.rules import months
from supervision.rules.facts import Facts
from supervision.rules.findings.finding import Finding, Title
from supervision.rules.policy import Policy

NAME, TITLE = "consecutive_cards", "连续亮牌"
COLOURS = {"none": "不亮牌", "blue": "蓝牌", "yellow": "黄牌", "red": "红牌"}


def described(policy: Policy, title: Title) -> str:
    colours = {look.colour: look.card or look.public for look in policy.looks}
    lines = [
        f"上月是{'或'.join(colours.get(colour, colour) for colour in run.before)}、"
        f"本月又是{title(run.now)}的，加重为{title(run.severity)}"
        for run in policy.consecutive_cards
    ]
    return f"{'；'.join(lines)}。" if lines else ""


def finding(facts: Facts, now: int, policy: Policy) -> Finding | None:
    """`now` is the month's severity before this rule."""
    before = next((c.colour for c in facts.previous_cards if c.month == facts.month - 1), None)
    for run in policy.consecutive_cards:
        if before in run.before and run.now == now:
            look = policy.looks[now]
            last = f"{months.words(facts.month - 1, facts.month)}为{COLOURS[before or 'none']}"
            this = f"本月按其他各项应为{look.card or look.public}"
            text = f"{last}，{this}，连续两月，升为{policy.looks[run.severity].card}。"
            return Finding(NAME, run.severity, None, text, {"severity_before": str(now)})
    return None
