import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.values.days import BadDay, Day, read_day


@pytest.mark.parametrize(
    "text",
    ["2023-12-05", " 2023-12-5 ", "2023/12/05", "2023.12.5", "2023年12月5日",
     "２０２３－１２－０５", "2023 年 12 月 5 日", "2023-12-05\u200b", "\u202e2023-12-05"],
)  # fmt: skip
def test_a_day_as_people_type_it(text):
    assert read_day(text) == dt.date(2023, 12, 5)


@pytest.mark.parametrize(
    "text", ["年底", "2023-02-30", "12-05", "2023-13-01", "20231205", "٢٠٢٣-١٢-٠٥", "0000-01-01"]
)
def test_what_is_not_a_day_is_refused_in_a_sentence(text):
    with pytest.raises(BadDay, match="不是日期，请写成 2023-12-20。"):
        read_day(text)


@pytest.mark.parametrize("text", ["9999-12-31", "2100-01-01", "1023-12-05", "0001-01-01"])
def test_a_year_that_only_a_slip_can_mean_is_refused(text):
    with pytest.raises(BadDay, match="请核对年份"):
        read_day(text)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_sentence(text):
    try:
        assert isinstance(read_day(text), dt.date)
    except BadDay as wrong:
        assert str(wrong).endswith("。")


def test_the_box_opens_the_browsers_calendar_with_the_day_in_it():
    box = Day().widget.render("due", dt.date(2023, 12, 5))
    assert 'type="date"' in box and 'value="2023-12-05"' in box
