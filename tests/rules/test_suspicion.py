"""Suspicious figures: each asks for a sentence, none makes a colour."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.rules import suspicion
from supervision.rules.suspicion import Series, same_words, stock_words

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
PLAN = {month: Fraction(12 * number) for number, month in enumerate(MONTHS, 1)}
THRESHOLDS = [Fraction(10), Fraction(30)]


def series(value, *, month="2023-09", readings=None, plan=PLAN, baseline=0, target=144, step=1):
    return Series(
        baseline=Fraction(baseline),
        target=Fraction(target),
        step=Fraction(step),
        measure="户",
        month=month,
        value=Fraction(value),
        readings={m: Fraction(v) for m, v in (readings or {"2023-08": 96}).items()},
        plan=plan,
    )


def asked(*args, **kw) -> str:
    return "".join(suspicion.figures(series(*args, **kw), THRESHOLDS))


def test_an_ordinary_figure_raises_no_question():
    assert asked(105) == ""


def test_a_fall_is_asked_about():
    assert asked(95) == "累计数95户比上次的96户倒退了。"
    assert "倒退" not in asked(96)


def test_a_decreasing_target_falls_upwards():
    down = {month: 144 - value for month, value in PLAN.items()}
    found = asked(60, baseline=144, target=0, plan=down, readings={"2023-08": 48})
    assert "倒退" in found


def test_more_than_all_of_it_is_asked_about():
    assert "超过了目标144户" in asked(145, readings={"2023-08": 140})
    assert "超过" not in asked(144, readings={"2023-08": 140})


@pytest.mark.parametrize(
    ("value", "month", "last", "found"),
    [
        (73, "2023-09", 0, True),
        (72, "2023-09", 0, False),  # exactly half
        (144, "2023-12", 95, True),
        (144, "2023-12", 96, False),  # exactly a third
    ],
)
def test_a_jump_is_asked_about(value, month, last, found):
    flat = {m: Fraction(144) if m == "2023-12" else Fraction(1) for m in MONTHS}
    plan = flat if month == "2023-09" else PLAN
    assert (
        "这一次就新增" in asked(value, month=month, readings={"2023-08": last}, plan=plan)
    ) == found


def test_a_jump_that_was_planned_is_none():
    steps = {m: Fraction(0) if m < "2023-09" else Fraction(144) for m in MONTHS}
    assert "新增" not in asked(140, readings={"2023-08": 0}, plan=steps)


@pytest.mark.parametrize(
    ("value", "found"),
    [(93, False), (94, True), (95, False)],  # plan 108 of 144: ten points are 14.4
)
def test_a_figure_that_just_escapes_a_colour_is_asked_about(value, found):
    assert ("界线" in asked(value, readings={"2023-08": 90})) == found


def test_it_says_whether_the_figure_is_on_the_line_or_just_short_of_it():
    line, plan = "落后10个百分点的界线", {"2023-09": Fraction(60)}
    assert said(48, plan) == f"这个数恰好落在{line}上。"
    assert said(49, plan) == f"这个数刚好没到{line}，再差1户就到了。"


def said(value, plan) -> str:
    return asked(value, target=120, plan=plan, readings={"2023-08": 40})


def test_seven_months_exactly_on_plan_are_asked_about():
    readings = {m: PLAN[m] for m in MONTHS[2:8]}
    assert "已连续7个月与计划数完全相同" in asked(108, readings=readings)
    assert "完全相同" not in asked(108, readings={**readings, "2023-05": 59})
    assert "完全相同" not in asked(107, readings=readings)


def test_a_finished_target_may_stay_on_plan():
    done = {month: Fraction(144) for month in MONTHS}
    readings = {month: 144 for month in MONTHS[:8]}
    assert asked(144, readings=readings, plan=done) == ""


def test_a_target_not_begun_is_not_on_plan():
    nothing = {month: Fraction(0) for month in MONTHS[:11]} | {"2023-12": Fraction(144)}
    assert asked(0, readings={month: 0 for month in MONTHS[:8]}, plan=nothing) == ""


@pytest.mark.parametrize(
    ("text", "former", "same"),
    [
        ("9月：新增3户。", "9月：新增3户", "完全相同"),
        ("9月： 新增3户。", "9月:新增3户！", "完全相同"),
        ("10月：新增3户。", "9月：新增3户。", "只改了月份"),
        ("十月份新增3户。", "九月份新增3户。", "只改了月份"),
        ("本月新增3户。", "2023年9月新增3户。", "只改了月份"),
        ("9月：新增4户。", "9月：新增3户。", ""),
        ("9月。", "8月。", ""),
        ("", "", ""),
        ("。。", "，", ""),
    ],
)
def test_the_same_narrative_again(text, former, same):
    said = same_words(text, former)
    assert same in said and bool(said) == bool(same)


@pytest.mark.parametrize(
    ("text", "stock"),
    [
        ("按计划推进。", True),
        ("继续推进", True),
        ("10月：各项工作正常有序推进中。", True),
        ("按照序时进度要求，持续推进项目实施。", True),
        *(
            (text, True)
            for text in (
                "进展顺利",
                "一切正常。",
                "同上月",
                "情况同上",
                "与上月相同",
                "无",
                "暂无。",
                "见附件",
                "——",
                "严格按照计划推进各项工作",
                "按既定时间节点推进",
                "有条不紊推进",
                "继续跟进",
                "加强调度，压实责任，加快推进",
                "下一步继续抓好落实",
                "总体进展良好，符合序时进度",
            )
        ),
        *(
            (text, False)
            for text in (
                "已开工建设",
                "正在施工",
                "完成招标",
                "无障碍改造入户施工",
                "协调供电部门迁改线路",
                "没有收到申请",
                "加大投入，增加两个班组",
                "同步开挖",
            )
        ),
        ("按计划推进，完成20间教室。", False),
        ("本月无申请，服务照常开放。", False),
        ("", False),
    ],
)
def test_words_that_say_nothing(text, stock):
    assert stock_words(text) == stock


@given(
    st.integers(0, 300),
    st.dictionaries(st.sampled_from(MONTHS[:8]), st.integers(0, 300)),
    st.integers(1, 300),
)
def test_any_figures_are_questioned_without_failing(value, readings, target):
    for sentence in suspicion.figures(series(value, readings=readings, target=target), THRESHOLDS):
        assert sentence.endswith("。")


SINGLE = [(Fraction(1), Fraction(1))] * 24 + [(Fraction(1), None)] * 6
SCHOOLS = [(Fraction(20), Fraction(20)), (Fraction(13), Fraction(13)), (Fraction(29), None)]
PARTLY = [(Fraction(20), Fraction(20)), (Fraction(29), Fraction(15))]


@pytest.mark.parametrize(
    ("value", "places", "wrong"),
    [
        (24, SINGLE, False),
        (25, SINGLE, True),
        (23, SINGLE, True),
        (33, SCHOOLS, False),
        (40, SCHOOLS, False),  # the third school is under way
        (61, SCHOOLS, False),
        (62, SCHOOLS, True),  # it would be done
        (32, SCHOOLS, True),
        (35, PARTLY, False),  # what was said of a place counts, no more and no less
        (34, PARTLY, True),
        (36, PARTLY, True),
        (0, [(Fraction(1), None)], False),
        (7, [], False),  # no list, no question
    ],
)
def test_a_list_of_places_that_disagrees_is_asked_about(value, places, wrong):
    said = suspicion.places_disagree(Fraction(value), places, Fraction(1), "所")
    assert bool(said) == wrong


def test_the_question_about_places_names_both_numbers():
    said = suspicion.places_disagree(Fraction(30), SINGLE, Fraction(1), "所")
    assert said == "点位清单中已建成的合计24所，与填报的30所对不上。"
