"""Placeholders in a text: found, filled in one pass, and figures typed beside them noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.published.bulletin_text.filling import (
    fill,
    formal,
    holding,
    names,
    number_in,
    typed_figures,
    unmatched,
)

TEXTS = st.text(alphabet="{}｛｝滞后数项目12.累计 \n0９%〔〕[](a", max_size=60)


def test_a_placeholder_is_filled_with_its_value():
    values = {"滞后数": "7", "项目12.累计": "90口"}
    assert fill("{滞后数}件落后，累计{项目12.累计}。", values.__getitem__) == "7件落后，累计90口。"


def test_a_value_with_braces_is_not_read_again():
    assert fill("{甲}", lambda name: "{乙}" if name == "甲" else "秘密") == "{乙}"


@given(TEXTS, st.text(max_size=8))
def test_any_text_is_filled_whole_and_nothing_else_in_it_changes(text, value):
    filled = fill(text, lambda _: value)
    rest = text
    for name in names(text):
        rest = rest.replace("{" + name + "}", "\0")
    assert filled == rest.replace("\0", value)


@given(TEXTS)
def test_a_text_without_stray_braces_has_none_left_once_it_is_filled(text):
    if not unmatched(text):
        assert not set("{}") & set(fill(text, lambda _: "值"))


@given(TEXTS)
def test_putting_a_text_into_official_signs_twice_is_the_same_as_once(text):
    assert formal(formal(text)) == formal(text)


@pytest.mark.parametrize("text", ["{", "}", "{甲", "甲}", "{{甲}}", "{甲\n乙}"])
def test_a_brace_alone_is_noticed(text):
    assert unmatched(text)


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("演示[2023]10号", "演示〔2023〕10号"),
        ("演示（2023）第10号", "演示〔2023〕第10号"),
        ("演示【2023】 10号", "演示〔2023〕10号"),
        ("（2023）年度", "（2023）年度"),
        ("完成９０口，５０．５％", "完成90口，50.5%"),
        ("｛滞后数｝", "{滞后数}"),
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
        "{项目12.累计}，三个班组",
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
    ],
)
def test_figures_typed_by_hand_are_noticed(text, figures):
    assert typed_figures(text) == figures


def test_the_placeholder_that_gives_the_same_number_is_named():
    values = [("滞后数", "7"), ("项目12.累计", "90口"), ("项目12.名称", "第7项"), ("数据", "7.0%")]
    assert holding("7", values) == ["滞后数", "数据"]
    assert holding("90", values) == ["项目12.累计"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("90口", "90"), ("1,200.50", "1200.5"), ("007", "7"), ("不足10", ""), ("3比5", ""), ("", "")],
)
def test_a_number_is_read_from_a_value_that_holds_just_one(text, number):
    assert number_in(text) == number
