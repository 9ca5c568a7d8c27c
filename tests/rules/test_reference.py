"""The rules beside a second judge, on facts of every kind; see `reference`."""

import random
from fractions import Fraction

import pytest

from supervision.rules import PRESETS, Facts, evaluate
from tests.dice import times
from tests.rules import reference
from tests.rules.factories import EXAMPLE, make_facts

MONTHS = [f"{year}-{number:02d}" for year in (2022, 2023, 2024) for number in range(1, 13)]
RUNS = 20  # a seed's facts are made in one go


def text(value: Fraction) -> str:
    """A decimal string of what has at most two decimals."""
    return f"{int(value)}" if value.denominator == 1 else f"{float(value):.2f}"


class Dice(random.Random):
    """Facts in any state: behind, ahead, past due, unreported, replanned, at the thresholds."""

    def facts(self) -> dict:
        month = self.choice(MONTHS[8:32])
        as_of = f"{MONTHS[MONTHS.index(month) + 1]}-{self.choice(['01', '05', '20'])}"
        report = self.choice([None, self.report(as_of, None), self.report(as_of, as_of)])
        names = self.sample("甲乙丙丁", self.choice([1, 1, 2, 3]))
        made = [self.quantity, self.coverage, self.stages, self.service]
        targets = [self.choice(made)(name, month, as_of) for name in names]
        colours = [None, "none", "blue", "yellow", "red"]
        before = [m for m in MONTHS[:32] if m < month][-self.randint(0, 3) :]
        cards = [{"month": m, "colour": c} for m in before if (c := self.choice(colours))]
        return make_facts(
            *targets,
            month=month,
            as_of=as_of,
            report=report,
            missing_months=0 if report and report["submitted"] else self.randint(0, 4),
            previous_cards=cards,
            city_tasks=[self.quota(f"市{n}") for n in range(self.choice([0, 0, 1, 2]))],
        )

    def report(self, as_of: str, submitted: str | None) -> dict:
        due = self.choice([as_of, f"{as_of[:8]}03", f"{as_of[:8]}25"])
        return {"due": due, "submitted": submitted, "accepted": None}

    def quota(self, name: str) -> dict:
        quota, plan = self.choice([10, 40, 75, 1000]), self.randint(0, 1000)
        plan = min(plan, quota)
        reading = plan - self.choice([-3, 0, 1, quota // 10, -(-quota // 10)])
        given = {"quota": str(quota), "plan": str(plan), "reading": str(reading)}
        return {"name": name, "measure": "户", **given}

    def common(self, name: str, kind: str, month: str) -> dict:
        at = MONTHS.index(month)
        start = MONTHS[max(0, at - self.choice([0, 2, 5, 8, -1]))]
        due = MONTHS[max(MONTHS.index(start), min(35, at + self.choice([-4, -1, 0, 0, 3, 9])))]
        day = self.choice(["15", "28"])
        return {"name": name, "kind": kind, "weight": self.choice(["1", "3", "0.5", "60"]),
                "start": start, "due": f"{due}-{day}"} | (
            {"replanned": True} if self.random() < 0.1 else {})  # fmt: skip

    def quantity(self, name: str, month: str, as_of: str) -> dict:
        length = Fraction(self.choice([1, 3, 10, 11, 100, 1000, 9999]))
        return self.measured(name, "quantity", month, length, Fraction(1))

    def coverage(self, name: str, month: str, as_of: str) -> dict:
        return self.measured(name, "coverage", month, Fraction(100), Fraction(1, 100))

    def measured(self, name, kind, month, length, step) -> dict:
        target = self.common(name, kind, month)
        falling = kind == "quantity" and self.random() < 0.3
        base = Fraction(self.choice([0, 0, 375]))
        goal = base + length
        if falling:
            base, goal = goal, base

        def value(came: Fraction) -> str:
            return text(base - came if falling else base + came)

        first, last = MONTHS.index(target["start"]), MONTHS.index(target["due"][:7])
        asked = sorted({*self.choices(range(first, last + 1), k=self.randint(0, 4)), last})
        ways = sorted(self.way(length, step) for _ in asked[:-1])
        plan = dict(zip((MONTHS[at] for at in asked), [*ways, length], strict=True))
        target |= {
            "measure": "%" if kind == "coverage" else "户",
            "step": text(step),
            "baseline": value(Fraction(0)),
            "target": value(length),
            "plan": {m: value(way) for m, way in plan.items()},
            "readings": {},
        }
        seen = [m for m in MONTHS[first : MONTHS.index(month) + 3] if self.random() < 0.4]
        for each in seen:
            after = MONTHS.index(each) + self.choice([1, 1, 1, 3])
            came = self.near(plan, each, length, step)
            accepted = f"{MONTHS[min(after, 35)]}-{self.choice(['02', '21'])}"
            target["readings"][each] = {"value": value(came), "accepted": accepted}
        if self.random() < 0.08:
            target["plan"] = None
        return target

    def way(self, length: Fraction, step: Fraction) -> Fraction:
        return self.randint(0, int(length / step)) * step

    def near(self, plan, month, length, step) -> Fraction:
        """A value at a threshold of the plan, or any."""
        asked = max((way for m, way in plan.items() if m <= month), default=Fraction(0))
        gaps = [Fraction(n, 100) for n in (0, 5, 10, 15, 30)]
        line = asked - self.choice(gaps) * length + self.choice([-1, 0, 1]) * step
        value = self.choice([line, self.way(length, step), Fraction(0), length, asked])
        return value // step * step

    def stages(self, name: str, month: str, as_of: str) -> dict:
        target = self.common(name, "milestones", month)
        first, at = MONTHS.index(target["start"]), MONTHS.index(month)
        stages = [
            {
                "name": f"节点{number}",
                "weight": self.choice(["10", "15", "30", "50", "0.5"]),
                "planned": MONTHS[self.randint(first, MONTHS.index(target["due"][:7]))],
                "done": self.choice([None, MONTHS[self.randint(max(0, at - 6), min(35, at + 1))]]),
            }
            for number in range(self.randint(1, 5))
        ]
        return target | {"milestones": None if self.random() < 0.08 else stages}

    def service(self, name: str, month: str, as_of: str) -> dict:
        target = self.common(name, "service", month)
        first, at = MONTHS.index(target["start"]), MONTHS.index(month)
        span = MONTHS[first : MONTHS.index(target["due"][:7]) + 1]
        planned = [m for m in span if self.random() < 0.8] or span[:1]
        target["planned_months"] = None if self.random() < 0.08 else planned
        target["ran"] = [m for m in MONTHS[first : at + 1] if self.random() < 0.6]
        if self.random() < 0.6:
            unreported = [m for m in MONTHS[first : at + 1] if self.random() < 0.3]
            target["unreported"] = unreported
        return target


def rounded(share: Fraction | None) -> str | None:
    """Four places, half away from zero, never -0.0000."""
    if share is None:
        return None
    places = int(abs(share) * 10000 + Fraction(1, 2))
    return f"{'-' * (share < 0 and places > 0)}{places // 10000}.{places % 10000:04d}"


@pytest.mark.parametrize("seed", range(RUNS))
def test_any_facts_come_out_as_by_the_second_judge(seed):
    dice = Dice(seed)
    for _ in range(times(20_000) // RUNS):
        facts, preset = dice.facts(), dice.choice(sorted(PRESETS))
        found = evaluate(Facts.from_json(facts), PRESETS[preset])
        given = found.to_json()
        severities = {(f["rule"], f["target"] or ""): f["severity"] for f in given["findings"]}
        shares = [given["actual"], given["planned"]]
        colour, expected, *exact = reference.verdict(facts, preset)
        told = (given["colour"], severities, shares)
        assert told == (colour, expected, [rounded(share) for share in exact]), (preset, facts)


def test_the_second_judge_gives_the_example_its_verdict():
    colour, found, actual, planned = reference.verdict(EXAMPLE, "三色")
    assert (colour, found) == ("yellow", {("behind_plan", "改造提升教室照明"): 2})
    assert (rounded(actual), rounded(planned)) == ("0.6040", "0.8054")
