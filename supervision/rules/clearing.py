"""The smallest change that would leave a card milder next month (docs/rules.md *To clear*)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from supervision.rules import months, numbers
from supervision.rules.facts import Facts
from supervision.rules.findings import report_missing, target_severity
from supervision.rules.findings.finding import Finding
from supervision.rules.policy import Policy
from supervision.rules.progress import Standing, held, known_months, standing, standing_at
from supervision.rules.targets import Milestones, Quantity, Service
from supervision.rules.wording import unit


@dataclass(frozen=True, slots=True)
class Clearing:
    """`more` is exact and never below zero; None where the change is named, not numbered."""

    target: str | None
    by: int  # the month by whose last day
    more: Fraction | None
    text: str

    def to_json(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "by": months.last_day(self.by).isoformat(),
            "more": None if self.more is None else numbers.plain(self.more),
            "text": self.text,
        }


def to_clear(
    facts: Facts, standings: Iterable[Standing], found: Sequence[Finding], policy: Policy
) -> Iterator[Clearing]:
    """One for each target with a finding, alone, and one for a missing report."""
    for now in standings:
        level = target_severity(now, policy)
        if level is not None:
            yield _clear_target(now, level, policy)
    if any(finding.rule == report_missing.NAME for finding in found):
        month = months.words(facts.month, facts.month)
        yield Clearing(None, facts.month + 1, None, f"补报{month}进展即可消除未报这一项")


def _clear_target(now: Standing, level: int, policy: Policy) -> Clearing:
    if isinstance(now.target, Quantity):
        return _quantity(now, now.target, level, policy)
    if isinstance(now.target, Milestones):
        return _stages(now, now.target, level, policy)
    return _service(now, now.target, level, policy)


def _quantity(now: Standing, target: Quantity, level: int, policy: Policy) -> Clearing:
    """Steps counted back from the target, whose value always clears: as many as still do."""
    coming = now.month + 1
    way = held(target, now.month).way

    def milder(steps_back: int) -> bool:
        then = standing_at(target, coming, target.length - steps_back * target.step)
        return _is_milder(target_severity(then, policy), level)

    enough, too_few = 0, (target.length - way) // target.step + 1
    while too_few - enough > 1:
        middle = (enough + too_few) // 2
        enough, too_few = (middle, too_few) if milder(middle) else (enough, middle)
    needed = target.length - enough * target.step
    then = target_severity(standing_at(target, coming, needed), policy)
    more = Fraction(needed - way, target.scale)
    doing = f"再{_doing(target)}{numbers.plain(more)}{unit(target)}"
    text = f"{_until(now.month, coming)}{doing}即可{_turns(then, policy)}"
    return Clearing(target.name, coming, more, text)


def _stages(now: Standing, target: Milestones, level: int, policy: Policy) -> Clearing:
    """The open stages in the order planned, as many as it takes."""
    coming = now.month + 1
    then = standing(target, coming)
    open_stages = sorted((s for s in target.stages if s.done is None), key=lambda s: s.planned)
    whole = sum(stage.weight for stage in target.stages)
    named, actual = "", then.actual
    after: int | None = level
    for stage in open_stages:
        named += f"“{stage.name}”"
        actual += stage.weight / whole
        after = target_severity(Standing(target, coming, actual, then.planned), policy)
        if _is_milder(after, level):
            break
    text = f"{_until(now.month, coming)}完成{named}即可{_turns(after, policy)}"
    return Clearing(target.name, coming, None, text)


def _service(now: Standing, target: Service, level: int, policy: Policy) -> Clearing:
    """The next planned month, where that is a beginning; what was missed cannot be made up."""
    coming = next((month for month in target.planned if month > now.month), None)
    if coming is not None:
        then = standing(target, coming)
        run = Fraction(len(target.ran) + 1, len(target.planned))
        after = target_severity(Standing(target, coming, run, then.planned), policy)
        if _is_milder(after, level):
            service = f"{months.words(coming, now.month)}照常开展"
            text = f"{_until(now.month, coming)}{service}即可{_turns(after, policy)}"
            return Clearing(target.name, coming, None, text)
    missed = [m for m in known_months(target, now.month) if m not in target.ran]
    said = "、".join(months.words(month, now.month) for month in missed)
    text = f"{said}未开展，已不能补做；当时如已开展，请更正报送"
    return Clearing(target.name, now.month + 1, None, text)


def _is_milder(then: int | None, level: int) -> bool:
    return then is None or then < level


def _until(month: int, coming: int) -> str:
    return f"到{months.day_words(months.last_day(coming), month)}"


def _doing(target: Quantity) -> str:
    if target.kind == "coverage":
        return "提高" if target.direction > 0 else "降低"
    return "完成" if target.direction > 0 else "减少"


def _turns(level: int | None, policy: Policy) -> str:
    return policy.looks[level or 0].turns
