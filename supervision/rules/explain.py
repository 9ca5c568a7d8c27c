"""What “why this card” says: one plain sentence, the sums, the distance to other colours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from supervision.rules import months, numbers
from supervision.rules.facts import Facts
from supervision.rules.findings.finding import Finding
from supervision.rules.policy import Policy
from supervision.rules.policy_parts import severity_in
from supervision.rules.progress import Standing, held, known_months, roll_up, started
from supervision.rules.targets import Quantity, Service, Undecided
from supervision.rules.verdict import Verdict
from supervision.rules.wording import actual_words, months_by, short_words


@dataclass(frozen=True, slots=True)
class Formula:
    """A target's sums with its numbers in them: “（90 − 0）÷（149 − 0）＝60.40%”."""

    target: str
    actual: str
    planned: str
    gap: str


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a target is from being judged otherwise by `behind_plan`, all in points.

    `worse` is what may still be lost before the next threshold, `milder` what must be made
    good to come back to the one behind; None where there is none. A severity of None is no
    finding. The cap for small quantities is left aside.
    """

    target: str
    gap: Fraction
    severity: int | None
    worse: Fraction | None
    worse_severity: int | None
    milder: Fraction | None
    milder_severity: int | None


def plain_sentence(facts: Facts, verdict: Verdict) -> str:
    """The card in one sentence: “承诺149口，已完成90口，比计划少30口；其余各项正常”."""
    standings = started(facts.targets, facts.month)
    if verdict.colour is None:
        return _why_unrated(facts)
    concerned = {f.target for f in verdict.findings if f.rule not in _SAID}
    behind = [now for now in standings if now.target.name in concerned]
    said = [_behind(now, name=len(facts.targets) > 1) for now in behind]
    said += [_SAID[f.rule](facts, f) for f in verdict.findings if f.rule in _SAID]
    if behind and len(behind) < len(standings):
        said.append("其余各项正常")
    return "；".join(said) or _all_well(standings)


def project_shares(facts: Facts) -> tuple[Fraction, Fraction] | None:
    """The project's exact actual and planned."""
    return roll_up(started(facts.targets, facts.month))


def formulas(facts: Facts, policy: Policy) -> list[Formula]:
    """The sums behind each started target's figures."""
    limits = [band.start for band in policy.behind_plan]
    return [_formula(now, limits) for now in started(facts.targets, facts.month)]


def margins(facts: Facts, policy: Policy) -> list[Margin]:
    """Each started target's distance to the thresholds of `behind_plan`."""
    return [_margin(now, policy) for now in started(facts.targets, facts.month)]


def _why_unrated(facts: Facts) -> str:
    if all(isinstance(target, Undecided) for target in facts.targets):
        return "各项目标的推进计划待定，暂不评定"
    return "尚无进度数据，暂不评定"


def _behind(now: Standing, name: bool) -> str:
    words = [actual_words(now)]
    if now.gap > 0 and (short := short_words(now)):
        words.append(short)
    if now.month >= months.of(now.target.due):
        words.append(f"{months.day_words(now.target.due, now.month)}已到期")
    return (f"{now.target.name}：" if name else "") + "，".join(words)


def _missing(facts: Facts, finding: Finding) -> str:
    return f"{months.words(facts.month, facts.month)}进展没有报送"


def _city(facts: Facts, finding: Finding) -> str:
    return f"市级任务“{finding.target}”落后于计划"


def _running(facts: Facts, finding: Finding) -> str:
    return "连续两月亮牌"


_SAID = {"report_missing": _missing, "city_task_behind": _city, "consecutive_cards": _running}


def _all_well(standings: Sequence[Standing]) -> str:
    if len(standings) == 1:
        words = actual_words(standings[0])
        return f"{words}，{'略低于计划' if standings[0].gap > 0 else '符合计划'}"
    if below := sum(now.gap > 0 for now in standings):
        return f"{len(standings)}项目标中{below}项略低于计划，其余符合计划"
    return f"{len(standings)}项目标均符合计划" if standings else "各项目标尚未到开始时间"


def _formula(now: Standing, limits: Sequence[Fraction]) -> Formula:
    target, month = now.target, now.month
    if isinstance(target, Quantity):
        base = numbers.words(target.value(0))
        value = numbers.words(target.value(held(target, month).way))
        plan = numbers.words(target.value(target.plan.at(month)))
        whole = f"（{numbers.words(target.target)} − {base}）"
        actual, planned = f"（{value} − {base}）", f"（{plan} − {base}）"
    elif isinstance(target, Service):
        whole = f"计划{len(target.planned)}个月"
        actual = f"已开展{months_by(target.ran, month)}个月"
        planned = f"应开展{len(known_months(target, month))}个月"
    else:
        weight = sum(stage.weight for stage in target.stages)
        whole = f"全部权重{numbers.words(Fraction(weight))}"
        actual = f"已完成权重{numbers.words(now.actual * weight)}"
        planned = f"应完成权重{numbers.words(now.planned * weight)}"
    gap = printed(now.gap, limits)
    shown = [printed(share, numbers.ENDS) for share in (now.actual, now.planned)]
    return Formula(
        target.name,
        f"{actual}÷{whole}＝{shown[0]}%",
        f"{planned}÷{whole}＝{shown[1]}%",
        f"计划 − 实际（均以0至100%计）＝{gap}个百分点",
    )


def printed(share: Fraction, limits: Iterable[Fraction]) -> str:
    """In hundredths, across no limit, without trailing zeros: 14 here is 14 on every page."""
    return numbers.points(share * 100, limits, 2)


def _margin(now: Standing, policy: Policy) -> Margin:
    gap = now.gap * 100
    reached = [band for band in policy.behind_plan if severity_in((band,), gap) is not None]
    ahead = policy.behind_plan[len(reached) :]
    return Margin(
        target=now.target.name,
        gap=gap,
        severity=reached[-1].severity if reached else None,
        worse=ahead[0].start - gap if ahead else None,
        worse_severity=ahead[0].severity if ahead else None,
        milder=gap - reached[-1].start if reached else None,
        milder_severity=reached[-2].severity if len(reached) > 1 else None,
    )
