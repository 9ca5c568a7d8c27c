"""A second judge, written from docs/rules.md alone: it shares nothing with the rules it checks.

Colour, findings with their severity, and the two shares of a project, exactly.
"""

import calendar
from fractions import Fraction
from itertools import pairwise

PRESETS = {
    "三色": {
        "colours": ["blue", "blue", "yellow", "red"],
        "gap": lambda g: 3 if g > 30 else 2 if g >= 10 else None,
        "past_due": (3, 3),
        "not_started": lambda n: 3 if n >= 3 else 2,
        "missing": [0, 2, 3],
        "city": 2,
        "runs": False,
    },
    "阶梯": {
        "colours": ["none", "blue", "yellow", "red"],
        "gap": lambda g: 3 if g > 30 else 2 if g > 15 else 1 if g >= 5 else None,
        "past_due": (2, 3),
        "not_started": lambda n: 2 if n >= 3 else 1,
        "missing": [1, 2, 3],
        "city": 1,
        "runs": True,
    },
}


def count(month: str) -> int:
    """Months counted from the year nought."""
    return int(month[:4]) * 12 + int(month[5:7])


def last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-{calendar.monthrange(year, number)[1]:02d}"


class Judged:
    """One target of the facts, at their month."""

    def __init__(self, facts: dict, target: dict):
        self.month, self.as_of, self.given = facts["month"], facts["as_of"], target
        self.kind, self.name = target["kind"], target["name"]
        self.begun = self.month >= target["start"]
        plan = {"milestones": "milestones", "service": "planned_months"}.get(self.kind, "plan")
        self.planless = target[plan] is None
        if not self.planless:
            getattr(self, self.kind if self.kind in ("milestones", "service") else "counted")()

    def counted(self) -> None:
        given = self.given
        self.base, self.goal = Fraction(given["baseline"]), Fraction(given["target"])
        known = [
            (month, reading["value"])
            for month, reading in given["readings"].items()
            if month <= self.month and reading["accepted"] <= self.as_of
        ]
        self.reported = bool(known)
        self.value = Fraction(max(known)[1]) if known else self.base
        self.asked = self.planned_value(count(self.month))
        self.actual, self.planned = self.share(self.value), self.share(self.asked)
        first = range(count(given["start"]), count(self.month) + 1)
        self.first = next((m for m in first if self.share(self.planned_value(m)) > 0), None)

    def share(self, value: Fraction) -> Fraction:
        return (value - self.base) / (self.goal - self.base)

    def planned_value(self, month: int) -> Fraction:
        line = [(count(self.given["start"]) - 1, self.base)]
        line += sorted((count(m), Fraction(v)) for m, v in self.given["plan"].items())
        for (left, low), (right, high) in pairwise(line):
            if month <= right:
                return low + (high - low) * Fraction(month - left, right - left)
        return line[-1][1]

    def milestones(self) -> None:
        stages = self.given["milestones"]
        whole = sum(Fraction(stage["weight"]) for stage in stages)
        weight = {"done": Fraction(0), "planned": Fraction(0)}
        for what in weight:
            weight[what] = sum(
                Fraction(s["weight"]) for s in stages if s[what] and s[what] <= self.month
            )
        self.actual, self.planned = weight["done"] / whole, weight["planned"] / whole
        self.reported = any(s["done"] and s["done"] <= self.month for s in stages)
        self.first = min(count(stage["planned"]) for stage in stages)

    def service(self) -> None:
        months = self.given["planned_months"]
        ran = [m for m in months if m in self.given["ran"] and m <= self.month]
        unknown = [m for m in self.given.get("unreported", ()) if m in months and m not in ran]
        known = [m for m in months if m <= self.month and m not in unknown]
        self.actual = Fraction(len(ran), len(months))
        self.planned = Fraction(len(known), len(months))
        self.reported = bool(ran)
        self.first = count(min(known)) if known else None
        self.over = max(months) < self.month and not unknown

    @property
    def done(self) -> bool:
        if self.planless or not self.begun:
            return False
        return self.actual >= 1 or (self.kind == "service" and self.over)

    @property
    def gap(self) -> Fraction:
        return (clamp(self.planned) - clamp(self.actual)) * 100

    @property
    def one_short(self) -> bool:
        """Of a small number, at most one short of its plan."""
        if self.kind != "quantity":
            return False
        step = Fraction(self.given.get("step", "1"))
        short = (self.asked - self.value) * (1 if self.goal > self.base else -1)
        return abs(self.goal - self.base) / step <= 10 and short / step <= 1

    def findings(self, rules: dict) -> dict[tuple[str, str], int]:
        found, due = {}, self.given["due"]
        if (severity := rules["gap"](self.gap)) is not None:
            found["behind_plan"] = min(severity, 2) if self.one_short else severity
        late = due <= last_day(self.month) and self.actual < 1
        if late and self.kind != "service":
            found["past_due"] = rules["past_due"][due[:7] < self.month]
        if self.planned > 0 and self.actual <= 0:
            found["not_started"] = rules["not_started"](count(self.month) - self.first + 1)
        return {(rule, self.name): severity for rule, severity in found.items()}


def clamp(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))


def verdict(facts: dict, preset: str) -> tuple:
    """Colour, severities by rule and target, and the project's two shares, None where unknown."""
    rules = PRESETS[preset]
    targets = [Judged(facts, target) for target in facts["targets"]]
    asked = [each for each in targets if each.begun and not each.planless]
    found: dict[tuple[str, str], int] = {}
    for each in asked:
        found |= each.findings(rules)
    report = facts["report"]
    missing = report and not report["submitted"] and report["due"] < facts["as_of"]
    if missing and not all(each.done for each in targets):
        running = min(max(facts["missing_months"], 1), 3)
        found["report_missing", ""] = rules["missing"][running - 1]
    for task in facts["city_tasks"]:
        behind = Fraction(task["plan"]) - Fraction(task["reading"])
        if behind / Fraction(task["quota"]) >= Fraction(1, 10):
            found["city_task_behind", task["name"]] = rules["city"]
    worst = max(found.values(), default=0)
    planless = all(each.planless for each in targets)
    reported = any(each.reported for each in targets if not each.planless)
    rated = not planless and (worst > 0 or reported)
    if rules["runs"] and rated:
        before = {
            card["colour"]
            for card in facts["previous_cards"]
            if count(card["month"]) == count(facts["month"]) - 1
        }
        if worst == 1 and "blue" in before:
            worst = found["consecutive_cards", ""] = 2
        elif worst == 2 and before & {"yellow", "red"}:
            worst = found["consecutive_cards", ""] = 3
    weights = [Fraction(each.given["weight"]) for each in asked]
    shares = [
        sum(w * clamp(getattr(e, what)) for w, e in zip(weights, asked, strict=True)) / sum(weights)
        if asked
        else None
        for what in ("actual", "planned")
    ]
    return rules["colours"][worst] if rated else None, found, *shares
