"""The rules of a policy in plain sentences, so that no page writes a threshold of its own."""

from collections.abc import Callable
from typing import NamedTuple

from supervision.rules import Policy
from supervision.rules.numbers import threshold, words
from supervision.rules.policy_parts import Band

NAMES = {
    "behind_plan": "落后于计划",
    "past_due": "到期未完成",
    "not_started": "该启动没有启动",
    "report_missing": "没有报送",
    "consecutive_cards": "连续亮牌",
    "city_task_behind": "市级任务落后",
}
SERVICES = "常年开展的服务只看各月是否开展，不看这一条；没有报送的月份不算没有开展。"
Title = Callable[[int], str]


class Described(NamedTuple):
    """A rule with what it says; `text` is "" where the policy has it switched off."""

    key: str
    name: str
    text: str


def described(policy: Policy, title: Title) -> list[Described]:
    """Every rule in order; `title` says a severity: 黄牌（进度偏慢）."""
    texts = {
        "behind_plan": behind_plan(policy, title),
        "past_due": past_due(policy, title),
        "not_started": months_of("按计划应有进展的月份起仍未启动", policy.not_started, title),
        "report_missing": months_of(
            "过了报送截止日没有报送（全部完成、服务期已满的不再要求）", policy.report_missing, title
        ),
        "consecutive_cards": consecutive(policy, title),
        "city_task_behind": points_of("市级任务完成数比计划少", policy.city_task_behind, title),
    }
    return [Described(key, NAMES[key], texts[key]) for key in NAMES]


def points_of(lead: str, bands: tuple[Band, ...], title: Title) -> str:
    lines = [
        f"{threshold(words(band.start), band.included)}为{title(band.severity)}"
        for band in bands
    ]  # fmt: skip
    return f"{lead}{'，'.join(lines)}。" if lines else ""


def months_of(lead: str, bands: tuple[Band, ...], title: Title) -> str:
    lines = [
        f"第{words(band.start)}个月起{said(band.severity, title)}"
        for band in bands
    ]  # fmt: skip
    return f"{lead}：{'，'.join(lines)}。" if lines else ""


def said(severity: int, title: Title) -> str:
    return f"为{title(severity)}" if severity else "只作提示"


def behind_plan(policy: Policy, title: Title) -> str:
    text = points_of("完成率比计划低", policy.behind_plan, title)
    if small := policy.small_quantity:
        text += (
            f"全部工作量不超过{words(small.steps)}个、只差{words(small.short)}个的，"
            f"最重为{title(small.at_most)}。"
        )
    return text


def past_due(policy: Policy, title: Title) -> str:
    due, later = policy.past_due_month, policy.past_due_later
    if due is not None and due == later:
        return f"到了完成时限还没有全部完成，为{title(due)}。{SERVICES}"
    lines = [
        f"{when}{said(level, title)}"
        for when, level in (("到期当月", due), ("以后各月", later))
        if level is not None
    ]
    return f"到了完成时限还没有全部完成：{'，'.join(lines)}。{SERVICES}" if lines else ""


def consecutive(policy: Policy, title: Title) -> str:
    colours = {look.colour: look.card or look.public for look in policy.looks}
    lines = [
        f"上月是{'或'.join(colours.get(colour, colour) for colour in run.before)}、"
        f"本月又是{title(run.now)}的，加重为{title(run.severity)}"
        for run in policy.consecutive_cards
    ]
    return f"{'；'.join(lines)}。" if lines else ""
