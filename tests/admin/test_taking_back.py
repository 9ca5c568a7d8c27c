"""撤回: a unit takes its report back until somebody of the office has opened it."""

import pytest

from projects.models import Event
from supervision.cards.discipline import discipline
from supervision.models import Look, Report, Review, Submission
from tests.admin.typed import fill_url, full_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(world, sign_in) -> Report:
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    world.report.refresh_from_db()
    assert world.report.state == Report.State.SUBMITTED
    return world.report


def change_url(report) -> str:
    return f"/admin/supervision/report/{report.pk}/change/"


def take_back(client, report):
    return client.post(f"/admin/supervision/report/{report.pk}/take-back/")


def review_url(report) -> str:
    return f"/admin/supervision/submission/{report.submissions.latest('number').pk}/change/"


def test_before_anyone_looked_it_is_taken_back_and_handed_in_again(world, sign_in, handed_in):
    owner = sign_in(world.owner)
    assert "撤回</button>" in owner.get(change_url(handed_in)).content.decode()
    assert take_back(owner, handed_in).url == fill_url(handed_in)
    handed_in.refresh_from_db()
    assert handed_in.state == Report.State.DRAFT and handed_in.draft["progress"]
    review = Review.objects.get()
    assert (review.verdict, review.by) == ("withdrawn", world.owner)
    assert (Event.objects.first().action, Event.objects.first().actor) == ("报送撤回", world.owner)
    data = full_sheet(world, rooms_value="79", version=handed_in.version)
    data |= {f"{world.rooms.pk}-cause": "到货晚。", f"{world.rooms.pk}-measures": "加班。"}
    owner.post(fill_url(handed_in), {**data, "submit": "1"})
    assert Submission.objects.count() == 2
    shown = owner.get(change_url(handed_in)).content.decode()
    assert "单位撤回" in shown and "审核单位撤回" not in shown


def test_once_opened_it_is_only_sent_back(world, sign_in, handed_in):
    officer, owner = sign_in(world.officer), sign_in(world.owner)
    officer.get("/admin/supervision/waitingreport/")
    assert not Look.objects.exists(), "the list alone is no look"
    officer.get(review_url(handed_in))
    officer.get(review_url(handed_in))
    look = Look.objects.get()
    assert look.by == world.officer
    assert Event.objects.filter(action="打开审核").count() == 1
    assert "撤回</button>" not in owner.get(change_url(handed_in)).content.decode()
    said = owner.get(take_back(owner, handed_in).url).content.decode()
    assert "打开审核，不能撤回" in said
    handed_in.refresh_from_db()
    assert handed_in.state == Report.State.SUBMITTED and not Review.objects.exists()


def test_the_report_s_own_page_is_a_look_of_the_office_alone(world, sign_in, handed_in):
    owner = sign_in(world.owner)
    owner.get(change_url(handed_in))
    assert not Look.objects.exists()
    assert sign_in(world.officer).get(change_url(handed_in)).status_code == 200
    assert Look.objects.get().by == world.officer
    take_back(owner, handed_in)
    handed_in.refresh_from_db()
    assert handed_in.state == Report.State.SUBMITTED


def test_what_was_taken_back_stands_nowhere(world, sign_in, handed_in, settings):
    take_back(sign_in(world.owner), handed_in)
    officer = sign_in(world.officer)
    assert officer.post(review_url(handed_in), {"accept": "1"}).status_code == 400
    [own, _] = discipline(world.programme, world.period.due.replace(year=2024))
    assert (own.missing, own.returns) == ([("2023-09", str(world.project))], [])


def test_nobody_else_takes_it_back(world, sign_in, handed_in):
    assert take_back(sign_in(world.stranger), handed_in).status_code == 404
    assert take_back(sign_in(world.officer), handed_in).status_code == 404
    assert not Review.objects.exists()
