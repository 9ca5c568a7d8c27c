"""The rules scored by how the year went, on facts whose outcome is known."""

import pytest

from supervision.yearend.scores import ANY, scores
from tests.factories import make_officer, make_programme, make_project
from tests.public.months import held, make_card, make_month, quantity, service

pytestmark = pytest.mark.django_db
EVEN = held({f"2023-{month:02d}": str(month * 10) for month in range(1, 13)} | {"2023-12": "120"})
# Of 120 by December: by month, what is done.
COURSES = {
    "按期": {month: month * 10 for month in range(1, 13)},
    "虚惊": {1: 10, 2: 20, 3: 20, 4: 20, 5: 50, 12: 120},
    "早知道": {1: 10, 2: 20, 3: 25, 12: 100},
    "最后才知道": {month: month * 10 for month in range(1, 12)} | {12: 119},
}


@pytest.fixture
def programme():
    programme = make_programme()
    projects = {name: make_project(programme, title=name) for name in COURSES}
    for month in range(1, 13):
        period = make_month(programme, f"2023-{month:02d}", stage="closed")
        for name, course in COURSES.items():
            known = {f"2023-{m:02d}": str(value) for m, value in course.items() if m <= month}
            make_card(
                period, projects[name], quantity("照明", target="120", plan=EVEN, readings=known)
            )
    return programme


def by_title(programme, preset="三色"):
    return {score.title: score for score in scores(programme).presets[preset]}


def test_the_gap_rule_warned_of_one_missed_one_and_cried_once(programme):
    behind = by_title(programme)["落后于计划"]
    assert [due.project[3:] for due in behind.warned] == ["早知道"]
    assert [due.project[3:] for due in behind.missed] == ["最后才知道"]
    assert [due.project[3:] for due in behind.in_vain] == ["虚惊"]
    assert behind.lead == "8", "20 of 40 in April, ten points: eight months before December"


def test_a_stricter_preset_speaks_earlier_and_all_rules_together_are_told(programme):
    assert by_title(programme, "阶梯")["落后于计划"].lead == "8"
    found = scores(programme)
    assert (found.due, found.failed, found.until) == (4, 2, "2023-12")
    every = by_title(programme)[ANY]
    assert len(every.warned) + len(every.missed) == 2


def test_what_is_not_due_yet_is_not_scored(programme):
    other = make_programme(2024)
    period = make_month(other, "2024-03", stage="closed")
    late = quantity("照明", start="2024-01", due="2024-12-31", readings={},
                    plan={"2024-03": "20", "2024-12": "149"})  # fmt: skip
    make_card(period, make_project(other), late, service())
    assert scores(other).due == 0


def test_the_office_reads_it_from_the_year_s_page(programme, client):
    client.force_login(make_officer())
    assert "规则的准头" in client.get("/admin/office/yearend/?year=2023").content.decode()
    page = client.get("/admin/office/yearend/scores/?year=2023").content.decode()
    assert "4项，其中2项到期没有完成" in page and "最后才知道：照明" in page
    empty = client.get("/admin/office/yearend/scores/?year=2024")
    assert empty.status_code == 404
