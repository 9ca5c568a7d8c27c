"""One limit under which counts of people are not said, wherever one is said."""

from types import SimpleNamespace

import pytest

from supervision.public.places import standing
from supervision.published.monthly_change import counted
from supervision.published.shown import small
from supervision.published.wording import few
from supervision.status_sheet.figures import increment, served

# A count, and whether it is too small to be said.
TABLE = [(0, False), (1, True), (9, True), (10, False), (11, False)]


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_from_one_to_nine_is_few_whichever_way_it_goes(count, withheld):
    assert few(count) == few(-count) == withheld


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_in_all_and_since_the_baseline(count, withheld):
    assert small(str(count)) is withheld
    assert small(str(375 + count), "375") is withheld
    assert small(str(375 - count), "375") is withheld


def test_a_value_that_is_not_there_gives_nothing_away():
    assert not small(None) and not small(None, "375")
    assert small("9", None) and not small("10", None)


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_what_a_month_brought(count, withheld):
    said = counted(facts(100, 100 + count), None, "", "2023-09", sensitive=True)
    assert ("不公布" in said) == withheld
    assert ("（+" in said) == (count > 0 and not withheld)
    told = counted(facts(100, 100 + count), None, "", "2023-09", sensitive=False)
    assert "不公布" not in told


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_what_a_period_added_in_the_status_sheet(count, withheld):
    def line(sensitive):
        judged = {"carried": False, "value": str(100 + count)}
        given = {"facts": facts(100, 100 + count), "judged": judged, "covers": ["2023-09"]}
        return SimpleNamespace(sensitive=sensitive, **given)

    assert increment(line(sensitive=True)) == ("不足10" if withheld else count)
    assert increment(line(sensitive=False)) == count


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_how_many_a_service_served(count, withheld):
    def line(sensitive):
        readings = {"2023-09": SimpleNamespace(served=count)}
        return SimpleNamespace(readings=readings, sensitive=sensitive, measure="人")

    assert served(line(sensitive=True)) == (f"，服务{'不足10' if withheld else count}人")
    assert served(line(sensitive=False)) == f"，服务{count}人"


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_how_many_places_are_open(count, withheld):
    project = SimpleNamespace(sensitive=True)
    site = SimpleNamespace(target=SimpleNamespace(project=project), done="2023-08")
    assert (standing(site, "2023-09", count)[0] == "withheld") is withheld


def facts(baseline: int, value: int) -> dict:
    return {
        "name": "救助",
        "kind": "quantity",
        "measure": "人",
        "baseline": str(baseline),
        "plan": {"2023-09": "1"},
        "readings": {"2023-09": {"value": str(value)}},
    }
