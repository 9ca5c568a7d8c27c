"""Passwords: what may be one, how it is typed, kept and changed; what else is drawn by chance."""

import hashlib
import math
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.test import Client

from config.sessions import SessionStore
from projects.models import User
from projects.sheets import people
from tests.config.test_settings import ROOT
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
OWN = "/admin/password_change/"


def changed(client, new: str, old: str = PASSWORD):
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(OWN, data)


@pytest.mark.parametrize(
    "weak",
    ["minsheng2023", "Jining-Duban-01", "admin@portal2024", "民生实事20232024", "qwerty123456"],
)
def test_words_that_everybody_here_knows_are_no_password(sign_in, world, weak):
    answer = changed(sign_in(world.owner), weak)
    assert answer.status_code == 400
    world.owner.refresh_from_db()
    assert world.owner.check_password(PASSWORD)


def test_such_words_within_a_longer_one_are_nothing_bad(sign_in, world):
    assert changed(sign_in(world.owner), "the minsheng of yesterday").status_code == 302


def test_the_present_one_is_asked_for(sign_in, world):
    answer = changed(sign_in(world.owner), "a wholly other passphrase", old="wrong")
    assert answer.status_code == 400 and "旧密码" in answer.content.decode()
    world.owner.refresh_from_db()
    assert world.owner.check_password(PASSWORD)


def test_it_is_taken_to_the_letter_and_at_any_length(sign_in, world):
    long = " " + "长 Passphrase, 含空格 " * 8
    assert len(long) > 128
    assert changed(sign_in(world.owner), long).status_code == 302
    for given, signed_in in ((long.strip(), False), (long.lower(), False), (long, True)):
        client = Client()
        client.post("/admin/login/", {"username": "owner", "password": given})
        assert (client.get("/admin/").status_code == 200) is signed_in


@pytest.mark.parametrize("page", ["/admin/login/", OWN])
def test_typing_is_covered_and_pasting_and_password_managers_work(sign_in, world, page):
    text = (Client() if "login" in page else sign_in(world.owner)).get(page).content.decode()
    fields = re.findall(r"<input[^>]*password[^>]*>", text)
    assert fields and all('type="password"' in field for field in fields if "name=" in field)
    for field in fields:
        assert "onpaste" not in field and 'autocomplete="off"' not in field
        assert "maxlength" not in field
    scripts = "".join(each.read_text() for each in (ROOT / "static").rglob("*.js"))
    assert not re.search(r"type *=== *.password.[^;]*paste", scripts)


def test_no_account_ships(transactional_db):
    User.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert not User.objects.exists()


def test_a_reset_leaves_the_second_step(sign_in, world):
    Authenticator.objects.create(user=world.owner, type="totp", data={"secret": "x"})
    data = {"password1": "another long passphrase", "usable_password": "true"}
    data["password2"] = data["password1"]
    here = f"/admin/projects/user/{world.owner.pk}/password/"
    assert sign_in(world.administrator).post(here, data).status_code == 302
    assert Authenticator.objects.filter(user=world.owner, type="totp").exists()


def test_they_are_hashed_at_django_s_own_rounds():
    assert "PASSWORD_HASHERS" not in (ROOT / "config/settings.py").read_text()
    assert PBKDF2PasswordHasher.iterations >= 600_000
    assert PBKDF2PasswordHasher.digest is hashlib.sha256


def test_what_may_not_be_guessed_is_long_and_never_twice_the_same():
    keys = {SessionStore()._get_new_session_key() for _ in range(100)}
    assert len(keys) == 100 and {len(key) for key in keys} == {32}
    phones = {generate_totp_secret() for _ in range(100)}
    assert len(phones) == 100 and {5 * len(key) for key in phones} == {160}  # base32
    seeds = {RecoveryCodes(None).generate_seed() for _ in range(100)}
    assert len(seeds) == 100 and {4 * len(seed) for seed in seeds} == {320}  # hexadecimal
    first = {people.first_password() for _ in range(100)}
    assert len(first) == 100
    assert 12 * math.log2(len(people.SIGNS)) > 59  # for one use, behind the lock-out


@pytest.mark.parametrize("page", ["/admin/", "/admin/supervision/report/", "/admin/sessions/", OWN])
def test_signing_out_stands_on_every_page_and_leaves_nothing_in_the_browser(sign_in, world, page):
    client = sign_in(world.owner)
    assert 'action="/admin/logout/"' in client.get(page).content.decode()
    assert client.post("/admin/logout/")["Clear-Site-Data"] == '"storage"'
