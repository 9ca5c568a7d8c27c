"""年底展望: which targets are likely late."""

import json
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from projects.models import Project
from projects.values.months import in_words
from projects.values.numbers import plain
from projects.values.text import quoted
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
            measure="个百分点" if facts["measure"] == "%" else facts["measure"],
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
        return f"下一节点{quoted(stage['name'])}，计划{in_words(stage['planned'])}{late}"
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
