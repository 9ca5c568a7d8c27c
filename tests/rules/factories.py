"""Facts to play with: docs/rules.md's example, and small targets of each kind."""

import json
from copy import deepcopy

from supervision.rules import PRESETS, Facts, evaluate

EXAMPLE = json.loads("""
{"project": {"year": 2023, "number": 12, "title": "改善教学基础设施条件"},
 "month": "2023-09", "as_of": "2023-10-08",
 "report": {"due": "2023-10-07", "submitted": "2023-10-07", "accepted": "2023-10-08"},
 "missing_months": 0,
 "previous_cards": [{"month": "2023-07", "colour": "blue"},
                    {"month": "2023-08", "colour": "yellow"}],
 "targets": [{"name": "改造提升教室照明", "kind": "quantity", "measure": "口", "step": "1",
   "baseline": "0", "target": "149", "weight": "1", "start": "2023-01", "due": "2023-12-31",
   "plan": {"2023-03": "20", "2023-06": "60", "2023-09": "120", "2023-12": "149"},
   "readings": {"2023-06": {"value": "60", "accepted": "2023-07-04"},
                "2023-09": {"value": "90", "accepted": "2023-10-08"}}}],
 "city_tasks": []}
""")


def example(**changes):
    """docs/rules.md's facts, its one target changed."""
    facts = deepcopy(EXAMPLE)
    facts["targets"][0] |= changes
    return facts


def make_facts(*targets, **changes):
    """A project's September with everything reported, unless changed."""
    return {**deepcopy(EXAMPLE), "previous_cards": [], "targets": list(targets), **changes}


def readings(**values):
    """readings(m09="90"): accepted in the first days of the month after."""
    return {
        f"2023-{month[1:]}": {"value": value, "accepted": "2023-10-08"}
        for month, value in values.items()
    }


def make_quantity(value=None, **changes):
    """From 0 to 10000 by the end of 2023, 5000 planned for September: 100 are one point."""
    target = {
        "name": "甲",
        "kind": "quantity",
        "measure": "户",
        "step": "1",
        "baseline": "0",
        "target": "10000",
        "weight": "1",
        "start": "2023-01",
        "due": "2023-12-31",
        "plan": {"2023-09": "5000", "2023-12": "10000"},
        "readings": readings(m09=value) if value is not None else {},
    }
    return target | changes


def make_coverage(value=None, **changes):
    """From 0 to 100 %, 50 % planned for September."""
    figures = {"kind": "coverage", "measure": "%", "step": "0.01", "target": "100"}
    plan = {"2023-09": "50", "2023-12": "100"}
    return make_quantity(value, **figures, plan=plan) | changes


def make_falling(value=None, **changes):
    """From 10000 down to 0, 5000 planned for September."""
    figures = {"baseline": "10000", "target": "0"}
    plan = {"2023-09": "5000", "2023-12": "0"}
    return make_quantity(value, **figures, plan=plan) | changes


def make_stages(*stages, **changes):
    """Stages as (name, weight, planned, done)."""
    keys = ("name", "weight", "planned", "done")
    target = {
        "name": "乙",
        "kind": "milestones",
        "weight": "1",
        "start": "2023-01",
        "due": "2023-12-31",
        "milestones": [dict(zip(keys, stage, strict=True)) for stage in stages],
    }
    return target | changes


def months(*numbers):
    return [f"2023-{number:02d}" for number in numbers]


def make_service(planned, ran, unreported=(), **changes):
    target = {
        "name": "丙",
        "kind": "service",
        "weight": "1",
        "start": "2023-01",
        "due": "2023-12-31",
        "planned_months": months(*planned),
        "ran": months(*ran),
    }
    known = {"unreported": months(*unreported)} if unreported else {}
    return target | known | changes


def judge(facts, preset="三色"):
    """The verdict as JSON."""
    return evaluate(Facts.from_json(facts), PRESETS[preset]).to_json()


def severities(verdict):
    """The severity of each finding by its rule."""
    return {finding["rule"]: finding["severity"] for finding in verdict["findings"]}


def judge_severities(facts, preset="三色"):
    return severities(judge(facts, preset))
