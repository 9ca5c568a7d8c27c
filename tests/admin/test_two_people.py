"""Two people on one report: the second sees both versions and loses nothing."""

import pytest

from supervision.models import Report
from tests.admin.typed import fill_url, full_sheet

pytestmark = pytest.mark.django_db


def save(client, world, **changes):
    return client.post(fill_url(world.report), {**full_sheet(world, **changes), "save": "1"})


def draft(world) -> dict:
    return Report.objects.get(pk=world.report.pk).draft


def test_the_second_is_shown_both_values_and_nothing_is_written(sign_in, world):
    save(sign_in(world.colleague), world, rooms_value="70", progress="同事写的进展")
    response = save(sign_in(world.owner), world, rooms_value="66", progress="我写的进展")
    assert response.status_code == 409
    shown = response.content.decode()
    for words in ("70", "66", "同事写的进展", "我写的进展", str(world.colleague), "10月5日 10:00"):
        assert words in shown
    assert draft(world)["progress"] == "同事写的进展"


def test_the_second_may_save_on_top_knowingly(sign_in, world):
    save(sign_in(world.colleague), world, progress="同事写的进展")
    save(sign_in(world.owner), world, version="1", progress="我写的进展")
    assert draft(world)["progress"] == "我写的进展"


def test_each_field_may_be_taken_from_the_other(sign_in, world):
    save(sign_in(world.colleague), world, rooms_value="70", progress="同事写的进展")
    picks = {f"pick-{world.rooms.pk}-value": "theirs", "pick-progress": "mine"}
    save(sign_in(world.owner), world, version="1", rooms_value="66", progress="我的", **picks)
    assert draft(world)["targets"][str(world.rooms.pk)]["value"] == "70"
    assert draft(world)["progress"] == "我的"


def test_what_the_second_left_empty_is_offered_from_the_first(sign_in, world):
    save(sign_in(world.colleague), world, progress="同事写的进展")
    shown = save(sign_in(world.owner), world, progress="").content.decode()
    assert 'name="pick-progress" value="theirs" checked' in shown


def test_a_colleague_who_handed_it_in_first_is_named(sign_in, world):
    client = sign_in(world.colleague)
    client.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    response = save(sign_in(world.owner), world, progress="我写的进展")
    assert response.status_code == 409
    shown = response.content.decode()
    assert "已经不能再改" in shown
    assert "我写的进展" in shown
    assert 'name="save"' not in shown


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "１"])
def test_a_strange_version_is_a_conflict_not_an_error(sign_in, world, version):
    assert save(sign_in(world.owner), world, version=version).status_code == 409
