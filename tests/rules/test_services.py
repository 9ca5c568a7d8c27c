"""Services: months not yet reported are unknown, and what was missed does not come due.

The reference below is written from docs/rules.md alone and shares nothing with the rules.
"""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.factories import (
    judge,
    judge_severities,
    make_facts,
    make_quantity,
    make_service,
    months,
    severities,
)

MISSING = {"due": "2023-10-07", "submitted": None, "accepted": None}
EVERY = [f"{year}-{number:02d}" for year in (2022, 2023, 2024) for number in range(1, 13)]
COLOURS = {"三色": ["blue", "blue", "yellow", "red"], "阶梯": ["none", "blue", "yellow", "red"]}


def reference(facts, preset):
    """Colour, shares and each rule's severity of a project with one service."""
    [service], month = facts["targets"], facts["month"]
    planned = service["planned_months"]
    ran = [m for m in planned if m in service["ran"] and m <= month]
    unknown = [m for m in planned if m in service.get("unreported", ()) and m not in ran]
    known = [m for m in planned if m <= month and m not in unknown]
    actual, plan = Fraction(len(ran), len(planned)), Fraction(len(known), len(planned))
    found, gap, three = {}, (plan - actual) * 100, preset == "三色"
    if gap >= (10 if three else 5):
        mild = 2 if three or 15 < gap <= 30 else 1
        found["behind_plan"] = 3 if gap > 30 else mild
    if known and not ran:
        running = EVERY.index(month) - EVERY.index(min(known)) + 1
        found["not_started"] = (2 if three else 1) + (running >= 3)
    over = len(ran) == len(planned) or (max(planned) < month and not [m for m in unknown])
    report, running = facts["report"], max(facts["missing_months"], 1)
    if report and not report["submitted"] and not over:
        found["report_missing"] = min(running, 3) if running > 1 or not three else 0
    worst = max(found.values(), default=0)
    colour = COLOURS[preset][worst] if worst or ran else None
    return colour, actual, plan, found


SOME = st.lists(st.sampled_from(EVERY[8:28]), unique=True)


@settings(deadline=None, max_examples=300)
@given(
    SOME.filter(bool),
    SOME,
    SOME,
    st.sampled_from(EVERY[8:30]),
    st.booleans(),
    st.integers(0, 4),
    st.sampled_from(["三色", "阶梯"]),
)
def test_any_service_comes_out_as_by_the_reference(
    planned, ran, unreported, month, reported, missing_months, preset
):
    unreported = [m for m in unreported if m <= month]
    service = make_service((), ()) | {"planned_months": planned, "ran": ran, "start": "2022-01"}
    service |= {"unreported": unreported, "due": f"{max(planned)}-28"}
    facts = make_facts(
        service,
        month=month,
        as_of="2024-12-31",
        report=None if reported else MISSING,
        missing_months=missing_months,
    )
    verdict, (colour, actual, plan, found) = judge(facts, preset), reference(facts, preset)
    assert (verdict["colour"], severities(verdict)) == (colour, found)
    assert abs(Fraction(verdict["actual"]) - actual) <= Fraction(1, 20000)
    assert abs(Fraction(verdict["planned"]) - plan) <= Fraction(1, 20000)


def test_a_month_not_reported_is_neither_planned_nor_run():
    known = judge(make_facts(make_service(range(1, 13), range(1, 9), unreported=[9])))
    assert (known["planned"], known["actual"], known["findings"]) == ("0.6667", "0.6667", [])
    not_run = judge(make_facts(make_service(range(1, 13), range(1, 9))))
    assert (not_run["planned"], not_run["actual"]) == ("0.7500", "0.6667")


def test_a_month_that_ran_is_not_unknown_and_other_months_are_not_looked_at():
    plain = judge(make_facts(make_service([1, 9, 12], [1, 9])))
    asked = judge(make_facts(make_service([1, 9, 12], [1, 9], unreported=[1, 5, 9, 12])))
    assert {**plain, "digest": None} == {**asked, "digest": None}


def test_a_service_of_which_nothing_came_in_is_not_rated_and_never_not_started():
    facts = {"report": MISSING, "missing_months": 1}
    verdict = judge(make_facts(make_service(range(1, 13), [], range(1, 10)), **facts))
    assert (verdict["colour"], severities(verdict)) == (None, {"report_missing": 0})


def test_not_started_counts_from_the_first_month_that_is_known():
    service = make_service(range(1, 13), [], unreported=range(1, 9))
    assert judge_severities(make_facts(service))["not_started"] == 2


def test_what_is_unknown_is_told_as_not_reported():
    service = make_service(range(1, 10), range(1, 6), unreported=[8, 9], start="2023-01")
    verdict = judge(make_facts(service, report=MISSING, missing_months=2))
    assert "丙：应开展7个月（另有2个月未报），有2个月没有开展" in verdict["findings"][0]["text"]
    assert [step["text"] for step in verdict["to_clear"]] == [
        "6月、7月未开展，已不能补做；当时如已开展，请更正报送",
        "补报9月进展即可消除未报这一项",
    ]


def test_it_is_over_with_its_last_planned_month_whatever_it_missed():
    facts = {"report": MISSING, "missing_months": 3}
    missed = make_service(range(1, 9), range(2, 9), due="2023-08-31")
    assert judge_severities(make_facts(missed, **facts)) == {"behind_plan": 2}
    last = make_service(range(1, 10), range(2, 10), due="2023-09-30")
    assert judge_severities(make_facts(last, **facts))["report_missing"] == 3
    unknown = make_service(range(1, 9), range(1, 8), unreported=[8], due="2023-08-31")
    assert judge_severities(make_facts(unknown, **facts))["report_missing"] == 3
    beside = make_quantity("9999")
    assert judge_severities(make_facts(missed, beside, **facts))["report_missing"] == 3


def test_only_services_have_unreported_months():
    target = make_quantity("1", unreported=months(1))
    with pytest.raises(ValueError, match="unreported"):
        judge(make_facts(target))


def test_first_figures_that_never_came_are_told_as_that():
    plan = {"2023-08": "0", "2023-12": "10000"}
    [finding] = judge(make_facts(make_quantity(plan=plan)))["findings"][1:]
    assert finding["text"] == "甲：按计划9月起应有进展，到9月底还没有报来数据，按基期计，已1个月。"
