"""Between preview and confirmation: for one person, one month, one hour; nothing stays behind."""

import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.spreadsheets import kept
from tests.admin.workbook import book as b
from tests.factories import make_period, make_project, make_report, make_target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def kept_files() -> list[str]:
    if not default_storage.exists(kept.FOLDER):
        return []
    return default_storage.listdir(kept.FOLDER)[1]


@pytest.fixture
def preview(owner, world):
    return b.upload(owner, world, b.filled(b.download(owner, world)))


def untouched(world) -> bool:
    world.report.refresh_from_db()
    return world.report.draft == {}


def test_what_was_kept_is_gone_once_it_is_written(owner, world, preview):
    assert len(kept_files()) == 1
    b.confirm(owner, world, preview)
    assert kept_files() == []
    again = b.confirm(owner, world, preview)
    assert again.status_code == 400 and kept.GONE in b.said(again)


def test_nobody_confirms_or_takes_what_another_uploaded(world, sign_in, preview):
    for person in (world.colleague, world.stranger):
        for step in ("confirm/", "marked/"):
            answer = b.post(sign_in(person), world, preview, step)
            assert answer.status_code == 400 and kept.GONE in b.said(answer)
    assert untouched(world)


def test_a_preview_is_for_its_own_month(owner, world, preview):
    month = make_period(world.programme, "2023-08")
    make_report(month, world.project, world.unit)
    token = re.search(r'name="token" value="([^"]+)"', b.said(preview))[1]
    answer = owner.post(b.page_url(month) + "confirm/", {"token": token})
    assert answer.status_code == 400 and kept.GONE in b.said(answer)


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\x00"])
def test_a_made_up_token_opens_nothing(owner, world, preview, token):
    answer = owner.post(b.page_url(world.period) + "confirm/", {"token": token})
    assert answer.status_code == 400 and untouched(world)


def test_after_an_hour_it_has_to_be_uploaded_again(owner, world, preview, monkeypatch):
    monkeypatch.setattr(kept, "KEPT_SECONDS", -1)
    answer = b.confirm(owner, world, preview)
    assert answer.status_code == 400 and kept.GONE in b.said(answer) and untouched(world)
    kept.sweep()
    assert kept_files() == []


def test_posted_fields_that_the_page_does_not_offer_change_nothing(owner, world, preview):
    extra = {"state": "accepted", "unit": world.stranger_report.unit_id, "draft": "{}"}
    b.confirm(owner, world, preview, **extra)
    world.report.refresh_from_db()
    assert (world.report.state, world.report.unit) == ("draft", world.unit)


def queries(owner, world) -> int:
    book = b.filled(b.download(owner, world))
    with CaptureQueriesContext(connection) as counted:
        assert b.upload(owner, world, book).status_code == 200
    return len(counted)


def test_the_number_of_queries_does_not_grow_with_the_projects(owner, world):
    few = queries(owner, world)
    for number in range(10, 16):
        project = make_project(world.programme, unit=world.unit, number=number)
        make_target(project, "甲", plan={"2023-12": "100"})
        make_report(world.period, project, world.unit)
    assert queries(owner, world) == few
