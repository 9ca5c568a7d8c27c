"""Who was refused what stands in the security log, and nowhere else."""

import json

import pytest
from django.test import Client

from tests.admin.conftest import CLOCK, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.DEMO_CLOCK = CLOCK
    settings.TRUSTED_PROXIES = 1
    return make_world()


@pytest.fixture
def told(caplog):
    """The lines of the log, read as a program reads them."""
    return lambda: [json.loads(r.getMessage()) for r in caplog.records if r.name == "security"]


def browser(person=None, **given) -> Client:
    client = Client(headers={"x-forwarded-for": "192.0.2.7"}, **given)
    if person:
        client.force_login(person)
    return client


def test_another_unit_s_report_is_refused_by_name_address_and_path(world, told):
    path = f"/admin/supervision/report/{world.report.pk}/change/"
    assert browser(world.stranger).get(path, {"x": "一\n二"}).status_code == 404
    [line] = told()
    assert line == {
        "event": "refused", "status": 404, "method": "GET",
        "path": f"{path}?x=%E4%B8%80%0A%E4%BA%8C", "account": "stranger", "address": "192.0.2.7",
    }  # fmt: skip


def test_what_another_may_do_is_refused_by_name(world, told):
    path = f"/admin/supervision/period/{world.period.pk}/close/"
    assert browser(world.stranger).post(path).status_code == 404
    assert [(line["account"], line["method"]) for line in told()] == [("stranger", "POST")]


def test_a_forged_form_is_told_with_and_without_an_account(world, told):
    for person in (world.owner, None):
        forged = browser(person, enforce_csrf_checks=True)
        assert forged.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 403
    assert [(line["account"], line["status"]) for line in told()] == [("owner", 403), ("", 403)]


def test_what_is_answered_and_what_strangers_try_leaves_no_line(world, told):
    assert browser(world.owner).get("/admin/").status_code == 200
    browser().get("/admin/nothing/here/")
    browser().get("/2023/999/")
    assert told() == []


def test_no_line_is_forged_by_an_address(world, caplog):
    browser(world.stranger).get("/admin/x%0A%0D%C2%85%E2%80%A8root signed in/")
    lines = [r.getMessage() for r in caplog.records if r.name == "security"]
    assert len(lines) == 1 and len(lines[0].splitlines()) == 1
