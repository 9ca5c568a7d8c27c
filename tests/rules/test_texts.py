"""docs/rules.md and the about page say what the rules compute: thresholds, names, words."""

import copy
import re
from pathlib import Path

import pytest

from supervision.rules import PRESETS, Policy, notes, plan_shape
from supervision.rules.findings import RULES, described

TEXT = (Path(__file__).parents[2] / "docs/rules.md").read_text(encoding="utf-8")
TABLE = [
    [cell.strip().strip("*").strip("`") for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| ")
]
NUMBERS = {1: "one", 2: "two", 3: "third", 4: "fourth", 10: "ten"}
NAMES = {"blue": "蓝", "yellow": "黄", "red": "红", "none": "none"}


def row(name: str) -> list[str]:
    (found,) = (each for each in TABLE if each[0] == name)
    return found


def in_points(bands) -> str:
    """10 to 30: 2; above 30: 3."""
    said = []
    for band, after in zip(bands, [*bands[1:], None], strict=True):
        above = "" if band.included else "above "
        until = f" to {after.start}" if after else " points or more" if band.included else ""
        said.append(f"{above}{band.start}{until}: {band.severity}")
    return "; ".join(said)


def in_months(bands) -> str:
    """1–2: 2; from the third: 3."""
    said = []
    for band, after in zip(bands, [*bands[1:], None], strict=True):
        first, last = int(band.start), after and int(after.start) - 1
        when = f"{first}–{last}" if last and last > first else f"{first}"
        when = when if after else f"from the {NUMBERS[first]}"
        said.append(f"{when}: {band.severity}")
    return "; ".join(said)


def past_due(policy: Policy) -> str:
    due, later = policy.past_due_month, policy.past_due_later
    return f"{due}" if due == later else f"in the due month {due}; in any later month {later}"


def runs(policy: Policy) -> str:
    said = (
        f"{' or '.join(r.before)} and now {r.now}: {r.severity}" for r in policy.consecutive_cards
    )
    return "; ".join(said) or "off"


CELLS = {
    "behind_plan": lambda policy: in_points(policy.behind_plan),
    "past_due": past_due,
    "not_started": lambda policy: in_months(policy.not_started),
    "report_missing": lambda policy: in_months(policy.report_missing),
    "consecutive_cards": runs,
    "city_task_behind": lambda policy: in_points(policy.city_task_behind),
    "colour of 0 / 1 / 2 / 3": lambda policy: " / ".join(NAMES[x.colour] for x in policy.looks),
    "public words": lambda policy: " / ".join(look.public for look in policy.looks),
    "internal words": lambda policy: " / ".join(look.internal for look in policy.looks),
}


@pytest.mark.parametrize("name", CELLS)
def test_the_table_says_what_each_preset_holds(name):
    said = row(name)[-2:]
    said = [re.sub(r" points \(both included\)| months(?=:)", "", each) for each in said]
    assert said == [CELLS[name](PRESETS[preset]) for preset in ("三色", "阶梯")]


def test_the_table_has_every_rule_and_no_other():
    first = next(at for at, each in enumerate(TABLE) if each[0] == "rule")
    named = [each[0] for each in TABLE[first + 1 :] if each[0]]
    assert named[: len(RULES)] == [rule.NAME for rule in RULES]
    assert set(named[len(RULES) :]) == set(CELLS) - {rule.NAME for rule in RULES}


def test_what_is_said_of_few_steps_is_so():
    (said,) = (each for each in TABLE if not each[0] and "steps" in each[1])
    for policy, cell in zip(PRESETS.values(), said[-2:], strict=True):
        small = policy.small_quantity
        assert f"at most {NUMBERS[small.steps]} steps from baseline" in said[1]
        assert f"at most {NUMBERS[small.short]} step short" in said[1]
        assert cell == f"never above {small.at_most}"


@pytest.mark.parametrize("preset", PRESETS)
def test_the_text_says_the_other_numbers_and_words(preset):
    words = PRESETS[preset].progress_words
    assert f"{words.ahead} ({words.ahead_points} points or more ahead)" in TEXT
    assert f"{words.done} or {words.done_early}" in TEXT and words.not_due in TEXT
    for each in PRESETS[preset].consequences:
        assert re.search(f"{each.when}[^;]*→ {each.then}", TEXT), each
    assert f"less than {notes.LEAST_DONE * 100} % of the plan to date" in TEXT
    assert "more than half again" in TEXT and notes.STEEPER == 1 + notes.STEEPER / 3
    assert f"(above {float(plan_shape.HEAVIEST)}: 后重)" in TEXT
    assert "a last month of more than a third" in TEXT and 3 * plan_shape.LARGEST_LAST == 1
    assert f"a first step after its {NUMBERS[plan_shape.FIRST_BY]} month" in TEXT
    assert "more than a quarter apart" in TEXT and 4 * plan_shape.FURTHEST == 1


def thresholds(value, path=()):
    """Where a rule's JSON holds a number, a severity or a colour."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in entries:
        if isinstance(each, (dict, list)):
            yield from thresholds(each, (*path, key))
        elif each is not None:
            yield (*path, key), each


def another(each):
    if isinstance(each, bool):
        return not each
    if isinstance(each, int):
        return each - 1 if each else 1
    return str(int(each) + 1) if each.isdigit() else {"blue": "yellow"}.get(each, "blue")


@pytest.mark.parametrize("preset", PRESETS)
def test_no_threshold_changes_without_the_sentence_that_tells_it(preset):
    """The about page prints these sentences (tests/public/test_about.py)."""
    given = PRESETS[preset].to_json()
    told = described(PRESETS[preset], lambda level: f"级别{level}")
    tried = 0
    for path, each in thresholds(given["rules"]):
        other = copy.deepcopy(given)
        holder = other["rules"]
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = another(each)
        try:
            policy = Policy.from_json(other)
        except ValueError:
            continue
        tried += 1
        assert described(policy, lambda level: f"级别{level}") != told, path
    assert tried > 12
