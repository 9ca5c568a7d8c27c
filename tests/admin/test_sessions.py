"""How long a session lasts, what ends it at once, and what becomes of a form typed meanwhile."""

import datetime as dt
import html
import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from supervision.models import Submission
from tests.admin.typed import fill_url, full_sheet
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture
def wait(monkeypatch):
    """Let real time pass: sessions do not go by the demonstration's clock."""
    passed, real = dt.timedelta(), timezone.now

    def later(**kw):
        nonlocal passed
        passed += dt.timedelta(**kw)

    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + passed)
    return later


def test_half_an_hour_without_a_request_ends_it(sign_in, world, wait):
    client = sign_in(world.owner)
    for _ in range(3):
        wait(minutes=29)
        assert client.get("/admin/").status_code == 200
    wait(minutes=31)
    answer = client.get("/admin/supervision/report/")
    assert answer.url == f"{LOGIN}?next=%2Fadmin%2Fsupervision%2Freport%2F&ended=idle"
    assert "超过30分钟没有操作" in client.get(answer.url).content.decode()


def test_one_begun_under_a_clock_that_ran_ahead_ends(sign_in, world, wait):
    wait(days=2900)
    client = sign_in(world.owner)
    assert client.get("/admin/").status_code == 200
    wait(days=-2900)
    assert client.get("/admin/").status_code == 302


def test_ten_hours_after_signing_in_it_ends_however_busy(sign_in, world, wait):
    client = sign_in(world.owner)
    for _ in range(23):
        wait(minutes=25)
        assert client.get("/admin/").status_code == 200
    wait(minutes=26)
    answer = client.get("/admin/")
    assert answer.url == f"{LOGIN}?next=%2Fadmin%2F&ended=whole"
    assert "登录已满10小时" in client.get(answer.url).content.decode()


def test_the_limits_are_settings(sign_in, world, wait, settings):
    settings.SESSION_COOKIE_AGE, settings.SESSION_LONGEST = 300, 3600
    client = sign_in(world.owner)
    wait(minutes=6)
    assert "ended=idle" in client.get("/admin/").url


def test_signing_in_for_the_first_time_says_nothing_of_ending(client, db):
    assert "登录已" not in client.get(LOGIN).content.decode()
    assert client.get("/admin/").url == f"{LOGIN}?next=/admin/"


def carried(page: str) -> str:
    return html.unescape(re.search(r'name="kept" value="([^"]+)"', page)[1])


def again(page: str) -> tuple[str, dict]:
    """The form to be sent again: its address and its fields."""
    form = re.search(r'<form method="post" action="([^"]+)" class="sheet">.*?</form>', page, re.S)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0], re.S)
    data: dict[str, list] = {}
    for name, value in found:
        data.setdefault(name, []).append(html.unescape(value))
    return form[1], data


def test_a_form_sent_too_late_is_kept_and_sent_again_after_signing_in(sign_in, world, wait):
    client = sign_in(world.owner)
    wait(minutes=31)
    late = client.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    assert late.status_code == 403
    assert "刚才提交的内容还没有保存，但没有丢" in late.content.decode()
    assert not Submission.objects.exists()
    who = {"username": "owner", "password": PASSWORD, "kept": carried(late.content.decode())}
    entered = client.post(LOGIN, who, follow=True)
    assert "继续提交" in entered.content.decode()
    address, data = again(entered.content.decode())
    assert address == fill_url(world.report)
    assert client.post(address, data).status_code == 302
    assert Submission.objects.get().progress.startswith("9月完成二十间教室")


def test_a_wrong_password_meanwhile_loses_nothing(sign_in, world, wait):
    client = sign_in(world.owner)
    wait(minutes=31)
    late = client.post(fill_url(world.report), full_sheet(world)).content.decode()
    wrong = client.post(LOGIN, {"username": "owner", "password": "x", "kept": carried(late)})
    assert carried(wrong.content.decode()) == carried(late)


def test_secrets_are_not_carried(sign_in, world, wait):
    client = sign_in(world.owner)
    wait(minutes=31)
    typed = {"old_password": "s3cret-old", "new_password1": "s3cret-new", "next": "x"}
    late = client.post("/admin/password_change/", typed)
    who = {"username": "owner", "password": PASSWORD, "kept": carried(late.content.decode())}
    entered = client.post(LOGIN, who, follow=True).content.decode()
    assert "继续提交" in entered and "s3cret" not in entered


def test_what_was_not_kept_by_us_is_not_sent_again(world):
    client = Client()
    who = {"username": "owner", "password": PASSWORD, "kept": "forged:1:2", "next": "/admin/"}
    assert client.post(LOGIN, who).url == "/admin/"


def test_signing_in_leads_to_no_other_site(world):
    who = {"username": "owner", "password": PASSWORD, "next": "https://example.com/"}
    assert Client().post(LOGIN, who).url == "/admin/"


def test_shutting_an_account_ends_its_sessions_at_the_next_request(sign_in, world):
    owner, admin = sign_in(world.owner), sign_in(world.administrator)
    form = {"username": "owner", "name": "演示owner", "is_active": ""}
    inlines = {f"posts-{name}": value for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}
    here = f"/admin/projects/user/{world.owner.pk}/change/"
    assert admin.post(here, {**form, **inlines}).status_code == 302
    assert LOGIN in owner.get("/admin/").url


def test_so_does_shutting_it_past_the_admin(sign_in, world):
    owner = sign_in(world.owner)
    type(world.owner).objects.filter(pk=world.owner.pk).update(is_active=False)
    assert LOGIN in owner.get("/admin/").url
    assert (
        "username"
        in owner.post(LOGIN, {"username": "owner", "password": PASSWORD}).content.decode()
    )


def test_a_password_set_by_the_administrator_ends_the_sessions(sign_in, world):
    owner, admin = sign_in(world.owner), sign_in(world.administrator)
    new = {"password1": "another long passphrase", "password2": "another long passphrase"}
    here = f"/admin/projects/user/{world.owner.pk}/password/"
    assert admin.post(here, new).status_code == 302
    assert LOGIN in owner.get("/admin/").url


def test_a_role_taken_away_holds_from_the_next_request(sign_in, world):
    officer = sign_in(world.officer)
    assert officer.get("/admin/office/").status_code == 200
    world.officer.groups.remove(Group.objects.get(name="督查"))
    assert officer.get("/admin/office/").status_code == 404
