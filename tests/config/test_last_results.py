"""What a finished year reached is the next draft's baseline: accepted figures, and no others."""

from decimal import Decimal

import pytest

from config.last_results import reached
from projects.drafting.actions.nextyear import start_from
from tests.drafting.lists import projects
from tests.factories import make_programme, moment
from tests.finished import accepted, make_finished_year, propose

pytestmark = pytest.mark.django_db
AFTER = "2024-03-01 10:00"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_CLOCK = moment(AFTER)


@pytest.fixture
def year():
    return make_finished_year()


def baselines(year) -> dict[str, str]:
    drafting = start_from(
        programme=year.programme, projects=year.programme.projects.all(), by=year.officer,
        at=moment(AFTER),
    )  # fmt: skip
    rows = projects(drafting)
    return {row.content.project.title: row.content.project.targets[0].baseline for row in rows}


def reopen_december(year) -> None:
    year.programme.periods.filter(month="2023-12").update(
        published_at=None, signer="", basis="", closed_at=None, bulletin_number=None,
        data_version="",
    )  # fmt: skip


def test_a_year_that_is_over_gives_what_each_project_last_stood_at(year):
    assert reached(year.programme) == {
        (year.kept.pk, "改造数量"): Decimal(149),
        (year.late.pk, "改造数量"): Decimal(80),
    }


def test_the_next_draft_counts_on_from_there_where_this_one_counted_on(year):
    terms = year.kept.targets.get().terms.get()
    terms.pk, terms.version, terms.baseline = None, 2, Decimal(100)
    terms.save(force_insert=True)
    assert baselines(year) == {"教室照明": "149", "路灯改造": ""}


def test_before_its_end_only_what_passed_its_acceptance_is_given(year):
    reopen_december(year)
    assert reached(year.programme) == {}
    propose(year, year.kept)
    assert reached(year.programme) == {}, "it waits to be confirmed"


def test_an_acceptance_counts_before_the_year_is_over(year):
    reopen_december(year)
    accepted(year, year.kept, at="2024-01-16 10:00")
    assert reached(year.programme) == {(year.kept.pk, "改造数量"): Decimal(149)}


def test_a_project_that_failed_is_given_at_what_it_reached(year):
    accepted(year, year.late, passed=False)
    assert reached(year.programme)[year.late.pk, "改造数量"] == Decimal(80)


def test_a_list_without_a_closed_month_gives_nothing(year):
    assert reached(make_programme(year=2025)) == {}
