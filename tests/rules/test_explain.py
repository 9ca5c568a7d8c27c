"""“Why this card”: the plain sentence, the sums, the distance to other colours."""

from fractions import Fraction

import pytest

from supervision.rules import PRESETS, Facts, evaluate
from supervision.rules.explain import Formula, Margin, formulas, margins, plain_sentence
from tests.rules.factories import (
    EXAMPLE,
    make_coverage,
    make_facts,
    make_falling,
    make_quantity,
    make_service,
    make_stages,
)

MISSING = {"due": "2023-10-07", "submitted": None, "accepted": None}
CITY = {"name": "甲", "measure": "户", "quota": "50", "plan": "40", "reading": "0"}


def sentence(*targets, preset="三色", **changes):
    facts = Facts.from_json(make_facts(*targets, **changes))
    return plain_sentence(facts, evaluate(facts, PRESETS[preset]))


def test_the_example_in_one_sentence():
    facts = Facts.from_json(EXAMPLE)
    said = plain_sentence(facts, evaluate(facts, PRESETS["三色"]))
    assert said == "承诺149口，已完成90口，比计划少30口"


STAGES = [("一", "40", "2023-07", None), ("二", "60", "2023-12", None)]


@pytest.mark.parametrize(
    "targets, changes, said",
    [
        ([make_quantity("2000"), make_quantity("5000", name="乙")], {},
         "甲：承诺10000户，已完成2000户，比计划少3000户；其余各项正常"),
        ([make_quantity("2000"), make_quantity("2000", name="乙")], {},
         "甲：承诺10000户，已完成2000户，比计划少3000户；乙：承诺10000户，已完成2000户，比计划少3000户"),
        ([make_falling("8000")], {}, "承诺降到0户，现为8000户，比计划多3000户"),
        ([make_coverage("15")], {}, "承诺100%，已完成15%，比计划少35个百分点"),
        ([make_stages(*STAGES)], {}, "共2个节点，已完成0个（0%），“一”已晚2个月"),
        ([make_stages(("一", "4", "2023-09", None), ("二", "6", "2023-12", None))], {},
         "共2个节点，已完成0个（0%）"),
        ([make_stages(("一", "40", "2023-09", "2023-09"), ("二", "60", "2023-09", None))], {},
         "共2个节点，已完成1个（40%）"),
        ([make_service(range(1, 11), range(1, 7))], {},
         "计划开展10个月，已开展6个月，有3个月没有开展"),
        ([make_quantity("9999", due="2023-08-31", plan={"2023-08": "10000"})], {},
         "承诺10000户，已完成9999户，比计划少1户，8月31日已到期"),
        ([make_quantity("9999", due="2023-09-30", plan={"2023-08": "10000"})], {},
         "承诺10000户，已完成9999户，比计划少1户，9月30日已到期"),
        ([make_quantity("5000")], {"report": MISSING}, "9月进展没有报送"),
        ([make_quantity("2000")], {"report": MISSING},
         "承诺10000户，已完成2000户，比计划少3000户；9月进展没有报送"),
        ([make_quantity("5000")], {"city_tasks": [CITY]}, "市级任务“甲”落后于计划"),
        ([make_quantity("5000")], {}, "承诺10000户，已完成5000户，符合计划"),
        ([make_quantity("5000"), make_quantity("5000", name="乙")], {}, "2项目标均符合计划"),
        ([make_quantity("1", plan=None)], {}, "各项目标的推进计划待定，暂不评定"),
        ([make_quantity(plan={"2023-10": "0", "2023-12": "10000"})], {}, "尚无进度数据，暂不评定"),
        ([make_quantity("1", start="2023-10", plan={"2023-12": "10000"})], {},
         "各项目标尚未到开始时间"),
    ],
)  # fmt: skip
def test_each_case_in_one_sentence(targets, changes, said):
    assert sentence(*targets, **changes) == said


def test_the_run_is_said_on_the_ladder():
    before = [{"month": "2023-08", "colour": "blue"}]
    said = sentence(make_quantity("4000"), preset="阶梯", previous_cards=before)
    assert said == "承诺10000户，已完成4000户，比计划少1000户；连续两月亮牌"


@pytest.mark.parametrize(
    "target, expected",
    [
        (
            make_quantity("489", baseline="375", target="537",
                          plan={"2023-09": "495", "2023-12": "537"}),
            Formula("甲", "（489 − 375）÷（537 − 375）＝70.37%",
                    "（495 − 375）÷（537 − 375）＝74.07%",
                    "计划 − 实际（均以0至100%计）＝3.7个百分点"),
        ),
        (
            make_falling("6000"),
            Formula("甲", "（6000 − 10000）÷（0 − 10000）＝40%",
                    "（5000 − 10000）÷（0 − 10000）＝50%",
                    "计划 − 实际（均以0至100%计）＝10个百分点"),
        ),
        (
            make_stages(("一", "4", "2023-07", "2023-07"), ("二", "2.5", "2023-09", None),
                        ("三", "3.5", "2023-12", None)),
            Formula("乙", "已完成权重4÷全部权重10＝40%", "应完成权重6.5÷全部权重10＝65%",
                    "计划 − 实际（均以0至100%计）＝25个百分点"),
        ),
        (
            make_service((7, 8, 9, 10), (7, 8)),
            Formula("丙", "已开展2个月÷计划4个月＝50%", "应开展3个月÷计划4个月＝75%",
                    "计划 − 实际（均以0至100%计）＝25个百分点"),
        ),
    ],
)  # fmt: skip
def test_the_sums_with_their_numbers(target, expected):
    assert formulas(Facts.from_json(make_facts(target)), PRESETS["三色"]) == [expected]


def test_sums_do_not_round_across_a_threshold():
    plan = {"2023-09": "500000", "2023-12": "1000000"}
    target = make_quantity("400001", target="1000000", plan=plan)
    found = formulas(Facts.from_json(make_facts(target)), PRESETS["三色"])[0]
    assert found.gap.endswith("＝9.9999个百分点")


@pytest.mark.parametrize(
    "value, preset, expected",
    [
        ("5500", "三色", (-5, None, 15, 2, None, None)),
        ("4001", "三色", ("9.99", None, "0.01", 2, None, None)),
        ("4000", "三色", (10, 2, 20, 3, 0, None)),
        ("2000", "三色", (30, 2, 0, 3, 20, None)),
        ("1000", "三色", (40, 3, None, None, 10, 2)),
        ("4000", "阶梯", (10, 1, 5, 2, 5, None)),
        ("3000", "阶梯", (20, 2, 10, 3, 5, 1)),
    ],
)
def test_the_distance_to_the_next_colour(value, preset, expected):
    facts = Facts.from_json(make_facts(make_quantity(value)))
    gap, severity, worse, worse_severity, milder, milder_severity = expected
    assert margins(facts, PRESETS[preset]) == [
        Margin(
            target="甲",
            gap=Fraction(gap),
            severity=severity,
            worse=None if worse is None else Fraction(worse),
            worse_severity=worse_severity,
            milder=None if milder is None else Fraction(milder),
            milder_severity=milder_severity,
        )
    ]


def test_only_targets_that_have_begun_and_have_a_plan_have_margins():
    later = make_quantity(name="后", start="2023-10", plan={"2023-12": "10000"})
    facts = Facts.from_json(make_facts(later, make_quantity(name="待", plan=None)))
    assert margins(facts, PRESETS["三色"]) == [] and formulas(facts, PRESETS["三色"]) == []
