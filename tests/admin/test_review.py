"""The officer's review: accept, or return with a reason that is kept for ever."""

import pytest

from projects.models import Site
from supervision.actions import policies
from supervision.models import Report, Review, Submission
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(sign_in, world):
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    return Submission.objects.get()


def review_url(submission) -> str:
    return f"/admin/supervision/submission/{submission.pk}/change/"


def test_figures_stand_beside_the_plan(sign_in, world, submission):
    shown = sign_in(world.officer).get(review_url(submission)).content.decode()
    for words in ("教室", "80个", "与计划相同", "50%（20/40）", "9月已开展", "招标（6月）"):
        assert words in shown


def test_accepting(sign_in, world, submission):
    response = sign_in(world.officer).post(review_url(submission), {"accept": "1"})
    assert response.status_code == 302
    assert Review.objects.get().by == world.officer
    world.report.refresh_from_db()
    assert world.report.state == Report.State.ACCEPTED


def test_returning_without_a_reason_is_refused(sign_in, world, submission):
    response = sign_in(world.officer).post(review_url(submission), {"return": "1", "reason": " "})
    assert response.status_code == 400
    assert "退回要写明理由" in response.content.decode()
    assert not Review.objects.exists()


def test_every_reason_is_kept_and_seen_by_the_unit(sign_in, world, submission):
    office, unit = sign_in(world.officer), sign_in(world.owner)
    office.post(review_url(submission), {"return": "1", "reason": "佐证不全"})
    desk = unit.get("/admin/").content.decode()
    assert "退回理由：佐证不全" in desk
    assert "佐证不全" in unit.get(fill_url(world.report)).content.decode()
    again = {**full_sheet(world, version="2", progress="补了佐证。"), "submit": "1"}
    assert unit.post(fill_url(world.report), again).status_code == 302
    second = Submission.objects.get(number=2)
    office.post(review_url(second), {"return": "1", "reason": "数字对不上"})
    shown = unit.get(f"/admin/supervision/report/{world.report.pk}/change/").content.decode()
    assert "佐证不全" in shown
    assert "数字对不上" in shown
    assert "9月完成二十间教室" in shown  # the first version still stands


def test_a_submission_is_judged_once(sign_in, world, submission):
    office = sign_in(world.officer)
    office.post(review_url(submission), {"accept": "1"})
    response = office.post(review_url(submission), {"return": "1", "reason": "改主意了"})
    assert response.status_code == 400
    assert Review.objects.get().verdict == Review.Verdict.ACCEPTED


def test_worklists_hold_what_waits_and_what_is_overdue(sign_in, world, submission, settings):
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    office = sign_in(world.officer)
    waiting = office.get("/admin/supervision/waitingreport/").content.decode()
    assert "教室照明" in waiting
    assert review_url(submission) in waiting
    overdue = office.get("/admin/supervision/overduereport/").content.decode()
    assert "适老化改造" in overdue
    assert "教室照明" not in overdue
    office.post(review_url(submission), {"return": "1", "reason": "重报"})
    overdue = office.get("/admin/supervision/overduereport/").content.decode()
    assert "教室照明" in overdue  # a returned report does not escape being overdue


def test_the_desk_counts_every_state(sign_in, world, submission):
    shown = sign_in(world.officer).get("/admin/").content.decode()
    assert "<strong>1</strong> 未报" in shown
    assert "<strong>1</strong> 已报待审" in shown


def test_the_next_that_waits_follows_and_after_the_last_the_list(sign_in, world, submission):
    other = world.stranger_report
    Report.objects.filter(pk=other.pk).update(state="submitted")
    following = Submission.objects.create(
        report=other, number=1, progress="进展。", next_steps="下步。", unit_name="民政演示",
        at=moment("2023-10-05 10:00"), by=world.stranger,
    )  # fmt: skip
    office = sign_in(world.officer)
    accepted = office.post(review_url(submission), {"accept": "1"})
    assert accepted.url == review_url(following)
    returned = office.post(review_url(following), {"return": "1", "reason": "请补充。"})
    assert returned.url == "/admin/supervision/waitingreport/"


def test_the_page_shows_the_card_it_leads_to_the_places_and_what_is_to_be_enclosed(sign_in, world):
    Site.objects.create(target=world.rooms, name="演示第1小学", quantity=60, done="2023-09")
    Site.objects.create(target=world.rooms, name="演示第2小学", quantity=40)
    behind = {f"{world.rooms.pk}-cause": "到货晚。", f"{world.rooms.pk}-measures": "加班。"}
    data = {**full_sheet(world, rooms_value="60"), **behind, "submit": "1"}
    sign_in(world.owner).post(fill_url(world.report), data)
    submission = Submission.objects.get()
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-03-01 09:00"))
    office = sign_in(world.officer)
    shown = office.get(review_url(submission)).content.decode()
    assert "教室：共2处，建成1处，已建成合计60个" in shown
    assert "通过以后的拟亮牌" in shown and "黄牌" in shown
    assert "等待审核" in shown, "nothing was judged by looking"
    office.post(review_url(submission), {"accept": "1"})
    trial = office.get(f"/admin/supervision/trialreply/report/{world.report.pk}/")
    assert "黄牌" in trial.content.decode()
    assert "通过以后的拟亮牌" not in office.get(review_url(submission)).content.decode()
