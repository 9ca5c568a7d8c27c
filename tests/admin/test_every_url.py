"""Every address × every kind of person × every method, from the tables of addresses.py."""

import logging

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from projects.models import Event
from tests.admin.addresses import (
    ACTS,
    AT_WORK,
    LEADS_ON,
    NOBODY_S,
    ONLY_READ,
    PEOPLE,
    admitted,
)
from tests.admin.one_of_each import one_of_each
from tests.admin.test_reach import PAGES
from tests.public.test_every_address import ADDRESSES

pytestmark = pytest.mark.django_db

SHOWN, LED_ON, REFUSED = (200,), (302,), (404, 405)
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


def model_s_own(meta) -> dict:
    """What follows from a model's change page: its history; nothing of ours is deleted."""
    start = f"/admin/{meta.app_label}/{meta.model_name}/"
    listed = {**PAGES, **LEADS_ON}
    change = next(
        (a for a in listed if a.startswith(start + "{") and a.endswith("/change/")),
        f"{start}1/change/",
    )
    row = change.removesuffix("change/")
    people = listed.get(change, ())
    return {
        change: (people, SHOWN + LED_ON),
        f"{row}history/": (people, SHOWN + LED_ON),
        f"{row}delete/": ((), SHOWN),
        row: (AT_WORK, LED_ON),
        f"{start}add/": ((), SHOWN),
    }


def addresses() -> dict[str, tuple]:
    """Address → who is answered a GET, and how."""
    found = {}
    for model in admin.site._registry:
        found |= model_s_own(model._meta)
    found |= {address: ((), SHOWN) for address in (*ACTS, *NOBODY_S)}
    for table, answer in ((PAGES, SHOWN), (LEADS_ON, LED_ON)):
        found |= {address: (people, answer) for address, people in table.items()}
    return found


def posting(address: str, people: tuple) -> tuple:
    """Who may post there."""
    return tuple({*people, *ACTS.get(address, ())} - {*ONLY_READ.get(address, ())})


@pytest.fixture(autouse=True)
def quiet():
    """A log line for each of thousands of refusals would take longer than the refusals."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def keys(world):
    return one_of_each(world)


def undone(client: Client, method: str, address: str) -> int:
    """The answer's status, with all that the request wrote undone."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        status = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status


@pytest.mark.parametrize("who", PEOPLE)
def test_each_is_answered_what_the_tables_say_and_refused_the_rest(sign_in, world, keys, who):
    client, before, wrong = sign_in(getattr(world, who)), Event.objects.count(), []
    for address, (people, answer) in addresses().items():
        at = address.format(**keys)
        shown, may_post = admitted(who, people), admitted(who, posting(address, people))
        if not (shown or may_post) and connection.vendor != "sqlite":
            continue  # a refusal asks nothing that those who are let in do not ask too
        if address not in PAGES:  # test_reach has asked for those
            got = undone(client, "get", at) if shown else client.get(at).status_code
            if got not in (answer if shown else REFUSED):
                wrong.append(("GET", address, got))
        if not shown and (got := client.head(at).status_code) not in REFUSED:
            wrong.append(("HEAD", address, got))
        got = undone(client, "post", at) if may_post else client.post(at).status_code
        if got >= 500 or got == 403 or (not may_post and got not in REFUSED):
            wrong.append(("POST", address, got))
    assert wrong == []
    assert Event.objects.count() == before, "a refused request wrote something"


def outsider(who: str, world, sign_in):
    """The anonymous; or a clerk whose account was shut while they were signed in."""
    if who == "anonymous":
        return Client()
    client = sign_in(world.owner)
    world.owner.is_active = False
    world.owner.save()
    return client


@pytest.mark.once
@pytest.mark.parametrize("who", ["anonymous", "disabled"])
def test_who_is_not_signed_in_is_sent_to_sign_in_from_everywhere(sign_in, world, keys, who):
    client, before, wrong = outsider(who, world, sign_in), Event.objects.count(), []
    for address in addresses():
        at = address.format(**keys)
        for method in ("get", "head", "post"):
            answer = getattr(client, method)(at)
            led = answer.status_code == 302 and "/admin/login/" in answer.url
            if not led and not at.startswith(("/admin/login/", "/admin/logout/")):
                wrong.append((method, address, answer.status_code))
    assert wrong == []
    assert Event.objects.count() == before


@pytest.mark.once
@pytest.mark.parametrize("who", PEOPLE)
def test_a_post_that_another_site_forged_does_nothing(world, keys, who):
    client, before, wrong = Client(enforce_csrf_checks=True), Event.objects.count(), []
    client.force_login(getattr(world, who))
    for address, (people, _) in addresses().items():
        if admitted(who, posting(address, people)):
            got = client.post(address.format(**keys)).status_code
            if got != 403:
                wrong.append((address, got))
    assert wrong == []
    assert Event.objects.count() == before


@pytest.mark.once
@pytest.mark.parametrize("who", ["anonymous", *PEOPLE])
def test_other_methods_are_taken_nowhere(world, keys, who):
    client, before, wrong = Client(), Event.objects.count(), []
    if who != "anonymous":
        client.force_login(getattr(world, who))
    for address in [*addresses(), *public_addresses()]:
        for method in METHODS:
            got = client.generic(method, address.format(**keys)).status_code
            if got != 405:
                wrong.append((method, address, got))
    assert wrong == []
    assert Event.objects.count() == before


def public_addresses() -> list[str]:
    return [reverse(name, args=args) for name, args in ADDRESSES.items()]


def test_public_pages_know_nobody(sign_in, world, keys):
    """Signed in or not, the answer is of the same kind; no cookie is set, and nobody posts."""
    clients = [Client(), *(sign_in(getattr(world, who)) for who in PEOPLE)]
    for address in public_addresses():
        answers = [client.get(address) for client in clients]
        assert {answer.status_code for answer in answers} in ({200}, {404}), address
        assert not answers[0].cookies, address
        assert clients[0].post(address).status_code == 405, address
