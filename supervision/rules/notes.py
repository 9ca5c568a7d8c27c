"""Notes that warn early of what no rule finds yet (docs/rules.md): for the office, never public.

They stand beside the verdict and not in it: a published verdict is what anybody replays.
"""

from collections.abc import Iterator
from fractions import Fraction

from supervision.rules.facts import Facts
from supervision.rules.figures import PACE_MONTHS
from supervision.rules.findings import Finding, target_severity
from supervision.rules.numbers import points, words
from supervision.rules.policy import Policy
from supervision.rules.progress import Standing, held, started
from supervision.rules.targets import Quantity
from supervision.rules.wording import unit

LEAST_DONE = Fraction(85, 100)  # of the plan to date
STEEPER = Fraction(3, 2)  # than the pace of the last three months


def notes(facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Return what is worth a look at each target that no rule finds anything on."""
    for now in started(facts.targets, facts.month):
        if now.planned > 0 and not now.done and target_severity(now, policy) is None:
            for note in (low_ratio(now), steep_finish(now)):
                if note:
                    yield note


def low_ratio(now: Standing) -> Finding | None:
    """Return the note on a target that has done less than 85 % of its plan to date."""
    ratio = max(now.actual, Fraction(0)) / now.planned
    if ratio >= LEAST_DONE:
        return None
    said = points(ratio * 100, (LEAST_DONE * 100,))
    text = f"{now.target.name}：到本月应完成的只完成了{said}%，不到{words(LEAST_DONE * 100)}%。"
    return Finding("low_ratio", 0, now.target.name, text, {"ratio_percent": said})


def steep_finish(now: Standing) -> Finding | None:
    """Return the note on a quantity that has to go half again as fast as it went, to be in time."""
    target = now.target
    left = target.due.year * 12 + target.due.month - 1 - now.month
    if not isinstance(target, Quantity) or left < 1 or now.month - target.start + 1 < PACE_MONTHS:
        return None
    way = held(target, now.month).way
    pace = Fraction(way - held(target, now.month - PACE_MONTHS).way, PACE_MONTHS * target.scale)
    needed = Fraction(target.length - way, left * target.scale)
    if needed <= max(pace, Fraction(0)) * STEEPER:
        return None
    text = (
        f"{target.name}：要按期完成，以后每月需完成{words(needed)}{unit(target)}，"
        f"近三个月平均每月{words(pace)}{unit(target)}。"
    )
    found = {"needed_per_month": words(needed), "pace": words(pace)}
    return Finding("steep_finish", 0, target.name, text, found)
