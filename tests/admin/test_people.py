"""本单位人员: for the unit's leader, read only, and no more than is needed."""

import datetime as dt

import pytest

from projects.models import Event, UnitMember
from tests.admin.test_two_step import set_up
from tests.factories import make_clerk

pytestmark = pytest.mark.django_db


def here(unit) -> str:
    return f"/admin/people/{unit.pk}/"


def text(response) -> str:
    return response.content.decode()


def unit_of(person):
    return UnitMember.objects.get(person=person).unit


def test_a_leader_sees_the_people_of_the_unit(sign_in, world):
    world.owner.phone = "0537-0000001（演示）"
    world.owner.save()
    set_up(sign_in(world.owner), world.owner)
    leader = sign_in(world.colleague)
    page = text(leader.get(here(world.unit)))
    for shown in ("演示owner", "0537-0000001（演示）", "在用", "已开启", "2023年10月5日"):
        assert shown in page, shown
    assert "演示colleague" in page and "未开启" in page and "演示stranger" not in page
    assert here(world.unit) in text(leader.get("/admin/"))


def test_it_says_whose_account_is_shut_and_who_never_signed_in(sign_in, world):
    new = make_clerk(world.unit, "newcomer")
    new.is_active = False
    new.save()
    page = text(sign_in(world.colleague).get(here(world.unit)))
    assert "已停用" in page and "没有登录过" in page and "没有登记" in page


def test_who_has_left_the_unit_is_not_shown(sign_in, world):
    member = UnitMember.objects.get(person=world.owner)
    member.until = dt.date(2023, 10, 4)
    member.save()
    assert "演示owner" not in text(sign_in(world.colleague).get(here(world.unit)))


def test_it_is_there_for_the_unit_s_leader_alone(sign_in, world):
    other = unit_of(world.stranger)
    foreign = make_clerk(other, "foreign", post="leader")
    assert sign_in(foreign).get(here(other)).status_code == 200
    for person in (foreign, world.owner, world.stranger, world.officer, world.administrator):
        client = sign_in(person)
        assert client.get(here(world.unit)).status_code == 404, person
    for person in (world.owner, world.officer, world.administrator):
        assert "/admin/people/" not in text(sign_in(person).get("/admin/"))


def test_nor_for_one_whose_post_has_ended(sign_in, world):
    member = UnitMember.objects.get(person=world.colleague)
    member.until = dt.date(2023, 10, 4)
    member.save()
    assert sign_in(world.colleague).get(here(world.unit)).status_code == 404


def test_nothing_is_changed_there(sign_in, world):
    assert sign_in(world.colleague).post(here(world.unit)).status_code == 405
    assert not Event.objects.exists()


def test_it_asks_no_more_for_more_people(sign_in, world, django_assert_max_num_queries):
    for number in range(20):
        make_clerk(world.unit, f"more{number}")
    leader = sign_in(world.colleague)
    with django_assert_max_num_queries(12):
        leader.get(here(world.unit))
