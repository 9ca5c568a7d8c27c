"""One rule by which counts of people are told or not, wherever one is said."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from projects.values.people import counts_people
from supervision.public.places import standing
from supervision.published.beside import Beside, Share
from supervision.published.disclosure import Count, all_told, few, in_place_of, told
from supervision.published.monthly_change import counted
from supervision.status_sheet.figures import served

# A count, and whether it is too small to be said.
TABLE = [(0, False), (1, True), (9, True), (10, False), (11, False)]


def kept(*values, baseline=0):
    found = told((Count(Decimal(value)) for value in values), Decimal(baseline))
    return [value for value in values if Count(Decimal(value)) in found]


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_from_one_to_nine_is_few_whichever_way_it_goes(count, withheld):
    assert few(count) == few(-count) == withheld


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_in_all_and_since_the_baseline(count, withheld):
    assert (kept(count) == []) is withheld
    assert (kept(375 + count, baseline=375) == []) is withheld
    assert (kept(375 - count, baseline=375) == []) is withheld


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_what_a_month_brought(count, withheld):
    assert (kept(100, 100 + count) == [100]) is withheld or count == 0
    assert kept(100, 100) == [100, 100], "that nothing came is told"


def test_what_was_told_once_is_not_taken_back():
    months = [4, 12, 15, 21, 22, 40, 38]
    for until in range(1, len(months)):
        assert kept(*months)[: len(kept(*months[:until]))] == kept(*months[:until])
    assert kept(*months) == [12, 22, 40]


@pytest.mark.parametrize("version", [33, 27])
def test_a_correction_by_a_few_is_not_told_beside_the_first(version):
    assert kept(30, version) == [30]


def test_of_a_share_those_who_are_left_are_a_count_too():
    beside = Beside(sensitive=True, people={"参保": True})
    beside.shares["参保"] = [
        Share("2023-03", Decimal(500), Decimal(1000)),
        Share("2023-06", Decimal(995), Decimal(1000)),
        Share("2023-09", Decimal(1000), Decimal(1000)),
    ]
    facts = {
        "name": "参保",
        "kind": "coverage",
        "readings": {"2023-03": {"value": "50"}, "2023-06": {"value": "99.5"}},
    }
    assert beside.untold(facts) == {"99.5": "不公布"}
    assert beside.whole_of("参保", "2023-03", Decimal(50)) is None


def test_what_stands_in_its_place_says_no_more_than_is_so():
    assert (in_place_of(Decimal(7)), in_place_of(Decimal(33))) == ("不足10", "不公布")
    assert in_place_of(Decimal(380), Decimal(375)) == "不足10"


def test_a_sum_is_told_where_all_its_terms_are():
    assert (
        all_told(["12", "20"]) and not all_told(["12", "不足10"]) and not all_told(["不公布", "12"])
    )


@pytest.mark.parametrize(
    ("measure", "people"),
    [("人", True), ("人次", True), ("户", True), ("例", True), ("所", False), ("件", False)],
)
def test_the_measure_says_whether_people_are_counted(measure, people):
    assert counts_people(measure) is people


def test_of_a_count_that_is_not_told_not_even_whether_it_moved():
    def facts(**readings):
        read = {f"2023-{month[1:]}": {"value": value} for month, value in readings.items()}
        return {
            "name": "救助",
            "measure": "人",
            "baseline": "0",
            "plan": {"a": 1},
            "readings": read,
        }

    still = counted(facts(m08="不公布", m09="不公布"), facts(m08="不公布"), "2023-08", "2023-09")
    moved = counted(facts(m08="20", m09="不公布"), facts(m08="20"), "2023-08", "2023-09")
    assert still == moved == "救助人数按规定不公布"
    told_again = counted(facts(m08="不公布", m09="40"), facts(m08="不公布"), "2023-08", "2023-09")
    assert told_again == "救助累计40人"


@pytest.mark.parametrize(("count", "withheld"), TABLE)
def test_how_many_a_service_served(count, withheld):
    def line(people):
        readings = {"2023-09": SimpleNamespace(served=count)}
        beside = Beside(sensitive=True, people={"救助": people})
        facts = {"name": "救助"}
        return SimpleNamespace(readings=readings, beside=beside, facts=facts, measure="人")

    assert served(line(people=True)) == (f"，服务{'不足10' if withheld else count}人")
    assert served(line(people=False)) == f"，服务{count}人"


@pytest.mark.parametrize("people", [True, False])
def test_places_that_stand_for_people_say_nothing(people):
    target = SimpleNamespace(project=SimpleNamespace(sensitive=True), counts_people=people)
    site = SimpleNamespace(
        target=target, done="2023-08", planned="2023-08", first_planned="", whole=True
    )
    assert (standing(site, "2023-09")[0] == "withheld") is people
