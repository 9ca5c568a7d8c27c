"""The district's share of a city task is behind its plan (docs/rules.md)."""

from supervision.rules import numbers
from supervision.rules.facts import CityTask
from supervision.rules.findings.finding import Finding, Title, bands_in_points
from supervision.rules.policy import Policy
from supervision.rules.policy_parts import severity_in

NAME, TITLE = "city_task_behind", "市级任务落后"


def described(policy: Policy, title: Title) -> str:
    return bands_in_points("市级任务完成数比计划少", policy.city_task_behind, title)


def finding(task: CityTask, policy: Policy) -> Finding | None:
    """By (plan − reading)/quota in points; `target` of the finding is the city task's name."""
    if task.plan is None:
        return None
    gap = (task.plan - task.reading) / task.quota * 100
    level = severity_in(policy.city_task_behind, gap)
    if level is None:
        return None
    limits = [band.start for band in policy.city_task_behind]
    short = numbers.words(task.plan - task.reading)
    text = (
        f"市级任务“{task.name}”{numbers.words(task.quota)}{task.measure}，应完成{numbers.words(task.plan)}"
        f"{task.measure}，已完成{numbers.words(task.reading)}{task.measure}，"
        f"少{short}{task.measure}，落后{numbers.points(gap, limits)}个百分点。"
    )
    found = {
        "quota": numbers.plain(task.quota),
        "plan": numbers.plain(task.plan),
        "reading": numbers.plain(task.reading),
        "gap_points": numbers.show_points(gap, limits, places=4),
    }
    return Finding(NAME, level, task.name, text, found)
