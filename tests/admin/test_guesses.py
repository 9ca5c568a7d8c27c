"""Guessing passwords: few reach the hasher, and nobody is locked out by strangers."""

import datetime as dt

import pytest
from axes.models import AccessFailureLog
from django.contrib.auth import hashers
from django.test import Client, RequestFactory
from django.utils import timezone

from projects.accounts import guesses
from projects.values.network import network_of
from tests.dice import times
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture
def hashed(monkeypatch):
    """What reached the hasher."""
    seen, real = [], hashers.verify_password

    def verify(password, *given, **kw):
        seen.append(password)
        return real(password, *given, **kw)

    monkeypatch.setattr(hashers, "verify_password", verify)
    return seen


def guess(username, address, client=None, password="wrong"):
    data = {"username": username, "password": password}
    return (client or Client()).post(LOGIN, data, REMOTE_ADDR=address)


def is_locked(response) -> bool:
    return "账号暂时锁定" in response.content.decode()


def test_guesses_at_one_account_from_everywhere(hashed):
    make_user("owner")
    for number in range(250 * times(4)):
        guess("owner", f"10.0.{number % 250}.7")
    assert 5 <= len(hashed) <= 20


def test_one_address_trying_every_name(hashed):
    for number in range(60):
        guess(f"name{number}", "10.0.0.9")
    assert AccessFailureLog.objects.count() == guesses.OF_A_NETWORK
    assert is_locked(guess("another", "10.0.0.9"))
    assert not is_locked(guess("another", "10.0.0.10"))


def test_a_network_of_ipv6_is_one(hashed):
    for number in range(60):
        guess(f"name{number}", f"2001:db8:1:2:{number:x}::1")
    assert AccessFailureLog.objects.count() == guesses.OF_A_NETWORK
    assert not is_locked(guess("another", "2001:db8:1:3::1"))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_networks(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_a_known_device_is_not_locked_out_by_strangers(hashed):
    make_user("owner")
    own = Client()
    assert guess("owner", "10.0.0.1", own, PASSWORD).status_code == 302
    cookie = own.cookies["device"]
    assert cookie["httponly"] and cookie["path"] == "/admin/" and cookie["samesite"] == "Lax"
    own.post("/admin/logout/")
    for number in range(100):  # from its own network too
        guess("owner", f"10.0.0.{number % 50}")
    assert is_locked(guess("owner", "10.9.9.9", password=PASSWORD))
    assert guess("owner", "10.0.0.1", own, PASSWORD).status_code == 302
    assert guess("owner", "10.8.8.8", own, PASSWORD).status_code == 302


def test_a_known_device_has_its_own_limit_and_is_known_for_its_person_alone(hashed):
    make_user("owner"), make_user("colleague")
    own = Client()
    guess("owner", "10.0.0.1", own, PASSWORD)
    own.post("/admin/logout/")
    for _ in range(5):
        guess("owner", "10.0.0.1", own)
    assert is_locked(guess("owner", "10.0.0.1", own, PASSWORD))
    assert guess("owner", "10.7.7.7", password=PASSWORD).status_code == 302  # another is free
    for number in range(40):
        guess("colleague", f"10.1.0.{number}")
    assert is_locked(guess("colleague", "10.0.0.2", own, PASSWORD))


def test_a_forged_device_is_not_known():
    make_user("owner")
    client = Client()
    client.cookies["device"] = "forged"
    for number in range(12):
        guess("owner", f"10.0.1.{number}")
    assert is_locked(guess("owner", "10.0.2.1", client, PASSWORD))


def test_after_an_hour_it_is_over_and_forgotten():
    make_user("owner")
    for number in range(12):
        guess("owner", f"10.0.1.{number}")
    AccessFailureLog.objects.update(attempt_time=timezone.now() - dt.timedelta(hours=3))
    assert guess("owner", "10.0.2.1", password=PASSWORD).status_code == 302
    assert guesses.forget() == guesses.OF_AN_ACCOUNT
