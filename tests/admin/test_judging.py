"""Several waiting reports accepted or returned at once, never blindly."""

import pytest

from projects.models import Event
from supervision.actions import reports, reviews
from supervision.models import Report, Review, Submission
from tests.admin.typed import fill_url, full_sheet
from tests.factories import make_project, make_report, make_target, moment

pytestmark = pytest.mark.django_db

LIST = "/admin/supervision/waitingreport/"
JUDGE = f"{LIST}judge/"


@pytest.fixture
def waiting(world, sign_in) -> list[Submission]:
    """Three reports wait: one on plan, one of the other unit, one with a doubt and its reply."""
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    hand_in(world.stranger_report, "1", "", world.stranger, sign_in)
    jumped = make_project(world.programme, unit=world.unit, title="道路", number=3)
    make_target(jumped, "里程", plan={"2023-12": "100"})
    report = make_report(world.period, jumped, world.unit)
    hand_in(report, "90", "已经完工验收。", world.owner, sign_in)
    return list(Submission.objects.order_by("report__project__number"))


def hand_in(report, value, doubt, person, sign_in) -> None:
    key = report.project.targets.get().pk
    sheet = {"version": "0", "progress": f"完成{value}。", "next": "继续。", "submit": "1"}
    sheet |= {f"{key}-value": value, f"{key}-mode": "total", f"{key}-doubt": doubt}
    assert sign_in(person).post(fill_url(report), sheet).status_code == 302


@pytest.fixture
def office(sign_in, world):
    return sign_in(world.officer)


def tick(office, submissions, action):
    keys = [each.report_id for each in submissions]
    return office.post(LIST, {"action": action, "index": "0", "_selected_action": keys})


def judge(office, submissions, verdict, **data):
    keys = [each.pk for each in submissions]
    posted = {"verdict": verdict, "submission": keys, "offered": keys, **data}
    return office.post(JUDGE, posted, follow=True)


def text(response) -> str:
    return response.content.decode()


def test_the_list_has_a_named_tick_box_for_each(office, waiting):
    shown = text(office.get(LIST))
    assert shown.count('name="_selected_action"') == 3
    assert "通过所选" in shown and "退回所选" in shown


def test_nothing_is_done_before_it_was_looked_over(office, waiting):
    shown = text(tick(office, waiting, "accept_ticked"))
    assert not Review.objects.exists()
    assert "教室 0→80个（+80）" in shown and "里程 0→90个（+90）" in shown
    assert "1份有疑点" in shown and "远多于计划" in shown and "已经完工验收。" in shown
    assert shown.index("道路") < shown.index("教室照明"), "those with doubts stand first"


def test_what_did_not_move_is_named(office, waiting, world, sign_in):
    shown = text(tick(office, waiting[:1], "return_ticked"))
    assert "退回1份报送" in shown and "退回理由" in shown
    hand_in_nothing = make_project(world.programme, unit=world.unit, title="绿地", number=4)
    make_target(hand_in_nothing, "株数", plan={"2023-12": "100"})
    report = make_report(world.period, hand_in_nothing, world.unit)
    hand_in(report, "0", "", world.owner, sign_in)
    still = Submission.objects.get(report=report)
    assert "未动：株数" in text(tick(office, [still], "accept_ticked"))


def test_nothing_ticked_is_said(office, waiting):
    assert "没有" in text(office.post(LIST, {"action": "accept_ticked", "index": "0"}, follow=True))
    answer = judge(office, [], "accept", offered=[waiting[0].pk])
    assert answer.status_code == 400
    assert "请至少勾选一份" in text(answer) and "教室照明" in text(answer)


def test_many_accepted_are_many_single_acts(office, waiting, world):
    shown = text(judge(office, waiting, "accept"))
    assert "已通过3份" in shown
    assert set(Report.objects.values_list("state", flat=True)) == {"accepted"}
    assert {review.by for review in Review.objects.all()} == {world.officer}
    events = Event.objects.filter(action="审核通过")
    assert [event.project.number for event in events.order_by("number")] == [1, 2, 3]


def test_one_reason_goes_to_all_that_are_returned(office, waiting, sign_in, world):
    judge(office, waiting[:2], "return", reason="请补佐证。")
    assert list(Review.objects.values_list("verdict", "reason")) == [("returned", "请补佐证。")] * 2
    assert Report.objects.get(pk=waiting[2].report_id).state == "submitted"
    assert "退回理由：请补佐证。" in text(sign_in(world.stranger).get("/admin/"))


@pytest.mark.parametrize(("reason", "said"), [(" ", "退回要写明理由"), ("长" * 1001, "最多1000字")])
def test_without_a_fit_reason_none_is_returned(office, waiting, reason, said):
    answer = judge(office, waiting[:2], "return", reason=reason)
    assert answer.status_code == 400
    assert said in text(answer) and "教室照明" in text(answer)
    assert not Review.objects.exists()


def test_one_that_changed_meanwhile_is_named_and_left(office, waiting, world):
    at = moment("2023-10-05 11:00")
    first = waiting[0]
    reports.return_to_unit(submission=first, reason="别人先退了", by=world.officer, at=at)
    shown = text(judge(office, waiting, "accept"))
    assert "已通过2份" in shown
    assert "没有办理：1. 教室照明。这次报送已经审核过" in shown
    assert Review.objects.get(submission=first).verdict == "returned"


def test_what_was_seen_is_judged_and_no_later_version(office, waiting, world, sign_in):
    first = waiting[0]
    at = moment("2023-10-05 11:00")
    reports.return_to_unit(submission=first, reason="重报", by=world.officer, at=at)
    world.report.refresh_from_db()
    sheet = full_sheet(world, version=str(world.report.version), progress="改过的。")
    sign_in(world.owner).post(fill_url(world.report), {**sheet, "submit": "1"})
    assert "没有办理" in text(judge(office, [first], "accept"))
    assert Report.objects.get(pk=world.report.pk).state == "submitted"


def test_confirming_twice_judges_once(office, waiting):
    judge(office, waiting, "accept")
    again = text(judge(office, waiting, "return", reason="改主意"))
    assert "已退回" not in again
    assert Review.objects.filter(verdict="returned").count() == 0


def test_too_many_at_once_are_refused(office, waiting, monkeypatch):
    monkeypatch.setattr(reviews, "MOST_AT_ONCE", 2)
    assert "一次最多办理2份" in text(judge(office, waiting, "accept"))
    assert not Review.objects.exists()


@pytest.mark.parametrize("who", ["owner", "stranger", "colleague", "administrator"])
def test_nobody_else_judges(sign_in, world, waiting, who):
    client = sign_in(getattr(world, who))
    assert judge(client, waiting, "accept").status_code == 404
    assert tick(client, waiting, "accept_ticked").status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize("data", [{"verdict": "burn"}, {"verdict": ""}, {}])
def test_an_odd_verdict_is_404(office, waiting, data):
    assert office.post(JUDGE, {"submission": [waiting[0].pk], **data}).status_code == 404


def test_odd_keys_name_nothing(office, waiting):
    answer = office.post(JUDGE, {"verdict": "accept", "submission": ["x", "9" * 40, "-1"]})
    assert answer.status_code == 400
    assert office.get(JUDGE).status_code == 405


def test_the_questions_do_not_grow_with_the_reports(
    office, waiting, django_assert_max_num_queries, world, sign_in
):
    def asked(some) -> int:
        with django_assert_max_num_queries(60) as found:
            tick(office, some, "accept_ticked")
        return len(found)

    assert asked(waiting) == asked(waiting[:1])
