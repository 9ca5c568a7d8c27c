"""Text as people paste it, and text in which nothing is seen."""

import pytest

from projects.values.text import by_numbers, clean


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("一行\r\n二行\r三行", "一行\n二行\n三行"),
        ("增\xad设\u200b充\u2060电桩\ufeff", "增设充电桩"),
        ("\u202e反\u2066", "反"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        (" \n\t\u3000", " \n\t\u3000"),
        ("", ""),
    ],
)
def test_what_is_seen_stands_as_it_was(pasted, kept):
    assert clean(pasted) == kept


@pytest.mark.parametrize("sign", ["\u200c", "\u200d", "\u3164", "\u2800", "\ufe0f"])
def test_what_nobody_sees_is_no_text(sign):
    assert clean(sign * 3) == clean(f" {sign}\n") == ""


def test_names_stand_in_the_order_of_their_numbers():
    names = ["演示第10小学", "演示第2小学", "3#楼", "2号路", "", "演示第1小学", "演示小学"]
    assert sorted(names, key=by_numbers) == [
        "", "2号路", "3#楼", "演示小学", "演示第1小学", "演示第2小学", "演示第10小学",
    ]  # fmt: skip
