"""Rounding, printing and months."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from supervision.rules import months, numbers


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(0), "0.0000"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(-2, 3), "-0.6667"),
        (Fraction(1, 20000), "0.0001"),
        (Fraction(-1, 20000), "-0.0001"),
        (Fraction(1, 20001), "0.0000"),
        (Fraction(-1, 20001), "0.0000"),
        (Fraction(99999, 10000), "9.9999"),
        (Fraction(199999, 20000), "10.0000"),
        (Fraction(-25), "-25.0000"),
        (Fraction(10**15), "1000000000000000.0000"),
    ],
)
def test_four_places_half_away_from_zero(value, text):
    assert numbers.four_places(value) == text


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(0), "0"),
        (Fraction(25), "25"),
        (Fraction(-10), "-10"),
        (Fraction(1, 2), "0.5"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(1, 10**12), "0.000000000001"),
    ],
)
def test_plain_writes_a_decimal_out(value, text):
    assert numbers.plain(value) == text


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(-100), "-100"),
        (Fraction(389, 3), "129.67"),
        (Fraction(1, 2), "0.5"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(-1, 3000), "-0.0003"),
    ],
)
def test_words_are_short_but_never_nothing(value, text):
    assert numbers.words(value) == text


@pytest.mark.parametrize(
    "value, limits, text",
    [
        (Fraction(10), (10,), "10.0"),
        (Fraction("9.96"), (10,), "9.96"),
        (Fraction("9.96"), (), "10.0"),
        (Fraction("9.96"), ("9.97",), "9.96"),
        (Fraction("9.94"), (10,), "9.9"),
        (Fraction("9.9996"), (10, 30), "9.9996"),
        (Fraction("10.04"), (10,), "10.04"),
        (Fraction("30.01"), (10, 30), "30.01"),
        (Fraction("29.98"), (10, 30), "29.98"),
        (Fraction("20.1342"), (10, 30), "20.1"),
        (Fraction(-1, 3), (10,), "-0.3"),
        (10 - Fraction(1, 10**20), (10,), "9." + "9" * 20),
    ],
)
def test_points_stay_on_their_side_of_a_threshold(value, limits, text):
    assert numbers.show_points(value, [Fraction(limit) for limit in limits]) == text


def test_points_with_more_places():
    assert numbers.show_points(Fraction("20.13422"), (), places=4) == "20.1342"
    assert numbers.show_points(Fraction("30.00001"), [Fraction(30)], places=4) == "30.00001"


@pytest.mark.parametrize(
    "value, clamped", [(-1, 0), (0, 0), ("0.4", "0.4"), (1, 1), ("1.0001", 1), (7, 1)]
)
def test_clamp(value, clamped):
    assert numbers.clamp(Fraction(value)) == Fraction(clamped)


def test_months_are_counted_and_shown():
    assert months.show(months.parse("2023-12") + 1) == "2024-01"
    assert months.show(months.parse("2024-01") - 1) == "2023-12"
    assert months.last_day(months.parse("2024-02")) == date(2024, 2, 29)
    assert months.last_day(months.parse("2023-12")) == date(2023, 12, 31)
    assert months.last_day(months.parse("2999-11")) == date(2999, 11, 30)
    assert months.first_day(months.parse("2023-01")) == date(2023, 1, 1)
    assert months.of(date(2023, 9, 30)) == months.parse("2023-09")


def test_months_are_said_with_their_year_where_it_differs():
    here = months.parse("2023-12")
    assert months.words(here, here) == "12月"
    assert months.words(here + 1, here) == "2024年1月"
    assert months.day_words(date(2023, 1, 5), here) == "1月5日"
    assert months.day_words(date(2022, 12, 31), here) == "2022年12月31日"


SHARES = st.builds(Fraction, st.integers(-30, 90), st.integers(1, 45))


@given(done=SHARES, plan=SHARES.filter(lambda share: 0 <= share <= 1))
def test_shares_side_by_side_subtract_in_few_places(done, plan):
    shown, planned, apart = numbers.side_by_side(done, plan, (Fraction(10), Fraction(30)))
    assert abs(Fraction(shown) - Fraction(planned)) == Fraction(apart)
    assert (Fraction(shown) >= 100) is (done >= 1) and (planned == "100") is (plan == 1)
    assert max(map(len, (shown, planned, apart))) < 10


def test_two_of_three_beside_all_is_told():
    assert numbers.side_by_side(Fraction(2, 3), Fraction(1)) == ("66.7", "100", "33.3")


VALUES = st.decimals(-(10**6), 10**6, places=3).map(Fraction)


@given(value=VALUES, start=VALUES, end=VALUES)
def test_a_share_is_exact(value, start, end):
    assume(start != end)
    assert numbers.share(value, start, end) == (value - start) / (end - start)


LIMITS = st.lists(st.decimals(-100, 100, places=2).map(Fraction), max_size=4)  # as policies say


@given(value=SHARES, limits=LIMITS, places=st.integers(0, 4))
def test_points_are_rounded_in_as_few_places_as_keep_their_side(value, limits, places):
    text = numbers.show_points(value, limits, places)
    own = len(text.partition(".")[2])
    assert own >= places and text == numbers.fixed(value, own)

    def keeps(shown: Fraction) -> bool:
        return all((shown > each, shown < each) == (value > each, value < each) for each in limits)

    assert keeps(Fraction(text))
    assert not any(keeps(Fraction(numbers.fixed(value, fewer))) for fewer in range(places, own))
