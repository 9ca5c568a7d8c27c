from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.values.numbers import BadNumber, of_characters, plain, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", "12"), (" 0.8 ", "0.8"), ("１２．５", "12.5"), ("+3", "3"), ("0", "0"), ("007", "7")],
)
def test_numbers_as_people_type_them(text, value):
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "是", "N/A", "1_0", "1e2", "1e308", "NaN", "Infinity", "-3", "٣", "①", "½", "1,200", "12.",
     ".5", "1.23456", "1" * 13, "12 34", "\x00", "一百", "0x10", "--1", "１e２"],
)  # fmt: skip
def test_what_is_not_a_number_is_refused_in_a_sentence(text):
    with pytest.raises(BadNumber) as refused:
        read_number(text)
    assert str(refused.value).endswith("。")


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_sentence(text):
    try:
        value = read_number(text)
    except BadNumber:
        return
    assert value >= 0 and value.is_finite()


@given(st.decimals(0, 10**11 - 1, places=4))
def test_a_number_shown_is_the_number_read(value):
    assert read_number(plain(value)) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [("二十五", 25), ("一千零二", 1002), ("三万五千", 35000), ("十", 10), ("两百", 200),
     ("十四五", None), ("一二", None), ("二十口", None)],
)  # fmt: skip
def test_a_number_in_characters_is_read_or_is_none(text, number):
    assert of_characters(text) == number
