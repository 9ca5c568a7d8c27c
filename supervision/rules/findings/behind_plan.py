"""Behind the approved monthly plan (银川 2025: 10–30 points yellow, above red; docs/rules.md)."""

from supervision.rules import numbers
from supervision.rules.findings.finding import Finding, Title, bands_in_points
from supervision.rules.policy import Policy
from supervision.rules.policy_parts import SmallQuantity, severity_in
from supervision.rules.progress import Standing
from supervision.rules.targets import Quantity
from supervision.rules.wording import standing_words

NAME, TITLE = "behind_plan", "落后于计划"


def described(policy: Policy, title: Title) -> str:
    text = bands_in_points("完成率比计划低", policy.behind_plan, title)
    if small := policy.small_quantity:
        text += (
            f"全部工作量不超过{numbers.words(small.steps)}个、只差{numbers.words(small.short)}个的，"
            f"最重为{title(small.at_most)}。"
        )
    return text


def severity(standing: Standing, policy: Policy) -> int | None:
    """The band of the gap in points; capped for a small quantity."""
    gap = standing.gap
    if gap <= 0:
        return None
    found = severity_in(policy.behind_plan, gap * 100)
    small = policy.small_quantity
    if found is None or small is None or not is_small(standing, small):
        return found
    return min(found, small.at_most)


def is_small(standing: Standing, small: SmallQuantity) -> bool:
    """A quantity of few steps, hardly one short of plan: one piece must not make it red."""
    target = standing.target
    if not isinstance(target, Quantity) or target.kind != "quantity":
        return False
    # Not clamped here: what is below its baseline is short by that much more.
    short = (standing.planned - standing.actual) * target.length
    return target.length <= small.steps * target.step and short <= small.short * target.step


def finding(standing: Standing, policy: Policy) -> Finding | None:
    level = severity(standing, policy)
    if level is None:
        return None
    gap = standing.gap * 100
    limits = [band.start for band in policy.behind_plan]
    points = numbers.points(gap, limits)
    text = f"{standing.target.name}：{standing_words(standing)}，落后{points}个百分点"
    if level != severity_in(policy.behind_plan, gap):
        text += "；总量小、差距不超过一步，不再加重"
    found = {
        "actual": numbers.four_places(numbers.clamp(standing.actual)),
        "planned": numbers.four_places(numbers.clamp(standing.planned)),
        "gap_points": numbers.show_points(gap, limits, places=4),
    }
    return Finding(NAME, level, standing.target.name, f"{text}。", found)
