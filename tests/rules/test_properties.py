"""What holds for any facts: docs/rules.md as properties."""

import json
import random
from copy import deepcopy
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.rules import PRESETS, Facts, FactsError, Policy, evaluate
from supervision.rules.findings import target_severity
from supervision.rules.numbers import clamp
from supervision.rules.progress import started
from tests.dice import times
from tests.rules.factories import EXAMPLE, make_facts

MONTHS = [f"2023-{n:02d}" for n in range(1, 13)]
POLICIES = st.sampled_from(list(PRESETS.values()))


def text(number):
    return str(number)


@st.composite
def quantities(draw, falling=None):
    """A quantity with any plan that §2 allows and any readings."""
    falling = draw(st.booleans()) if falling is None else falling
    length = draw(st.sampled_from([1, 3, 10, 11, 149, 10000]))
    points = sorted(draw(st.sets(st.sampled_from(MONTHS[:-1]), max_size=6)))
    ways = sorted(
        draw(st.lists(st.integers(0, length), min_size=len(points), max_size=len(points)))
    )
    way = st.integers(-length // 3 - 1, length + length // 3 + 1)
    values = draw(st.dictionaries(st.sampled_from(MONTHS), way, max_size=5))
    accepted = st.sampled_from(["2023-05-01", "2023-10-08", "2023-10-09", "2023-12-01"])

    def value(came):
        return text(length - came if falling else came)

    return {
        "name": draw(st.sampled_from("甲乙丙丁戊己庚辛")),
        "kind": "quantity",
        "measure": "户",
        "step": "1",
        "baseline": value(0),
        "target": value(length),
        "weight": text(draw(st.integers(1, 5))),
        "start": "2023-01",
        "due": draw(st.sampled_from(["2023-12-31", "2024-03-31"])),
        "plan": {m: value(w) for m, w in zip(points, ways, strict=True)}
        | {"2023-12": value(length)},
        "readings": {m: {"value": value(v), "accepted": draw(accepted)} for m, v in values.items()},
    }


@st.composite
def stages(draw):
    month = st.sampled_from(MONTHS)
    return {
        "name": draw(st.sampled_from("子丑寅卯")),
        "kind": "milestones",
        "weight": text(draw(st.integers(1, 5))),
        "start": "2023-01",
        "due": "2023-12-31",
        "milestones": [
            {
                "name": f"节点{n}",
                "weight": text(draw(st.integers(1, 50))),
                "planned": draw(month),
                "done": draw(st.none() | month),
            }
            for n in range(draw(st.integers(1, 4)))
        ],
    }


@st.composite
def services(draw):
    some = st.lists(st.sampled_from(MONTHS), unique=True)
    return {
        "name": draw(st.sampled_from("壬癸辰巳")),
        "kind": "service",
        "weight": text(draw(st.integers(1, 5))),
        "start": draw(st.sampled_from(["2023-01", "2023-10"])),
        "due": "2023-12-31",
        "planned_months": draw(some.filter(bool)),
        "ran": draw(some),
        "unreported": draw(some),
    }


@st.composite
def projects(draw, least=1):
    any_target = quantities() | stages() | services()
    targets = draw(
        st.lists(any_target, min_size=least, max_size=4, unique_by=lambda target: target["name"])
    )
    colours = st.sampled_from(["none", "blue", "yellow", "red", None])
    return make_facts(
        *targets,
        previous_cards=[
            {"month": m, "colour": c}
            for m, c in draw(st.dictionaries(st.sampled_from(MONTHS), colours)).items()
        ],
        missing_months=draw(st.integers(0, 4)),
        report=draw(
            st.none()
            | st.fixed_dictionaries(
                {
                    "due": st.sampled_from(["2023-10-07", "2023-10-08"]),
                    "submitted": st.none() | st.just("2023-10-07"),
                    "accepted": st.none(),
                }
            )
        ),
    )


def judge(facts, policy):
    return evaluate(Facts.from_json(facts), policy)


def without_digest(verdict):
    found = verdict.to_json()
    del found["digest"]
    return found


@given(projects(), POLICIES)
def test_the_same_facts_give_the_same_card(facts, policy):
    again = json.loads(json.dumps(facts))
    assert judge(facts, policy) == judge(again, policy)
    assert judge(facts, policy) == judge(facts, Policy.from_json(policy.to_json()))


@given(projects(), POLICIES, st.randoms())
def test_the_order_of_rows_is_irrelevant(facts, policy, chance):
    def shuffled(value):
        rows = list(value.items()) if isinstance(value, dict) else list(value)
        chance.shuffle(rows)
        return dict(rows) if isinstance(value, dict) else rows

    other = deepcopy(shuffled(facts))
    other["previous_cards"] = shuffled(other["previous_cards"])
    for target in other["targets"]:
        for key in ("plan", "readings", "planned_months", "ran", "unreported"):
            if key in target:
                target[key] = shuffled(target[key])
    first, second = judge(facts, policy), judge(other, policy)
    assert without_digest(first) == without_digest(second)
    if all("milestones" not in target for target in facts["targets"]):
        assert first.digest == judge(shuffled(facts), policy).digest
    other["targets"] = shuffled(other["targets"])
    third = judge(other, policy)
    for figure in ("colour", "actual", "planned", "deviation"):
        assert getattr(first, figure) == getattr(third, figure)


@given(quantities(), POLICIES, st.integers(1, 5000), st.sampled_from([None, *PRESETS]))
def test_a_better_reading_never_gives_a_worse_card(target, policy, better, before):
    accepted = {m for m, r in target["readings"].items() if r["accepted"] <= "2023-10-08"}
    known = [month for month in accepted if month <= "2023-09"]
    if not known:
        return
    cards = [{"month": "2023-08", "colour": "yellow"}] if before else []
    worse = judge(make_facts(target, previous_cards=cards), policy)
    improved = deepcopy(target)
    reading = improved["readings"][max(known)]
    sign = 1 if int(target["target"]) > int(target["baseline"]) else -1
    reading["value"] = text(int(reading["value"]) + sign * better)
    assert judge(make_facts(improved, previous_cards=cards), policy).severity <= worse.severity


@given(quantities(falling=False), POLICIES)
def test_a_falling_target_mirrors_a_rising_one(target, policy):
    length = int(target["target"])
    mirror = deepcopy(target)
    mirror |= {"baseline": text(length), "target": "0"}
    mirror["plan"] = {m: text(length - int(v)) for m, v in target["plan"].items()}
    for reading in mirror["readings"].values():
        reading["value"] = text(length - int(reading["value"]))
    rising, falling = judge(make_facts(target), policy), judge(make_facts(mirror), policy)
    assert (rising.colour, rising.actual, rising.planned) == (
        falling.colour,
        falling.actual,
        falling.planned,
    )
    for one, other in zip(rising.targets, falling.targets, strict=True):
        assert {**one, "value": None} == {**other, "value": None}
    assert [c.more for c in rising.to_clear] == [c.more for c in falling.to_clear]
    assert [f.severity for f in rising.findings] == [f.severity for f in falling.findings]


@given(projects(), POLICIES)
def test_nothing_from_after_as_of_changes_a_card(facts, policy):
    known = deepcopy(facts)
    known["previous_cards"] = [c for c in known["previous_cards"] if c["month"] < "2023-09"]
    for target in known["targets"]:
        if "readings" in target:
            target["readings"] = {
                month: reading
                for month, reading in target["readings"].items()
                if month <= "2023-09" and reading["accepted"] <= "2023-10-08"
            }
        for stage in target.get("milestones", ()):
            if stage["done"] and stage["done"] > "2023-09":
                stage["done"] = None
        if "ran" in target:
            target["ran"] = [month for month in target["ran"] if month <= "2023-09"]
    assert without_digest(judge(facts, policy)) == without_digest(judge(known, policy))


@given(projects())
def test_the_roll_up_lies_between_the_worst_and_the_best_target(facts):
    parsed = Facts.from_json(facts)
    verdict = evaluate(parsed, PRESETS["三色"])
    standings = started(parsed.targets, parsed.month)
    if not standings:
        assert verdict.actual is None
        return
    for figure in ("actual", "planned"):
        shares = [clamp(getattr(now, figure)) for now in standings]
        mean, half = Fraction(getattr(verdict, figure)), Fraction(1, 20000)
        assert min(shares) - half <= mean <= max(shares) + half


@given(projects(), POLICIES)
def test_the_card_is_the_worst_finding(facts, policy):
    verdict = judge(facts, policy)
    worst = max((finding.severity for finding in verdict.findings), default=0)
    assert verdict.severity in (worst, None)
    assert [f.severity for f in verdict.findings] == sorted(
        (f.severity for f in verdict.findings), reverse=True
    )


@given(projects())
def test_without_plan_or_report_a_project_is_never_in_good_standing(facts):
    """Blue of three colours and none of the ladder praise; blue of the ladder does not."""
    for target in facts["targets"]:
        target |= {"readings": {}} if "readings" in target else {}
        for stage in target.get("milestones", ()):
            stage["done"] = None
        target |= {"ran": []} if "ran" in target else {}
    assert judge(facts, PRESETS["三色"]).colour != "blue"
    assert judge(facts, PRESETS["阶梯"]).colour != "none"
    for target in facts["targets"]:
        target["plan"] = None
    for policy in PRESETS.values():
        assert judge(facts, policy).colour is None


@given(projects(), POLICIES)
def test_the_change_named_clears_and_nothing_smaller_does(facts, policy):
    parsed = Facts.from_json(facts)
    clearings = {c.target: c for c in evaluate(parsed, policy).to_clear}
    for now, target in zip(
        started(parsed.targets, parsed.month),
        [t for t in facts["targets"] if t["start"] <= "2023-09"],
        strict=True,
    ):
        level = target_severity(now, policy)
        assert (target["name"] in clearings) == (level is not None)
        if level is None or target["kind"] != "quantity":
            continue
        clearing = clearings[target["name"]]
        value = int(next(f for f in evaluate(parsed, policy).targets
                         if f["name"] == target["name"])["value"])  # fmt: skip
        sign = 1 if int(target["target"]) > int(target["baseline"]) else -1
        enough = next_month(target, value + sign * int(clearing.more), policy)
        too_little = next_month(target, value + sign * (int(clearing.more) - 1), policy)
        assert clearing.more > 0
        assert enough < level <= too_little


def next_month(target, value, policy):
    """The worst its rules find in October with this value; −1 for nothing."""
    target = deepcopy(target)
    target["readings"]["2023-10"] = {"value": text(value), "accepted": "2023-11-03"}
    facts = Facts.from_json(make_facts(target, month="2023-10", as_of="2023-11-06", report=None))
    level = target_severity(started(facts.targets, facts.month)[0], policy)
    return -1 if level is None else level


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2023-09", "2023-10-08", "1", "quantity", "service", "milestones"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=times(200))
@given(projects(), JSON, st.randoms())
def test_anything_is_read_or_refused_with_a_sentence(facts, anything, chance):
    """One value anywhere in good facts replaced by anything."""
    places = list(places_in(facts))
    inner, key = places[chance.randrange(len(places))]
    inner[key] = anything
    for given_json in (facts, anything):
        for read in (Facts.from_json, Policy.from_json):
            try:
                read(given_json)
            except FactsError as error:
                assert str(error).endswith("。") and "\n" not in str(error)


@settings(max_examples=times(200))
@given(JSON, st.randoms())
def test_any_policy_is_read_or_refused_with_a_sentence(anything, chance):
    policy = PRESETS[chance.choice(list(PRESETS))].to_json()
    inner, key = chance.choice(list(places_in(policy)))
    inner[key] = anything
    try:
        evaluate(Facts.from_json(EXAMPLE), Policy.from_json(policy))
    except FactsError as error:
        assert str(error).endswith("。") and "\n" not in str(error)


def places_in(value):
    """Every (container, key) in a JSON value."""
    rows = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(rows):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places_in(inner)


def test_a_year_of_22_projects_replays_in_under_a_second():
    """docs/rules.md on the portal's own form: a plan and readings for every month."""
    from time import process_time

    chance = random.Random(2023)
    year = []
    for month in range(1, 13):
        as_of = date(2023 + month // 12, month % 12 + 1, 8).isoformat()
        for _ in range(22):
            targets = []
            for name in "甲乙丙":
                values = sorted(chance.randrange(150) for _ in range(12))
                plan = sorted(chance.randrange(150) for _ in range(11))
                targets.append(
                    EXAMPLE["targets"][0]
                    | {
                        "name": name,
                        "plan": dict(zip(MONTHS, map(text, [*plan, 149]), strict=True)),
                        "readings": {
                            m: {"value": text(v), "accepted": as_of}
                            for m, v in zip(MONTHS, values, strict=True)
                        },
                    }
                )
            year.append(make_facts(*targets, month=MONTHS[month - 1], as_of=as_of))
    begin = process_time()
    for facts in year:
        judge(facts, PRESETS["三色"]).to_json()
    assert process_time() - begin < 1
