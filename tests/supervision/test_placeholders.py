"""Placeholders in a text: found, filled in one pass, and figures typed beside them noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.published.placeholders import (
    counted,
    doubtful_figures,
    fill,
    formal,
    measures_in,
    names,
    number_in,
    problems,
    typed_figures,
)

TEXTS = st.text(alphabet='{}｛｝% 滞后.件数项目12.累计if\n0９%〔〕[](a|"', max_size=60)
VALUES = {
    "滞后.件数": 7,
    "滞后.项目": "第1项",
    "项目12.累计": "90口",
    "项目12.1.累计": "90口",
    "牌": None,
}


def test_a_placeholder_is_filled_with_its_value():
    text = "{{ 滞后.件数 }}件落后，累计{{项目12.累计}}、{{ 项目12.1.累计 }}。"
    assert fill(text, VALUES) == "7件落后，累计90口、90口。"


def test_a_value_with_braces_is_not_read_again():
    assert fill("{{ 甲 }}", {"甲": "{{ 乙 }}{% if %}<&", "乙": "秘密"}) == "{{ 乙 }}{% if %}<&"


def test_a_name_that_begins_as_another_stops_nothing():
    assert fill("{{ 甲 }}", {"甲": "乙", "甲.件数": 1}) == "乙"
    assert fill("{{ 甲 }}{{ 甲.件数 }}", {"甲": "乙", "甲.件数": 1}) == "乙"


def test_a_line_with_a_value_that_is_not_public_or_not_there_is_left_out():
    assert fill("甲\n{{ 牌 }}乙\n{{ 没有.这个 }}丙\n丁", VALUES) == "甲\n丁"


def test_what_need_not_be_said_stands_under_a_condition():
    text = "{% if 滞后.件数 > 3 and not 牌 %}{{ 滞后.项目 }}等{% else %}没有{% endif %}。"
    assert fill(text, VALUES) == "第1项等。"
    assert fill(text, {**VALUES, "滞后.件数": 3}) == "没有。"
    assert names(text) == ["滞后.项目", "滞后.件数", "牌"]
    assert not problems(text, VALUES)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ 没有 }}", "没有“{{ 没有 }}”这个占位符"),
        ("{{ 滞后 }}", "没有“{{ 滞后 }}”这个占位符"),
        ('{{ "37" }}', "这个占位符"),
        ("{{ 滞后.件数|add:1 }}", "这个占位符"),
        ("{{ 滞后.项目.upper }}", "这个占位符"),
        ("{{ 滞后.项目.__class__ }}", "这个占位符"),
        ("{% if 没有 %}甲{% endif %}", "没有“{{ 没有 }}”这个占位符"),
        ("{% if 滞后.项目.upper %}甲{% endif %}", "这个占位符"),
        ('{% include "admin/base.html" %}', "“{% include %}”不能用"),
        ("{% load static %}", "“{% load %}”不能用"),
        ("{% for 甲 in 乙 %}{% endfor %}", "“{% for %}”不能用"),
        ("{% verbatim %}{{ 滞后.件数 }}{% endverbatim %}", "“{% verbatim %}”不能用"),
        ("{%  %}", "不能用"),
        ("{% if 滞后.件数 %}没有完", "{% if %} 没有写对"),
        ("{% if 滞后.件数 > %}甲{% endif %}", "{% if %} 没有写对"),
        ("{% endif %}", "{% if %} 没有写对"),
        ("{% if 滞后.件数 %}甲{% endif %}" * 31, "太多了"),
        ("{% if " + "not " * 1200 + "滞后.件数 %}甲{% endif %}", "没有写对"),
        ("字" * 5001, "最多5000字"),
        ("完成90口", "“90口”请改用占位符 {{ 项目12.1.累计 }}"),
    ],
)
def test_what_cannot_stand_is_told_in_a_sentence(text, sentence):
    [said] = problems(text, VALUES)
    assert sentence in said


@pytest.mark.parametrize(
    "text", ["{", "}", "{甲}", "{{甲", "甲}}", "{{{甲}}}", "{{甲\n乙}}", "{#甲#}"]
)
def test_a_brace_that_stands_alone_is_noticed(text):
    assert problems(text, {"甲": "乙"}) == [
        "大括号没有成对：占位符要写成 {{ 滞后.件数 }} 这样，大括号不作别用。"
    ]


@given(TEXTS)
def test_any_text_is_filled_or_left_out_and_no_error(text):
    filled = fill(text, VALUES)
    assert "\0" not in filled
    if not problems(text, VALUES):
        assert not set("{}") & set(filled)


@given(
    st.text(alphabet="{}｛｝% 滞后\n0９%〔〕[](a", max_size=60).filter(
        lambda text: "{%" not in text
    )
)
def test_what_is_no_placeholder_stays_as_it_was(text):
    if not names(text) and "{#" not in text:
        assert fill(text, {}) == text


@given(TEXTS)
def test_putting_a_text_into_official_signs_twice_is_the_same_as_once(text):
    assert formal(formal(text)) == formal(text)


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("演示[2023]10号", "演示〔2023〕10号"),
        ("演示（2023）第10号", "演示〔2023〕第10号"),
        ("演示【2023】 10号", "演示〔2023〕10号"),
        ("（2023）年度", "（2023）年度"),
        ("完成９０口，５０．５％", "完成90口，50.5%"),
        ("｛｛滞后．件数｝｝", "{{滞后.件数}}"),
    ],
)
def test_brackets_and_figures_are_put_as_in_official_documents(written, official):
    assert formal(written) == official


@pytest.mark.parametrize(
    "text",
    [
        "2023年10月底前，11月15日前办结",
        "依据演示〔2023〕第10号",
        "第12项和第7、10、21项，项目16",
        "9—11月、2023-09",
        "第3期，第2次会议，上午9时30分",
        "党的二十大和“十四五”规划，第二十五次会议，十一月二十日，千家万户",
        "{{ 项目12.累计 }}{% if 滞后.件数 > 3 %}，三个班组{% endif %}",
    ],
)
def test_dates_and_numbers_of_documents_and_projects_count_nothing(text):
    assert typed_figures(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("完成90口", ["90"]),
        ("完成60.4%，投入1,200万元", ["60.4%", "1,200"]),
        ("9个月内", ["9"]),
        ("增加3个班组，再加3个", ["3"]),
        ("已覆盖二十五个村，百分之九十", ["二十五", "百分之九十"]),
        ("两个标段、三个班组，完成一千零二户", ["一千零二"]),
        ("又装廿五口，卅户，十一月廿日", ["廿五", "卅"]),
        ("贰拾伍户，叁佰元", ["贰拾伍", "叁佰"]),
    ],
)
def test_figures_typed_by_hand_are_noticed(text, figures):
    assert typed_figures(text) == figures


@pytest.mark.parametrize(
    ("text", "measures", "figures"),
    [
        ("已建成三所", ["所"], ["三"]),
        ("建成两个，在建八处，入住十户", ["个", "处", "户"], ["两", "八", "十"]),
        ("建成一所、两所", ["所"], ["一", "两"]),
        ("累计三人次，三场次，三次", ["人次", "场次"], ["三"]),
        ("只有零户", ["户"], ["零"]),
        ("三所学校里的三所", ["所"], ["三"]),
        ("建成三所", ["个"], []),
        ("建成三所", [], []),
        ("二十五个村，九十处", ["个", "处"], ["二十五", "九十"]),
        ("一是抓进度，二是抓质量，一步到位，统一标准，第三批", ["个", "处", "户"], []),
        ("统一户籍，统一处理，周三处理，逐一处置，唯一一次", ["户", "处"], []),
        ("一户一策，一所一档", ["户", "所"], []),
        ("高效办成一件事，一次性补贴，三口之家，一口气", ["件", "次", "口"], []),
        ("三个月，两个小时，三个工作日，差两个百分点", ["个"], []),
        ("第三个，数十户，几十户，十一月三日", ["个", "户"], []),
        ("三四所，三百户，一两个", ["所", "户", "个"], ["三百"]),
        ("{{ 累计 }}三所", ["所"], ["三"]),
        ("三所两处", ["所", "处"], ["三", "两"]),
        ("叁所，廿五所", ["所"], ["叁", "廿五"]),
    ],
)
def test_one_character_counts_right_before_a_measure_of_the_project_s_own(text, measures, figures):
    assert sorted(typed_figures(text, measures)) == sorted(figures)


MEASURES = st.sampled_from(["所", "处", "户", "个", "口", "公里", "人次"])
ONE = st.sampled_from("零一二两三四五六七八九十")
BEFORE = st.sampled_from(["", "已建成", "，", "完成", "共", "新增"])
AFTER = st.sampled_from(["", "。", "，进度正常", "已经验收"])


@given(BEFORE, ONE, MEASURES, AFTER)
def test_a_number_of_one_character_is_asked_about_with_its_measure_alone(
    before, one, measure, after
):
    text = f"{before}{one}{measure}{after}"
    assert typed_figures(text, [measure]) == [one]
    assert typed_figures(text) == typed_figures(text, ["吨"]) == []


@given(
    st.text(alphabet="一二三十个处户所是统第月，。3", max_size=30), st.lists(MEASURES, max_size=3)
)
def test_measures_only_ever_add_to_what_is_asked_and_only_numbers(text, measures):
    own = typed_figures(text, measures)
    assert own[: len(typed_figures(text))] == typed_figures(text)
    assert all(number_of(each) is not None for each in own)


def number_of(figure: str) -> str | None:
    return counted(figure) or None


def test_a_project_s_own_measures_are_read_from_its_values():
    values = {
        "累计": "90口", "目标": "149口", "1.累计": "1,200人次", "2.累计": "60.4%",
        "差额": "比计划少3户", "进展": "90口，比计划少30口", "目标数": "3件",
        "3.累计": "不公布", "4.目标": None, "5.累计": 3,
    }  # fmt: skip
    assert measures_in(values) == {"口", "人次"}


def test_the_placeholders_that_give_the_same_number_are_named_and_what_is_vouched_for_is_not():
    values = {
        "滞后.件数": 7,
        "项目12.累计": "90口",
        "项目12.名称": "第7项",
        "数据": "7.0%",
        "无": None,
    }
    assert doubtful_figures(["完成7件", "共90，8人"], values, vouched=["8"]) == {
        "7": ["滞后.件数", "数据"],
        "90": ["项目12.累计"],
    }
    assert doubtful_figures(["还有3件"], values) == {"3": []}
    asked = doubtful_figures(["九十口，二十五个村"], values)
    assert asked == {"九十": ["项目12.累计"], "二十五": []}


@pytest.mark.parametrize(
    ("text", "number"),
    [("90口", "90"), ("1,200.50", "1200.5"), ("007", "7"), ("不足10", ""), ("3比5", ""), ("", "")],
)
def test_a_number_is_read_from_a_value_that_holds_just_one(text, number):
    assert number_in(text) == number
