"""Notes warn of what no rule finds yet, and are no part of the verdict."""

import pytest

from supervision.rules import PRESETS, Facts
from supervision.rules.notes import notes
from tests.rules.factories import (
    example,
    judge,
    make_facts,
    make_quantity,
    make_service,
    make_stages,
    readings,
)


def found(*targets, preset="三色", **changes):
    facts = Facts.from_json(make_facts(*targets, **changes))
    return {note.rule: note for note in notes(facts, PRESETS[preset])}


@pytest.mark.parametrize(
    ("planned", "done", "asked"),
    [("900", "764", True), ("900", "765", False), ("900", "1", True), ("0", "0", False)],
)
def test_less_than_85_percent_of_the_plan_to_date_is_noted(planned, done, asked):
    plan = {"2023-08": "0", "2023-09": planned, "2023-12": "10000"}
    note = found(make_quantity(done, plan=plan)).get("low_ratio")
    assert bool(note) is asked
    assert not note or note.severity == 0


def test_it_reads_with_its_number():
    plan = {"2023-08": "0", "2023-09": "900", "2023-12": "10000"}
    text = found(make_quantity("764", plan=plan))["low_ratio"].text
    assert text == "甲：到本月应完成的只完成了84.9%，不到85%。"
    stages = make_stages(("一", "5", "2023-08", "2023-08"), ("二", "2", "2023-09", None),
                         ("三", "93", "2023-12", None))  # fmt: skip
    assert found(stages)["low_ratio"].text.startswith("乙：")


@pytest.mark.parametrize(
    ("june", "asked"), [("1666", False), ("1667", True), ("4600", True), ("5000", True)]
)
def test_a_finish_steeper_than_half_again_the_pace_is_noted(june, asked):
    """5,000 are left for three months: half again as fast as 3,333⅓ in the last three."""
    target = make_quantity(readings=readings(m06=june, m09="5000"))
    assert ("steep_finish" in found(target)) is asked


def test_what_a_rule_finds_needs_no_note_and_notes_stand_outside_the_verdict():
    facts = Facts.from_json(example())
    assert list(notes(facts, PRESETS["三色"])) == []
    plan = {"2023-08": "0", "2023-09": "900", "2023-12": "10000"}
    assert judge(make_facts(make_quantity("764", plan=plan)))["findings"] == []
    assert found(make_service(range(1, 13), range(1, 10))) == {}
    assert found(make_quantity("10000")) == {}
