"""现场反映: one tap from the street, counted beside the office's figures and never among them."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from projects.models import Event, FormAttempt
from supervision.models import Card, Sighting
from tests.factories import make_message, make_officer, make_target, moment
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
PLACE = f"/2023/places/{quote('疃里镇')}/{quote('演示第1小学')}/"
FORM = f"{PLACE}seen/"


@pytest.fixture
def school(programme, lights, september):
    programme.feedback = True
    programme.save()
    rooms = make_target(lights, "改造提升教室照明", value="149", measure="口")
    return rooms.sites.create(name="演示第1小学", place="疃里镇", done="2023-08")


@pytest.fixture
def resident():
    return Client(enforce_csrf_checks=True)


def tap(client, place, seen="yes", headers=None, **changes):
    page = client.get(FORM).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    return client.post(
        FORM, {"site": place.pk, "seen": seen, "token": token, **changes}, headers=headers
    )


def test_a_tap_is_counted_beside_and_changes_no_card(resident, client, school):
    cards, events = list(Card.everything.values()), Event.objects.count()
    assert "用上了吗" in text_of(client, PLACE) and "现场反映" not in text_of(client, PLACE)
    answer = tap(resident, school)
    assert answer.status_code == 303 and answer.url == f"{FORM}?thanks=1"
    tap(resident, school, "no")
    assert "记下了，谢谢。" in resident.get(answer.url).content.decode()
    assert "已用上1，还没用上1（居民点选，没有核实，不影响亮牌）" in text_of(client, PLACE)
    assert list(Card.everything.values()) == cards and Event.objects.count() == events
    assert "2023年8月完成" in text_of(client, PLACE)


def test_messages_that_tell_what_was_seen_count_too_but_not_abuse(client, lights, school):
    make_message(lights, site=school, seen="no")
    officer, at = make_officer(), moment("2023-10-06 09:00")
    closed = {"state": "closed", "reason": "abusive", "closed_at": at, "closed_by": officer}
    make_message(lights, site=school, seen="yes", **closed)
    assert "已用上0，还没用上1" in text_of(client, PLACE)


def test_a_form_sent_twice_is_one_tap(resident, school):
    page = resident.get(FORM).content.decode()
    form = {"site": school.pk, "seen": "yes"}
    form["token"] = re.search(r'name="token" value="([^"]+)"', page)[1]
    assert [resident.post(FORM, form).status_code for _ in range(3)] == [303] * 3
    assert Sighting.objects.count() == FormAttempt.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"site": "999"}, {"site": "x"}, {"seen": "maybe"}, {"seen": ""}, {"token": ""},
        {"token": "1.forged:1:forged"}, {"website": "https://example.com"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_stored(resident, school, changes):
    seen = changes.pop("seen", "yes")
    answer = tap(resident, school, seen, **changes)
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
    assert not Sighting.objects.exists() and not FormAttempt.objects.exists()


def test_a_token_of_another_place_or_of_a_message_is_none(resident, lights, school):
    other = school.target.sites.create(name="演示第2小学", place="疃里镇")
    answer = tap(resident, school, site=other.pk)
    assert answer.status_code == 400 and not Sighting.objects.exists()
    form = resident.get("/2023/12/feedback/").content.decode()
    message = re.search(r'name="token" value="([^"]+)"', form)[1]
    assert tap(resident, school, token=message).status_code == 400


def test_another_site_cannot_tap_and_one_address_not_without_end(resident, school, settings):
    assert tap(resident, school, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    settings.FEEDBACK_PER_HOUR = 2
    assert [tap(resident, school).status_code for _ in range(3)] == [303, 303, 429]
    assert Sighting.objects.count() == 2


def test_no_page_of_it_sets_a_cookie_or_is_kept(resident, school):
    for answer in (resident.get(FORM), tap(resident, school)):
        assert not answer.cookies and "no-store" in answer["Cache-Control"]


def test_nothing_is_asked_where_minors_or_health_are_or_messages_are_off(
    resident, client, programme, lights, school
):
    lights.sensitive = True
    lights.save()
    assert resident.get(FORM).status_code == 404 and "seen/" not in text_of(client, PLACE)
    lights.sensitive = False
    lights.save()
    programme.feedback = False
    programme.save()
    assert resident.get(FORM).status_code == 404 and "seen/" not in text_of(client, PLACE)


def test_a_project_s_page_counts_all_its_places_together(resident, client, lights, school):
    other = school.target.sites.create(name="演示第2小学", place="疃里镇")
    assert "现场反映" not in text_of(client, "/2023/12/")
    for place, said in ((school, "yes"), (school, "no"), (other, "yes")):
        Sighting.objects.create(
            code=f"{place.pk}{said}", site=place, seen=said, at=moment("2023-11-01 09:00")
        )
    make_message(lights, site=other, seen="yes")
    assert "现场反映：已用上3，还没用上1" in text_of(client, "/2023/12/")


def test_nothing_is_counted_of_a_sensitive_project(client, lights, school):
    make_message(lights, site=school, seen="no")
    lights.__class__.everything.filter(pk=lights.pk).update(sensitive=True)
    assert "现场反映" not in text_of(client, "/2023/12/")
