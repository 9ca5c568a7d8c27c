"""AB角: a colleague of the same unit does what somebody may, for so many days, on record."""

import datetime as dt

import pytest

from projects.actions.standins import arrange_stand_in, end_stand_in
from projects.errors import Refused
from projects.models import Event, StandIn, UnitMember
from supervision import scope
from tests.admin.typed import fill_url, full_sheet
from tests.factories import make_clerk, moment

pytestmark = pytest.mark.django_db
AT = moment("2023-10-05 10:00")
TODAY, FRIDAY = dt.date(2023, 10, 5), dt.date(2023, 10, 6)
LIST = "/admin/projects/standin/"


@pytest.fixture
def leader_post(world) -> UnitMember:
    return UnitMember.objects.get(person=world.colleague)


def arranged(world, post, **changes) -> StandIn:
    given = {"stand_in": world.owner, "since": TODAY, "until": FRIDAY, "by": world.officer}
    return arrange_stand_in(post=post, at=AT, **{**given, **changes})


def test_for_those_days_and_no_longer(world, leader_post):
    before = scope.leaders_of(world.project, TODAY)
    arranged(world, leader_post)
    assert before == [world.colleague]
    for day, signs in ((TODAY, True), (FRIDAY, True), (FRIDAY + dt.timedelta(days=1), False)):
        assert scope.holds(world.owner, world.project, "leader", day) == signs
        assert (world.owner in scope.leaders_of(world.project, day)) == signs
    assert scope.holds(world.colleague, world.project, "leader", TODAY), "still theirs too"


def test_the_desk_the_ledger_and_the_history_say_for_whom(world, sign_in, leader_post):
    arranged(world, leader_post)
    owner = sign_in(world.owner)
    assert f"分管负责人（代{world.colleague}）" in owner.get("/admin/").content.decode()
    owner.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    event = Event.objects.get(action="报送")
    assert f'"note":"代{world.colleague}"' in event.body
    shown = owner.get(f"/admin/supervision/report/{world.report.pk}/change/").content.decode()
    assert f"{world.owner}（代{world.colleague}）" in shown


def test_the_unit_s_leader_arranges_and_ends_it(world, sign_in, leader_post):
    clerk_post = UnitMember.objects.get(person=world.owner)
    another = make_clerk(world.unit, "another")
    leader = sign_in(world.colleague)
    data = {"post": clerk_post.pk, "stand_in": another.pk, "since": "2023-10-05",
            "until": "2023-10-20"}  # fmt: skip
    assert leader.post(f"{LIST}arrange/", data).status_code == 302
    row = StandIn.objects.get()
    assert (row.post, row.stand_in, row.by) == (clerk_post, another, world.colleague)
    assert "提前到今天结束" in leader.get(f"{LIST}{row.pk}/change/").content.decode()
    assert sign_in(another).post(f"{LIST}{row.pk}/end/").status_code == 404
    leader.post(f"{LIST}{row.pk}/end/")
    row.refresh_from_db()
    assert row.until == TODAY
    assert [*Event.objects.values_list("action", flat=True)] == ["AB角结束", "AB角安排"]


def test_one_that_has_not_begun_is_cancelled_and_never_counts(world, sign_in, leader_post):
    monday, friday = dt.date(2023, 10, 9), dt.date(2023, 10, 13)
    row = arranged(world, leader_post, since=monday, until=friday)
    office = sign_in(world.officer)
    page = f"{LIST}{row.pk}/change/"
    assert "取消这次安排" in office.get(page).content.decode()
    answer = office.post(f"{LIST}{row.pk}/end/", follow=True).content.decode()
    assert "已取消" in answer and "提前结束" not in answer
    assert "取消这次安排" not in office.get(page).content.decode()
    for day in (TODAY, monday - dt.timedelta(days=1), monday, friday):
        assert not scope.holds(world.owner, world.project, "leader", day)
    assert "原定2023-10-09开始，取消" in Event.objects.get(action="AB角结束").body
    with pytest.raises(Refused, match="已经取消"):
        end_stand_in(stand_in=row, by=world.officer, at=AT)
    assert arranged(world, leader_post, since=monday, until=friday), "may be arranged anew"


def test_clerks_and_other_units_arrange_nothing(world, sign_in, leader_post):
    arranged(world, leader_post)  # even who stands in for the leader
    for person in (world.owner, world.stranger, world.administrator):
        assert sign_in(person).get(f"{LIST}arrange/").status_code in (403, 404)
    row = StandIn.objects.get()
    assert sign_in(world.stranger).get(f"{LIST}{row.pk}/change/").status_code == 404
    assert sign_in(world.officer).get(f"{LIST}arrange/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"since": TODAY - dt.timedelta(days=1)}, "不能早于今天"),
        ({"until": TODAY - dt.timedelta(days=1)}, "不能早于开始"),
        ({"until": TODAY + dt.timedelta(days=200)}, "最多半年"),
        ({"stand_in": "colleague"}, "就是本人"),
        ({"stand_in": "stranger"}, "不是"),
    ],
)
def test_what_cannot_be_is_refused(world, leader_post, changes, why):
    if isinstance(changes.get("stand_in"), str):
        changes = {"stand_in": getattr(world, changes["stand_in"])}
    with pytest.raises(Refused, match=why):
        arranged(world, leader_post, **changes)
    assert not StandIn.objects.exists()


def test_not_twice_on_one_day(world, leader_post):
    arranged(world, leader_post)
    with pytest.raises(Refused, match="已由"):
        arranged(world, leader_post, since=FRIDAY, until=FRIDAY)
    with pytest.raises(Refused, match="已经到期"):
        end_stand_in(
            stand_in=arranged(
                world, leader_post, since=dt.date(2023, 10, 9), until=dt.date(2023, 10, 9)
            ),
            by=world.officer,
            at=moment("2023-10-09 10:00"),
        )


def test_who_left_the_unit_stands_in_no_more(world, leader_post):
    arranged(world, leader_post)
    UnitMember.objects.filter(person=world.owner).update(until=dt.date(2023, 10, 4))
    assert not scope.holds(world.owner, world.project, "leader", TODAY)
