"""What the page of a card says: rule by rule, target by target, and the year around it."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from projects.values.days import end_of
from projects.values.months import in_words
from supervision.cards.explanation import Explanation, TargetExplained, explain
from supervision.models import Card, CardOverride, Submission
from supervision.models.correction import last_over
from supervision.published.beside import beside_of
from supervision.published.in_units import told_in_units
from supervision.published.wording import Shares
from supervision.rules import Policy
from supervision.rules.explain import Margin
from supervision.rules.findings import described
from supervision.rules.numbers import points, words


@dataclass(frozen=True)
class RuleLine:
    """A rule, what it says, and what it found; nothing found is said too."""

    name: str
    text: str
    found: list[str]

    @property
    def off(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class TargetLine:
    explained: TargetExplained
    margin: list[str]
    forecast: str
    stage: str

    @property
    def name(self) -> str:
        return self.explained.verdict["name"]

    @property
    def pending(self) -> bool:
        return self.explained.formula is None


@dataclass(frozen=True)
class Explained:
    """A card as known on a day, told in words; `verdict` says shares in what they cover."""

    card: Card
    explanation: Explanation
    verdict: dict
    rules: list[RuleLine]
    targets: list[TargetLine]

    @property
    def trial(self) -> bool:
        return self.card.pk is None

    @property
    def override(self) -> CardOverride | None:
        return self.card.override

    @property
    def submission(self) -> Submission | None:
        return self.explanation.submission

    @property
    def progress(self) -> str:
        """The project's completion in a line; empty where there is none."""
        found = self.explanation
        if found.shares is None:
            return ""
        shares = Shares(*found.shares, tuple(band.start for band in found.policy.behind_plan))
        return f"完成{shares.percent}%，计划{shares.planned_percent}%，{shares.gap}"

    @property
    def to_clear(self) -> list[str]:
        return [
            f"{step['target']}：{step['text']}" if step["target"] else step["text"]
            for step in self.verdict["to_clear"]
        ]


def explained(card: Card) -> Explained:
    found = explain(card)
    verdict = told_in_units(found.facts, found.verdict, beside_of(card.project))
    return Explained(
        card=card,
        explanation=found,
        verdict=verdict,
        rules=rules_of(found, verdict),
        targets=[target_line(target, found.policy) for target in found.targets],
    )


def title_in(policy: Policy):
    """A severity's words inside: 黄牌提醒; the good state by its card or words."""

    def title(severity: int | None) -> str:
        look = policy.looks[severity or 0]
        good = look.colour == policy.looks[0].colour
        return (look.card or look.public) if good else look.internal

    return title


def rules_of(found: Explanation, verdict: dict) -> list[RuleLine]:
    title = title_in(found.policy)
    said = {}
    for finding in verdict["findings"]:
        weight = title(finding["severity"]) if finding["severity"] else "提示"
        said.setdefault(finding["rule"], []).append(f"{finding['text']}（{weight}）")
    return [
        RuleLine(rule.name, rule.text, said.get(rule.key, []))
        for rule in described(found.policy, title)
    ]


def target_line(target: TargetExplained, policy: Policy) -> TargetLine:
    return TargetLine(
        explained=target,
        margin=margin_words(target.margin, policy) if target.margin else [],
        forecast=forecast_words(target.verdict, target),
        stage=stage_words(target.verdict.get("next_stage")),
    )


def margin_words(margin: Margin, policy: Policy) -> list[str]:
    """The distance to the next colour, worse and milder, in points."""
    title, lines = title_in(policy), []
    limits = [Fraction(0)]
    if margin.worse is not None:
        away = points(margin.worse, limits, 2)
        lines.append(f"再落后{away}个百分点到{title(margin.worse_severity)}的线")
    if margin.milder is not None:
        away = points(margin.milder, limits, 2)
        lines.append(f"追回{away}个百分点到{title(margin.milder_severity)}的线")
    return lines


def forecast_words(verdict: dict, target: TargetExplained) -> str:
    found = verdict.get("forecast")
    if not found:
        return ""
    earliest = in_words(found["earliest"])
    if found["latest"] is None:
        text = f"最早{earliest}完成，按近三个月的速度看不到完成时间"
    elif found["latest"] == found["earliest"]:
        text = f"预计{earliest}完成"
    else:
        text = f"预计{earliest}至{in_words(found['latest'])}完成"
    if needed := found["needed_per_month"]:
        measure = target.plan.target.measure if target.plan else ""
        text += f"；要按期完成，以后每月需完成{words(Fraction(needed))}{measure}"
    return text


def stage_words(stage: dict | None) -> str:
    if not stage:
        return ""
    late = stage["months_late"]
    return (
        f"下一节点“{stage['name']}”，计划{in_words(stage['planned'])}完成"
        + (f"，已晚{late}个月" if late and late > 0 else "")
    )  # fmt: skip


@dataclass(frozen=True)
class YearLine:
    """A version of a month's card with the correction that made it and the override over it."""

    card: Card
    correction: str
    override: CardOverride | None
    here: bool


def year_of(told: Explained, day: dt.date) -> list[YearLine]:
    """The year's cards that were known by the end of the day, every version of each."""
    until = end_of(day)
    own = CardOverride.objects.filter(project=told.card.project_id)
    overrides = list(own.confirmed(at__lt=until))
    return [
        YearLine(
            card,
            correction_of(card),
            last_over(overrides, card.period.month),
            card.pk == told.card.pk,
        )
        for card in told.explanation.history
        if card.computed_at < until
    ]


def correction_of(card: Card) -> str:
    made = getattr(card, "corrected_by", None)
    return made.correction.submission.correction if made else ""
