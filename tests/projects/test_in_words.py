"""Days and months as they are said, and months as they are typed."""

import datetime as dt
from decimal import Decimal

import pytest

from projects.values import days, months
from projects.values.numbers import change_in_words, half_width

DAY = dt.date(2023, 9, 6)


def test_a_day_is_said_without_zeros_and_no_day_is_nothing():
    assert days.in_words(DAY) == "2023年9月6日"
    assert days.in_words(None) == ""
    assert days.short(dt.date(2023, 12, 31)) == "12月31日"
    assert (days.short_in(DAY, 2023), days.short_in(DAY, 2024)) == ("9月6日", "2023年9月6日")


def test_a_moment_is_said_in_shanghai():
    assert (
        days.moment_in_words(dt.datetime(2023, 9, 5, 16, 5, tzinfo=dt.UTC)) == "2023年9月6日00:05"
    )


def test_a_day_ends_with_the_first_moment_of_the_next():
    end = days.end_of(dt.date(2023, 12, 31))
    assert end == dt.datetime(2023, 12, 31, 16, tzinfo=dt.UTC)


@pytest.mark.parametrize(("of", "said"), [
    ([], ""),
    (["2023-09"], "2023年9月"),
    (["2023-08", "2023-09", "2024-01"], "2023年8月、9月、2024年1月"),
])  # fmt: skip
def test_the_year_is_said_where_it_changes(of, said):
    assert months.listed(of) == said


@pytest.mark.parametrize(("of", "said"), [
    (["2023-09"], "9月"),
    (["2023-01", "2023-02"], "1、2月"),
    (["2023-01", "2023-02", "2023-03"], "1—3月"),
    (["2023-03", "2023-06", "2023-09"], "3、6、9月"),
])  # fmt: skip
def test_months_that_run_on_are_said_as_a_run(of, said):
    assert months.run_in_words(of) == said


@pytest.mark.parametrize("typed", [
    "2023-09", "2023年9月", "2023.9", "9月", "9", "９月", "２０２３-09", " 9 ", "2023-09-01",
    "2023-9-02", "202309", "2023.09", "2023/9/15", "2023年9月15日",
])  # fmt: skip
def test_a_month_is_read_however_it_is_typed(typed):
    assert months.read_month(typed, 2023) == "2023-09"


@pytest.mark.parametrize("typed", ["", "13", "0", "九月", "1999-09", "20239", "1012", "2023.1"])
def test_what_is_no_month_is_none(typed):
    assert months.read_month(typed, 2023) == ""


def test_full_width_signs_of_numbers_are_made_plain_and_sentences_kept():
    assert half_width("１２．５％－＋Ａｚ｛｝") == "12.5%-+Az{}"
    assert half_width("，：；（）　①") == "，：；（）　①"


def test_a_change_is_said_with_both_figures_and_its_sign():
    assert change_in_words(Decimal("78.0"), Decimal("90"), "口") == "78→90口（+12）"
    assert change_in_words(Decimal("90"), Decimal("89.5"), "%") == "90→89.5%（−0.5）"
