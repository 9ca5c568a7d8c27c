"""代填: an officer enters a month for a unit that cannot, marked wherever it is read inside."""

import pytest

from projects.models import Event, Programme
from supervision.models import Report, Review, Submission
from tests.admin.typed import fill_url, full_sheet
from tests.factories import make_officer

pytestmark = pytest.mark.django_db
BASIS = "张三来电报数，单位断网"


def enter(client, world, **changes):
    data = {**full_sheet(world, on_behalf=BASIS), "submit": "1", **changes}
    return client.post(fill_url(world.report), data)


def review_url() -> str:
    return f"/admin/supervision/submission/{Submission.objects.get().pk}/change/"


def test_it_is_marked_on_report_review_and_in_the_ledger(sign_in, world):
    officer = sign_in(world.officer)
    page = officer.get(f"/admin/supervision/report/{world.report.pk}/change/").content.decode()
    assert ">代填</a>" in page
    assert "您在替教育演示填报" in officer.get(fill_url(world.report)).content.decode()
    assert enter(officer, world).status_code == 302
    submission = Submission.objects.get()
    assert (submission.on_behalf, submission.by) == (BASIS, world.officer)
    assert f"代填：{BASIS}" in Event.objects.get(action="报送").body
    for client in (sign_in(world.owner), officer):
        shown = client.get(f"/admin/supervision/report/{world.report.pk}/change/").content.decode()
        assert f"督查人员替单位填报，依据：{BASIS}" in shown
    assert BASIS in sign_in(make_officer("second")).get(review_url()).content.decode()


def test_another_officer_reviews_it(sign_in, world):
    enter(sign_in(world.officer), world)
    own = sign_in(world.officer).post(review_url(), {"accept": "1"})
    assert own.status_code == 400 and "请另一位督查人员审核" in own.content.decode()
    assert not Review.objects.exists()
    assert sign_in(make_officer("second")).post(review_url(), {"accept": "1"}).status_code == 302
    world.report.refresh_from_db()
    assert world.report.state == Report.State.ACCEPTED


@pytest.mark.parametrize("basis", ["", "  ", "长" * 201])
def test_it_says_on_what_it_rests(sign_in, world, basis):
    answer = enter(sign_in(world.officer), world, on_behalf=basis)
    assert answer.status_code == 400 and "代填" in answer.content.decode()
    assert not Submission.objects.exists()
    world.report.refresh_from_db()
    assert world.report.state == Report.State.DRAFT, "what was typed stays"


def test_where_leaders_sign_it_goes_straight_to_review(sign_in, world):
    Programme.everything.update(signing="leader")
    enter(sign_in(world.officer), world)
    assert Submission.objects.get().on_behalf == BASIS


def test_a_unit_is_not_asked_and_says_nothing_of_it(sign_in, world):
    owner = sign_in(world.owner)
    assert "代填依据" not in owner.get(fill_url(world.report)).content.decode()
    owner.post(fill_url(world.report), {**full_sheet(world, on_behalf=BASIS), "submit": "1"})
    assert Submission.objects.get().on_behalf == ""
    assert sign_in(world.stranger).get(fill_url(world.report)).status_code == 404
