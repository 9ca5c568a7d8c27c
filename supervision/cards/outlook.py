"""年底展望: which targets are likely late, and afterwards how good the forecasts were."""

import json
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from projects.models import Programme, Project
from projects.values.months import in_words, shift
from projects.values.numbers import plain
from supervision.models import Card, Period, cards_of


@dataclass
class Outlook:
    """A counted target's forecast months; `latest` "" where no end is in sight."""

    project: Project
    name: str
    due: str
    earliest: str
    latest: str
    needed_per_month: str
    measure: str

    @property
    def likely_late(self) -> bool:
        return not self.latest or self.latest > self.due

    @property
    def needed_words(self) -> str:
        """What each month still needs, rounded up so that the sum suffices."""
        return plain(Decimal(self.needed_per_month).quantize(Decimal("0.1"), ROUND_UP))


def outlook(period: Period) -> list[Outlook]:
    """Every forecast of a closed month, those likely late first."""
    rows = [
        Outlook(
            project=card.project,
            name=target["name"],
            due=facts["due"][:7],
            earliest=in_sight(target["forecast"]["earliest"]),
            latest=in_sight(target["forecast"]["latest"]),
            needed_per_month=target["forecast"]["needed_per_month"] or "",
            measure=facts["measure"],
        )
        for card in cards_of(period)
        for target, facts in paired(card)
        if target.get("forecast")
    ]
    return sorted(rows, key=lambda row: (not row.likely_late, row.project.number))


@dataclass(frozen=True)
class Behind:
    """A target behind its plan that no forecast speaks of: stages, services, nothing begun."""

    project: Project
    name: str
    said: str
    due: str
    deviation: Decimal

    @property
    def points(self) -> str:
        return plain(-self.deviation * 100)


def behind(period: Period) -> list[Behind]:
    """Those of a closed month, the furthest behind first."""
    rows = [
        Behind(card.project, target["name"], how_far(target, facts), facts["due"][:7], deviation)
        for card in cards_of(period)
        for target, facts in paired(card)
        if not target.get("forecast") and target["deviation"] is not None
        and (deviation := Decimal(target["deviation"])) < 0
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.deviation, row.project.number))


def how_far(target: dict, facts: dict) -> str:
    """The next stage and how late it is, or that nothing has come of it yet."""
    if stage := target.get("next_stage"):
        late = f"，已晚{stage['months_late']}个月" if stage["months_late"] else ""
        return f"下一节点“{stage['name']}”，计划{in_words(stage['planned'])}{late}"
    if not Decimal(target["actual"]):
        counted = facts["kind"] in ("quantity", "coverage")
        return "还没有进展" if facts.get("readings") or not counted else "还没有报来数据"
    return "有的月份没有开展" if facts["kind"] == "service" else "报数还不够推算"


def in_sight(month: str | None) -> str:
    """A forecast month; "" for none, and for one in a year of five digits, which is none."""
    return month if month and len(month) == len("2023-09") else ""


def paired(card: Card) -> list[tuple[dict, dict]]:
    """Each target's part of the verdict with its part of the facts."""
    facts = {target["name"]: target for target in json.loads(card.facts)["targets"]}
    return [(target, facts[target["name"]]) for target in json.loads(card.verdict)["targets"]]


@dataclass
class Quality:
    """How a month's forecasts came out: months are counted against the month work was done."""

    month: str
    forecasts: int = 0
    within: int = 0
    too_early: int = 0
    too_late: int = 0


def forecast_quality(programme: Programme) -> list[Quality]:
    """For each closed month, its forecasts against the months in which targets were reached.

    A target not reached by the last closed month counts as reached after it.
    """
    closed = list(programme.periods.filter(closed_at__isnull=False).order_by("month"))
    if not closed:
        return []
    reached = months_reached(closed[-1])
    return [quality(period, reached, closed[-1].month) for period in closed]


def months_reached(last: Period) -> dict[tuple[int, str], str]:
    """The first month in which each counted target stood at its target, by project and name."""
    reached = {}
    for card in cards_of(last):
        for _, facts in paired(card):
            sign = growth_sign(facts)
            for month, reading in sorted((facts.get("readings") or {}).items()):
                if sign and (Decimal(reading["value"]) - Decimal(facts["target"])) * sign >= 0:
                    reached[card.project_id, facts["name"]] = month
                    break
    return reached


def growth_sign(facts: dict) -> int:
    if facts.get("plan") is None:
        return 0
    return 1 if Decimal(facts["target"]) > Decimal(facts["baseline"]) else -1


def quality(period: Period, reached: dict, last_month: str) -> Quality:
    found = Quality(period.month)
    for card in cards_of(period):
        for target, _ in paired(card):
            if not target.get("forecast"):
                continue
            done = reached.get((card.project_id, target["name"]))
            judge(found, target["forecast"], done, last_month)
    return found


def judge(found: Quality, forecast: dict, done: str | None, last_month: str) -> None:
    """Count one forecast; one whose range lies wholly ahead of what is known is left out."""
    earliest, latest = in_sight(forecast["earliest"]), in_sight(forecast["latest"])
    if done is None:
        if not latest or latest > last_month:
            return
        done = shift(last_month, 1)
    found.forecasts += 1
    if earliest and done < earliest:
        found.too_late += 1
    elif latest and done > latest:
        found.too_early += 1
    else:
        found.within += 1
