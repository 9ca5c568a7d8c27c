"""验收 on a project's page: only what was confirmed, of a published month, without its file."""

import pytest

from tests.finished import accepted, propose

pytestmark = pytest.mark.django_db


def page(client, project) -> str:
    return client.get(f"/2023/{project.number}/").content.decode()


def test_a_confirmed_one_is_told_with_body_day_and_document_but_no_file(client, year):
    acceptance = accepted(year, year.kept)
    shown = page(client, year.kept)
    assert '<h2 id="acceptance">通过验收</h2>' in shown
    assert "2024年1月15日" in shown and "演示验收组验收，通过，演示验〔2024〕1号。" in shown
    assert acceptance.name not in shown and acceptance.file.name not in shown


def test_one_that_waits_or_was_sent_away_is_not_told(client, year):
    propose(year, year.late, passed=False)
    assert 'id="acceptance"' not in page(client, year.late)


def test_a_refusal_stays_below_the_acceptance_that_came_after(client, year):
    accepted(year, year.late, passed=False)
    shown = page(client, year.late)
    assert '<h2 id="acceptance">未通过验收</h2>' in shown and "现场抽查有12盏不亮" in shown
    accepted(year, year.late, "2024-03-01 10:00", held="2024-02-28", reason="复验合格")
    shown = page(client, year.late)
    assert '<h2 id="acceptance">通过验收</h2>' in shown
    assert shown.index("复验合格") < shown.index("现场抽查有12盏不亮")


def test_it_waits_for_its_month_to_be_published(client, year):
    december = year.programme.periods.get(month="2023-12")
    december.published_at, december.signer, december.basis = None, "", ""
    december.save()
    accepted(year, year.late, passed=False)
    accepted(year, year.kept, held="2023-11-28")
    assert 'id="acceptance"' not in page(client, year.late)
    assert 'id="acceptance"' in page(client, year.kept)


def test_a_year_taken_back_to_draft_shows_nothing(client, year):
    accepted(year, year.kept)
    year.programme.state = "draft"
    year.programme.save()
    assert client.get("/2023/1/").status_code == 404
    assert not type(year.kept.acceptances.get()).public.exists()
