"""区领导: one page, read on a phone: who is behind, why, until when, and what is asked of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Event, Project, RoleRule
from supervision.actions.bulletins import save_matters
from supervision.briefing.leaders import led_by
from tests.admin.closed import LATER, close_september
from tests.admin.plain import faults
from tests.admin.slips import close, issue
from tests.factories import make_programme, make_project, make_user, moment
from tests.overriding import overridden

pytestmark = pytest.mark.django_db
HOME, OFFICE_S = "/admin/", "/admin/office/leaders/"


def read(client, address: str = HOME) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_leader_reads_who_is_behind_why_until_when_and_what_is_asked(sign_in, world, settings):
    late = {"rooms_value": "50", "rooms_finish": "2023-11-30"}
    close_september(world, sign_in, settings, **late)
    text = "请研究工期。\n请协调资金。"
    save_matters(period=world.period, text=text, version=0, by=world.officer, at=moment(LATER))
    page = read(sign_in(world.district))
    for said in (
        "2023年9月滞后项目", "1. 教室照明", "教育演示", "到货晚。", "加班。", "11月30日",
        "请研究工期。", "请协调资金。", "没有在办的督办单", "牌针对项目，不针对个人",
    ):  # fmt: skip
        assert said in page, said
    assert not faults(page) and '<form method="post" class' not in page
    assert "工作台" not in page and "/admin/manual/district/" in page


def test_slips_under_way_stand_with_their_limits_and_lateness(sign_in, world, settings):
    slip = issue(world, settings, close(world, settings))
    settings.DEMO_CLOCK = moment("2023-10-20 10:00")
    page = read(sign_in(world.district))
    assert slip.__class__.objects.get(pk=slip.pk).label in page
    for said in ("待答复", "答复时限2023年10月17日", "整改时限2023年11月9日", "答复逾期3天"):
        assert said in page, said


def test_a_slip_not_signed_yet_is_the_office_s_alone(sign_in, world, settings):
    draft = close(world, settings)
    page = read(sign_in(world.district))
    assert "没有在办的督办单" in page and draft.label not in page


def test_a_month_under_way_is_not_told(sign_in, world):
    page = read(sign_in(world.district))
    assert "还没有定稿的月份" in page and "教室照明" not in page
    assert "还没有定稿的月份" in read(sign_in(world.officer), OFFICE_S)


def test_the_last_month_closed_stays_when_the_next_year_s_list_is_there(sign_in, world, settings):
    close(world, settings)
    make_project(make_programme(2024, state="draft"))
    assert "2023年9月滞后项目" in read(sign_in(world.district))


def test_what_they_are_in_charge_of_is_found_by_their_name(sign_in, world, settings):
    close(world, settings)
    Project.everything.filter(pk=world.project.pk).update(leader="演示张三、演示李四")
    named = sign_in(make_user("named", role="区领导", name="演示李四"))
    other = sign_in(world.district)
    assert "1. 教室照明" in read(named, f"{HOME}?mine=1")
    elsewhere = read(other, f"{HOME}?mine=1")
    assert "1. 教室照明" not in elsewhere and "您分管的项目没有滞后的" in elsewhere
    for odd in ("?mine=2", "?mine=", "?mine=%E7%94%B2&mine=x", "?year=x"):
        assert "1. 教室照明" in read(other, HOME + odd)
    assert "我分管的" not in read(sign_in(world.officer), OFFICE_S)


@pytest.mark.parametrize(
    "leader, found",
    [
        ("张三", True), (" 张三 ", True), ("李四、张三", True), ("李四，张三；王五", True),
        ("李四 张三", True), ("张三丰", False), ("欧张三", False), ("", False),
    ],
)  # fmt: skip
def test_a_name_is_a_whole_name(leader, found):
    assert led_by("张三", Project(leader=leader)) is found
    assert not led_by("", Project(leader=leader))


def test_an_override_holds_here_too(sign_in, world, settings):
    close_september(world, sign_in, settings, rooms_value="50")
    at = {"by": world.officer, "at": moment(LATER)}
    assert read(sign_in(world.district)).count("<article") == 1
    overridden(world.stranger_report.project, colour="red", **at)
    page = read(sign_in(world.district))
    assert page.index("2. 适老化改造") < page.index("1. 教室照明")


def test_nothing_is_posted_and_nothing_else_is_there(sign_in, world, settings):
    close(world, settings)
    client, before = sign_in(world.district), Event.objects.count()
    assert client.post(HOME, {"mine": "1"}).status_code == 405
    for address in (
        OFFICE_S, "/admin/office/onepage/", "/admin/office/", "/admin/manual/clerk/",
        "/admin/supervision/card/", "/admin/supervision/slip/", "/admin/projects/",
        "/admin/nothing/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code == 404, address
    assert Event.objects.count() == before


def test_the_role_asks_for_the_second_step_and_stands_alone(world):
    rule = RoleRule.objects.get(role__name="区领导")
    assert rule.second_step
    others = rule.apart.values_list("name", flat=True)
    assert {*others} == {
        "经办人", "分管负责人", "督查", "系统管理员", "安全管理员", "审计管理员",
    }  # fmt: skip
    for person in (world.owner, world.colleague, world.officer, world.administrator):
        assert RoleRule.clash([rule.role, *person.groups.all()])


def test_queries_do_not_grow_with_the_projects_behind(sign_in, world, settings):
    close_september(world, sign_in, settings, rooms_value="50")
    client = sign_in(world.district)
    client.get(HOME)
    with CaptureQueriesContext(connection) as one:
        client.get(HOME)
    overridden(world.stranger_report.project, colour="red", by=world.officer, at=moment(LATER))
    with CaptureQueriesContext(connection) as two:
        assert read(client).count("<article") == 2
    assert len(two) <= len(one)
