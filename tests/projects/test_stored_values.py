"""A value of a row as the ledger hashes it, and as a difference tells it."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db import models

from projects.ledger.chain import stored
from projects.ledger.differences import DATA, EMPTY, LONGEST, value_of

MIDNIGHT = dt.datetime(2023, 10, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = models.DecimalField(max_digits=8, decimal_places=2)
CHOICE = models.CharField(choices=[("lead", "牵头")])


def as_text(how, field: models.Field, value):
    field.set_attributes_from_name("value")
    return how(field, SimpleNamespace(value=value))


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (NUMBER, Decimal(5), "5.00"),
        (NUMBER, "5.1", "5.10"),
        (models.DateTimeField(), MIDNIGHT, "2023-09-30T16:00:00.000000+00:00"),
        (models.DateField(), dt.date(2023, 9, 30), "2023-09-30"),
        (models.BooleanField(), True, True),
        (models.IntegerField(), "3", 3),
        (models.CharField(), "甲", "甲"),
        (models.CharField(), None, None),
    ],
)
def test_a_value_is_hashed_as_any_database_reads_it(field, value, text):
    found = as_text(stored, field, value)
    assert (found, type(found)) == (text, type(text))


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (models.CharField(), None, EMPTY),
        (models.CharField(), "", EMPTY),
        (models.BooleanField(), True, "是"),
        (models.BooleanField(), False, "否"),
        (NUMBER, Decimal("5.00"), "5"),
        (models.JSONField(), {"a": 1}, DATA),
        (models.JSONField(), [1], DATA),
        (models.TextField(), '{"a":1}', DATA),
        (CHOICE, "lead", "牵头"),
        (models.TextField(), "一\n 二", "一 二"),
        (models.TextField(), "字" * LONGEST, "字" * LONGEST),
        (models.TextField(), "字" * (LONGEST + 1), "字" * (LONGEST - 1) + "…"),
    ],
)
def test_a_difference_tells_a_value_in_words(field, value, text):
    assert as_text(value_of, field, value) == text
