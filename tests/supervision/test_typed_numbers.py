"""Figures as clerks copy them: with their measure, with separators; a strange one is refused."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from projects.values.numbers import BadNumber
from supervision.published.bulletin_values import reported
from supervision.reports.entry.figures import number_typed


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("3所", "所", "3"),
        ("３ 所", "所", "3"),
        ("1,024", "户", "1024"),
        ("1，024户", "户", "1024"),
        ("12,345,678.5", "平方米", "12345678.5"),
        ("2.4公里", "公里", "2.4"),
        ("7", "", "7"),
    ],
)
def test_what_a_clerk_copies_is_read(text, measure, value):
    assert number_typed(text, measure) == Decimal(value)


@pytest.mark.parametrize("text", ["3户", "1,02", "12,34", "三所", "3所4", "-3所", ""])
def test_what_may_mean_two_things_is_refused_as_it_was_typed(text):
    with pytest.raises(BadNumber) as refused:
        number_typed(text, "所")
    assert text in str(refused.value)


def test_late_and_missing_stand_in_the_order_of_the_list():
    late = [("2023-09", "19. 甲"), ("2023-09", "3. 乙")]
    records = [SimpleNamespace(unit="住建", late=late), SimpleNamespace(
        unit="教育", late=[("2023-09", "10. 丙")]
    )]  # fmt: skip
    assert reported(records, "late") == [
        "第3项“乙”（住建）",
        "第10项“丙”（教育）",
        "第19项“甲”（住建）",
    ]
