"""数据版本号 names a state of a month's public cards and gives nothing of them away."""

import hashlib

import pytest

from supervision.actions import periods
from supervision.models.period import data_version_of
from tests.factories import moment
from tests.overriding import overridden

STATES = [("sha256:ab", "blue"), ("sha256:cd", "red")]


def test_it_is_short_and_the_same_for_the_same_cards():
    assert data_version_of(STATES) == data_version_of(list(STATES))
    assert len(data_version_of(STATES)) == 12


@pytest.mark.parametrize(
    "other", [STATES[:1], STATES[::-1], [("sha256:ab", "yellow"), ("sha256:cd", "red")]]
)
def test_other_cards_or_colours_are_another_version(other):
    assert data_version_of(other) != data_version_of(STATES)


def test_it_cannot_be_computed_by_an_outsider(settings):
    """With a small count withheld, nine guesses at it would otherwise find the version."""
    before = data_version_of(STATES)
    for text in ("sha256:absha256:cd", "ab", "cd"):
        assert hashlib.sha256(text.encode()).hexdigest()[:12] != before
    settings.SECRET_KEY = "another key"
    assert data_version_of(STATES) != before


def test_a_confirmed_override_makes_another_version(month):
    at = moment("2023-10-12 09:00")
    periods.close_month(period=month.period, by=None, at=moment("2023-10-10 16:00"))
    periods.publish_month(period=month.period, signer="演示", basis="演示会议", by=None, at=at)
    month.period.refresh_from_db()
    before = month.period.data_version
    overridden(month.project, by=month.officer, at=at)
    month.period.refresh_from_db()
    assert month.period.data_version != before


def test_closing_under_an_override_counts_its_colour(month):
    overridden(month.project, by=month.officer, at=moment("2023-10-09 09:00"))
    at = moment("2023-10-10 16:00")
    period = periods.close_month(period=month.period, by=None, at=at)
    assert period.counts["blue"] == 1
    before = period.data_version
    period = periods.publish_month(period=period, signer="演示", basis="演示会议", by=None, at=at)
    period.refresh_from_db()
    assert period.data_version == before
