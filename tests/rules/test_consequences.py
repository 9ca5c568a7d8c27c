"""What cards in months running lead to: shown to the office, never a colour."""

import pytest

from supervision.rules import PRESETS
from supervision.rules.consequences import triggered


def cards(**by_month):
    return [(f"2023-{month[1:]}", colour) for month, colour in by_month.items()]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    "cards, then",
    [
        (cards(m08="yellow", m09="yellow"), ["通报批评"]),
        (cards(m09="yellow", m08="yellow"), ["通报批评"]),
        (cards(m07="yellow", m09="yellow"), []),
        (cards(m08="red", m09="yellow"), ["通报批评"]),
        (cards(m08="yellow", m09="red"), ["约谈"]),
        (cards(m08="red", m09="blue"), []),
        (cards(m08="yellow", m09=None), []),
        (cards(m08="yellow", m09="yellow", m10="blue"), ["通报批评"]),
        ([], []),
    ],
)
def test_consequences_name_the_months_that_led_to_them(preset, cards, then):
    found = triggered(PRESETS[preset], cards, "2023-09")
    assert [each.consequence.then for each in found] == then
    for each in found:
        assert each.months == ("2023-08", "2023-09")[-len(each.consequence.run) :]


def test_a_run_goes_over_the_year_end():
    found = triggered(PRESETS["三色"], [("2022-12", "red"), ("2023-01", "yellow")], "2023-01")
    assert [each.months for each in found] == [("2022-12", "2023-01")]
