"""A thousand hostile requests, the same every time: no 500, no script, nothing oversize kept."""

import random
from urllib.parse import quote

import pytest
from django.test import Client

from projects.models import Site
from projects.values.text import has_unseen
from supervision.models import Feedback
from supervision.public.message import new_token
from tests.dice import times
from tests.factories import make_target
from tests.hostile import FIELDS, HEADERS, NAMES, PATHS, PIECES, SCRIPT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_to_all(programme, lights, september, settings):
    programme.feedback = True
    programme.save()
    Site.objects.create(target=make_target(lights), name="演示第1小学", place="疃里镇（演示）")
    settings.FEEDBACK_PER_HOUR = settings.FEEDBACK_PER_DAY = settings.FEEDBACK_ALL_PER_HOUR = 9999


@pytest.fixture
def stranger():
    return Client(raise_request_exception=True)


def junk(dice: random.Random) -> str:
    return "".join(dice.choices(PIECES, k=dice.randint(1, 3)))


def harmless(answer) -> None:
    assert answer.status_code < 500
    assert SCRIPT.encode() not in answer.content
    assert b"<img src=x" not in answer.content
    assert not answer.cookies


def test_query_strings(stranger):
    dice = random.Random("query strings")
    for _ in range(times(400)):
        names = dice.choices(NAMES, k=dice.randint(1, 4))
        coded = [quote(junk(dice), safe="%&=?" if dice.random() < 0.3 else "") for _ in names]
        query = "&".join(f"{name}={each}" for name, each in zip(names, coded, strict=True))
        harmless(stranger.get(f"{dice.choice(PATHS)}?{query[:4000]}"))


def test_paths(stranger):
    dice = random.Random("paths")
    for _ in range(times(150)):
        start = dice.choice(["/2023/", "/feedback/", "/photos/", "/2023/12/feedback/", "/"])
        harmless(stranger.get(start + quote(junk(dice))[:2000] + dice.choice(["", "/", ".jpg"])))


def test_headers_and_hosts(stranger):
    dice = random.Random("headers")
    for _ in range(times(250)):
        given = {name: junk(dice)[:300] for name in dice.choices(HEADERS, k=3)}
        given = {name: value.encode().decode("latin-1") for name, value in given.items()}
        extra = {}
        if dice.random() < 0.4:
            extra["HTTP_HOST"] = dice.choice(
                [junk(dice), "evil.example", "testserver:99999", "[::1", "testserver@evil.example"]
            )
        path = dice.choice(PATHS)
        harmless(stranger.get(path, headers=given, **extra))
        if dice.random() < 0.3:
            body = {"kind": "problem", "text": junk(dice)}
            harmless(stranger.post("/2023/12/feedback/", body, headers=given, **extra))


def test_feedback_bodies(stranger, lights):
    dice = random.Random("bodies")
    for _ in range(times(300)):
        body = {name: junk(dice) for name in dice.sample(FIELDS, k=dice.randint(0, 8))}
        if dice.random() < 0.7:
            body |= {"kind": dice.choice(["problem", "mistake"]), "website": ""}
            body |= {"token": new_token(lights), "site": "", "seen": "", "phone": ""}
        harmless(stranger.post("/2023/12/feedback/", body))
    assert Feedback.everything.count() > times(300) // 6
    for message in Feedback.everything.all():
        assert 0 < len(message.text) <= 1000 and len(message.name) <= 30
        assert not has_unseen(message.text + message.name + message.phone)
        harmless(stranger.get(f"/feedback/{message.code}/"))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"kind=problem&text=%00%ff%fe", "application/x-www-form-urlencoded"),
        (b"a=1&" * 3000, "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"text=1", "application/x-www-form-urlencoded; charset=nothing"),
        (b"text=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_broken_bodies(body, kind):
    answer = Client().generic("POST", "/2023/12/feedback/", body, content_type=kind)
    assert 400 <= answer.status_code < 500
    assert not Feedback.everything.exists()
