"""Who reaches what: every admin address, for every kind of person."""

import pytest

from projects.actions.posts import end
from projects.models import Event, UnitMember
from supervision.models import Submission
from tests.admin.addresses import (
    ADMIN,
    ALL,
    AT_WORK,
    DISTRICT,
    LEADER,
    OFFICE,
    OWNER,
    PEOPLE,
    ROOT,
    admitted,
    unlisted,
)
from tests.admin.one_of_each import one_of_each
from tests.admin.plain import faults
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment

pytestmark = pytest.mark.django_db

# Page → who is answered 200; everybody else gets 404, and the anonymous the sign-in page.
# How to add an address of whatever kind: tests/admin/addresses.py.
PAGES = {
    "/admin/": ALL,
    "/admin/password_change/": ALL,
    "/admin/password_change/done/": ALL,
    "/admin/jsi18n/": ALL,
    "/admin/two-step/": ALL,
    "/admin/two-step/password/": ALL,
    "/admin/sessions/": ALL,
    "/admin/roles/": (ADMIN, ROOT),
    "/admin/people/{unit}/": (LEADER,),
    "/admin/supervision/report/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/report/export/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/report/{report}/change/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/report/{begun}/fill/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/supportpart/": (OFFICE, ROOT),
    "/admin/supervision/supportpart/{part}/change/": (OFFICE, ROOT),
    "/admin/supervision/supportpart/report/{supported}/": (OWNER,),
    "/admin/drafting/textcorrection/": (OFFICE, ROOT),
    "/admin/drafting/textcorrection/propose/": (OFFICE, ROOT),
    "/admin/drafting/textcorrection/{textcorrection}/change/": (OFFICE, ROOT),
    "/admin/supervision/plandraft/": (OFFICE, ROOT),
    "/admin/supervision/plandraft/waiting/": (OFFICE, ROOT),
    "/admin/supervision/plandraft/{plandraft}/change/": (OFFICE, ROOT),
    "/admin/supervision/plandraft/target/{to_plan}/": (OWNER,),
    "/admin/supervision/paper/": (OFFICE, ROOT),
    "/admin/supervision/paper/{paper}/change/": (OFFICE, ROOT),
    "/admin/supervision/paper/{paper}/file/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/paper/attach/adjustment/{adjustment}/": (OFFICE, ROOT),
    "/admin/supervision/report/{begun}/paper/": (OWNER,),
    "/admin/supervision/report/{unsigned}/sign/": (OWNER,),
    "/admin/supervision/report/workbook/{period}/": (OWNER, "stranger"),
    "/admin/supervision/submission/": (OFFICE, ROOT),
    "/admin/supervision/submission/{submission}/change/": (OFFICE, ROOT),
    "/admin/supervision/waitingreport/": (OFFICE, ROOT),
    "/admin/supervision/overduereport/": (OFFICE, ROOT),
    "/admin/supervision/evidence/": (OFFICE, ROOT),
    "/admin/supervision/evidence/{evidence}/change/": (OFFICE, ROOT),
    "/admin/supervision/evidence/{evidence}/file/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/evidence/{evidence}/picture/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/evidence/{evidence}/withdraw/": (OWNER,),
    "/admin/supervision/period/": (OFFICE, ROOT),
    "/admin/supervision/period/{period}/change/": (OFFICE, ROOT),
    "/admin/supervision/period/{period}/close/": (OFFICE, ROOT),
    "/admin/supervision/period/{period}/chase/": (OFFICE, ROOT),
    "/admin/supervision/period/{period}/due/": (OFFICE, ROOT),
    "/admin/supervision/period/{period}/take-back/": (OFFICE, ROOT),
    "/admin/supervision/period/{closed}/publish/": (OFFICE, ROOT),
    "/admin/supervision/period/{closed}/preview/": (OFFICE, ROOT),
    "/admin/supervision/period/open/": (OFFICE, ROOT),
    "/admin/supervision/period/export/": (OFFICE, ROOT),
    "/admin/supervision/period/{closed}/bulletin/": (OFFICE, ROOT),
    "/admin/supervision/period/{closed}/bulletin/word/": (OFFICE, ROOT),
    "/admin/office/onepage/": (OFFICE, ROOT),
    "/admin/office/onepage/word/": (OFFICE, ROOT),
    "/admin/office/leaders/": (OFFICE, ROOT),
    "/admin/supervision/card/": (OFFICE, ROOT),
    "/admin/supervision/card/export/": (OFFICE, ROOT),
    "/admin/supervision/card/{card}/change/": (OFFICE, ROOT),
    "/admin/supervision/cardpolicy/": (OFFICE, ROOT),
    "/admin/supervision/card/2023/1/2023-09/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/card/2023/1/2023-08/facts.json": (OWNER, OFFICE, ROOT),
    "/admin/supervision/correction/": (OFFICE, ROOT),
    "/admin/supervision/correction/of/{former}/": (OWNER,),
    "/admin/supervision/correction/{correction}/change/": (OFFICE, ROOT),
    "/admin/supervision/adjustment/": (OFFICE, ROOT),
    "/admin/supervision/adjustment/{adjustment}/change/": (OFFICE, ROOT),
    "/admin/supervision/cardoverride/": (OFFICE, ROOT),
    "/admin/supervision/cardoverride/propose/": (OFFICE, ROOT),
    "/admin/supervision/acceptance/": (OFFICE, ROOT),
    "/admin/supervision/acceptance/propose/": (OFFICE, ROOT),
    "/admin/supervision/acceptance/{acceptance}/change/": (OFFICE, ROOT),
    "/admin/supervision/acceptance/{acceptance}/file/": (OFFICE, ROOT),
    "/admin/manual/clerk/": AT_WORK,
    "/admin/manual/district/": ALL,
    "/admin/manual/pictures/clerk-desk.png": ALL,
    "/admin/supervision/poll/": (OFFICE, ROOT),
    "/admin/supervision/poll/propose/": (OFFICE, ROOT),
    "/admin/supervision/poll/{poll}/change/": (OFFICE, ROOT),
    "/admin/supervision/poll/{poll}/file/": (OFFICE, ROOT),
    "/admin/supervision/cardoverride/{override}/change/": (OFFICE, ROOT),
    "/admin/supervision/release/": (OFFICE, ROOT),
    "/admin/supervision/release/month/{closed}/": (OFFICE, ROOT),
    "/admin/supervision/release/{release}/change/": (OFFICE, ROOT),
    "/admin/supervision/slip/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/appeal/export/": (OFFICE, ROOT),
    "/admin/supervision/trialreply/export/": (OFFICE, ROOT),
    "/admin/supervision/feedback/export/": (OFFICE, ROOT),
    "/admin/supervision/evidence/zip/?period={period}": (OWNER, OFFICE, ROOT),
    "/admin/supervision/period/{period}/print/": (OFFICE, ROOT),
    "/admin/office/put/?slip={draft}": (OFFICE, ROOT),
    "/admin/office/put/paper/{signed}/": (OFFICE, ROOT),
    "/admin/supervision/calendarday/": (OFFICE, ROOT),
    "/admin/supervision/calendarday/enter/": (OFFICE, ROOT),
    "/admin/supervision/calendarday/{holiday}/change/": (OFFICE, ROOT),
    "/admin/supervision/job/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/job/{job}/change/": (OFFICE, ROOT),
    "/admin/supervision/job/{job}/file/": (OFFICE, ROOT),
    "/admin/office/sign/{put}/": (DISTRICT,),
    "/admin/office/sign/{put}/preview/": (),
    "/admin/office/sign/{put}/picture/1/": (),
    "/admin/supervision/chatgroup/": (OFFICE, ROOT),
    "/admin/supervision/chatgroup/set/": (OFFICE, ROOT),
    "/admin/supervision/chatgroup/{chat}/change/": (OFFICE, ROOT),
    "/admin/supervision/slip/propose/": (OFFICE, ROOT),
    "/admin/supervision/slip/ledger/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/change/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/word/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/print/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/slip/file/{attached}/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/trialreply/": (OFFICE, ROOT),
    "/admin/supervision/trialreply/report/{report}/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/appeal/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/appeal/card/{card}/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/appeal/{appeal}/change/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/feedback/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/feedback/{message}/change/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/waitingfeedback/": (OFFICE, ROOT),
    "/admin/supervision/overduefeedback/": (OFFICE, ROOT),
    "/admin/supervision/photo/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/photo/propose/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/supervision/photo/{photo}/change/": (OWNER, OFFICE, ROOT),
    "/admin/projects/guideline/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/projects/guideline/{line}/change/": (OWNER, OFFICE, ROOT),
    "/admin/projects/site/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/projects/site/add/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/projects/site/export/": (OFFICE, ROOT),
    "/admin/projects/site/import/": (OFFICE, ROOT),
    "/admin/projects/site/import/sheet.xlsx": (OFFICE, ROOT),
    "/admin/projects/site/built/{project}/": (OWNER, OFFICE, ROOT),
    "/admin/projects/standin/": (OWNER, "stranger", OFFICE, ROOT),
    "/admin/projects/standin/arrange/": (LEADER, OFFICE, ROOT),
    "/admin/projects/standin/{standin}/change/": (OWNER, OFFICE, ROOT),
    "/admin/projects/site/{place}/change/": (OWNER, OFFICE, ROOT),
    "/admin/projects/site/{place}/history/": (OWNER, OFFICE, ROOT),
    "/admin/projects/programme/": (OFFICE, ROOT),
    "/admin/projects/programme/{programme}/change/": (OFFICE, ROOT),
    "/admin/projects/programme/{programme}/history/": (OFFICE, ROOT),
    "/admin/projects/plainname/": (OFFICE, ROOT),
    "/admin/projects/plainname/add/": (OFFICE, ROOT),
    "/admin/projects/plainname/{called}/change/": (OFFICE, ROOT),
    "/admin/projects/project/": (OFFICE, ROOT),
    "/admin/projects/project/export/": (OFFICE, ROOT),
    "/admin/projects/project/{project}/change/": (OFFICE, ROOT),
    "/admin/projects/target/": (OFFICE, ROOT),
    "/admin/projects/target/export/": (OFFICE, ROOT),
    "/admin/projects/target/import/": (OFFICE, ROOT),
    "/admin/projects/target/import/sheet.xlsx": (OFFICE, ROOT),
    "/admin/projects/target/{rooms}/change/": (OFFICE, ROOT),
    "/admin/projects/target/{rooms}/plan/": (OFFICE, ROOT),
    "/admin/projects/target/{rooms}/terms/": (OFFICE, ROOT),
    "/admin/projects/target/{works}/plan/": (OFFICE, ROOT),
    "/admin/projects/target/{service}/plan/": (OFFICE, ROOT),
    "/admin/projects/leadunit/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/leadunit/add/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/leadunit/export/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/leadunit/import/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/leadunit/import/sheet.xlsx": (OFFICE, ADMIN, ROOT),
    "/admin/projects/leadunit/{unit}/change/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/unitmember/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/unitmember/add/": (ADMIN, ROOT),
    "/admin/projects/unitmember/{member}/change/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/assignment/": (OFFICE, ROOT),
    "/admin/projects/assignment/add/": (OFFICE, ROOT),
    "/admin/projects/assignment/export/": (OFFICE, ROOT),
    "/admin/projects/assignment/import/": (OFFICE, ROOT),
    "/admin/projects/assignment/import/sheet.xlsx": (OFFICE, ROOT),
    "/admin/projects/assignment/{assignment}/change/": (OFFICE, ROOT),
    "/admin/projects/user/": (ADMIN, ROOT),
    "/admin/projects/user/add/": (ADMIN, ROOT),
    "/admin/projects/user/import/": (ADMIN, ROOT),
    "/admin/projects/user/import/sheet.xlsx": (ADMIN, ROOT),
    "/admin/projects/user/{owner}/change/": (ADMIN, ROOT),
    "/admin/projects/user/{owner}/password/": (ADMIN, ROOT),
    "/admin/projects/user/{owner}/two-step/": (ADMIN, ROOT),
    "/admin/projects/signin/": (ADMIN, ROOT),
    "/admin/projects/signin/{signin}/change/": (ADMIN, ROOT),
    "/admin/projects/citytask/": (OFFICE, ROOT),
    "/admin/projects/citytask/add/": (OFFICE, ROOT),
    "/admin/projects/citytask/export/": (OFFICE, ROOT),
    "/admin/projects/citytask/import/": (OFFICE, ROOT),
    "/admin/projects/citytask/import/sheet.xlsx": (OFFICE, ROOT),
    "/admin/projects/citytask/{quota}/change/": (OFFICE, ROOT),
    "/admin/projects/event/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/event/export/": (OFFICE, ADMIN, ROOT),
    "/admin/projects/event/{event}/change/": (OFFICE, ADMIN, ROOT),
    "/admin/drafting/drafting/": (OFFICE, ROOT),
    "/admin/drafting/drafting/start/": (OFFICE, ROOT),
    "/admin/drafting/drafting/from/2023/": (OFFICE, ROOT),
    "/admin/drafting/drafting/add-to/2023/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/issue/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/units/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{whole}/preview/list/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/change/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/describe/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/text/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/drafts/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/upper/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/drop/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{own}/consultations/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{own}/opinions/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{own}/approval/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{own}/papers/letter/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{own}/sheets/projects/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{own}/sheets/projects/import/": (OFFICE, ROOT),
    "/admin/drafting/drafting/minutes/{minutes}/": (OFFICE, ROOT),
    "/admin/drafting/drafting/answer/{sent}/": (OWNER,),
    "/admin/drafting/drafting/comment/{sent}/": (DISTRICT, ROOT),
    "/admin/drafting/drafting/{drafting}/pieces/{piece}/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/pieces/{piece}/history/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/course/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/calls/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/calls/{call}/notice.docx": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/enter/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/words/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/carry/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/import/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/form.xlsx": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/summary.xlsx": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/{proposal}/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/candidates/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/candidates/{candidate}/": (OFFICE, ROOT),
    "/admin/drafting/drafting/call/{call}/{unit}/": (OWNER,),
    "/admin/drafting/drafting/call/{call}/{unit}/import/": (OWNER,),
    "/admin/drafting/drafting/call/{call}/{unit}/form.xlsx": (OWNER,),
    "/admin/office/": (OFFICE, ROOT),
    "/admin/office/doubts/": (OFFICE, ROOT),
    "/admin/office/discipline/": (OFFICE, ROOT),
    "/admin/office/outlook/": (OFFICE, ROOT),
    "/admin/office/consequences/": (OFFICE, ROOT),
    "/admin/office/city/": (OFFICE, ROOT),
    "/admin/office/changes/": (OFFICE, ROOT),
    "/admin/office/changes/target/{rooms}/": (OFFICE, ROOT),
    "/admin/office/changes/project/{project}/": (OFFICE, ROOT),
    "/admin/office/changes/quota/{quota}/": (OFFICE, ROOT),
    "/admin/office/yearend/": (OFFICE, ROOT),
    "/admin/office/yearend/scores/": (OFFICE, ROOT),
    "/admin/office/handover/": (OFFICE, ROOT),
    "/admin/office/policies/": (OFFICE, ROOT),
    "/admin/office/policies/simulator/": (OFFICE, ROOT),
    "/admin/office/policies/{policy}/": (OFFICE, ROOT),
}


@pytest.fixture
def keys(world):
    return one_of_each(world)


@pytest.mark.parametrize("who", (*PEOPLE, ROOT))
def test_each_page_answers_those_it_is_for_in_plain_chinese(sign_in, world, keys, who):
    client = sign_in(getattr(world, who))
    wrong = {}
    for address, people in PAGES.items():
        answer = client.get(address.format(**keys))
        wanted = 200 if admitted(who, people) else 404
        if answer.status_code != wanted:
            wrong[address] = answer.status_code
        elif wanted == 200 and answer["Content-Type"].startswith("text/html"):
            wrong[address] = faults(answer.content.decode())
    assert {address: found for address, found in wrong.items() if found} == {}


def test_the_anonymous_are_asked_to_sign_in(client, world, keys):
    for address in PAGES:
        response = client.get(address.format(**keys))
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


def test_every_address_is_listed():
    assert unlisted(PAGES) == [], "see tests/admin/addresses.py"


@pytest.mark.parametrize("who", ALL)
@pytest.mark.parametrize(
    "address",
    [
        "/admin/projects/project/999999/change/",
        "/admin/projects/project/abc/change/",
        "/admin/projects/project/99999999999999999999999/change/",
        "/admin/projects/project/1%00/change/",
        "/admin/supervision/report/999999/fill/",
        "/admin/supervision/report/999999/change/",
        "/admin/supervision/submission/abc/change/",
        "/admin/supervision/evidence/999999/file/",
        "/admin/supervision/nothing/",
        "/admin/auth/group/",
        "/admin/axes/accessattempt/",
        "/admin/projects/project/?state__exact=%00",
        "/admin/projects/event/?q=%00",
        "/admin/autocomplete/?app_label=projects&model_name=user&field_name=x",
    ],
)
def test_what_is_not_there_is_404(sign_in, world, who, address):
    assert sign_in(getattr(world, who)).get(address).status_code == 404


def test_not_yours_reads_exactly_like_not_there(sign_in, world):
    client = sign_in(world.stranger)
    for address in ("/admin/supervision/report/{}/fill/", "/admin/supervision/report/{}/change/"):
        yours = client.get(address.format(world.report.pk))
        nothing = client.get(address.format(999999))
        assert (yours.status_code, yours.content) == (nothing.status_code, nothing.content)


def test_another_unit_posts_into_nothing(sign_in, world):
    response = sign_in(world.stranger).post(
        fill_url(world.report), {**full_sheet(world), "submit": "1"}
    )
    assert response.status_code == 404
    assert not Submission.objects.exists()
    world.report.refresh_from_db()
    assert world.report.draft == {}


def test_a_unit_cannot_review_even_its_own(sign_in, world, keys):
    url = f"/admin/supervision/submission/{keys['submission']}/change/"
    assert sign_in(world.owner).post(url, {"accept": "1"}).status_code == 404
    world.report.refresh_from_db()
    assert world.report.state == "submitted"


def test_lists_hold_a_unit_s_own_rows_alone(sign_in, world):
    shown = sign_in(world.stranger).get("/admin/supervision/report/").content.decode()
    assert "适老化改造" in shown
    assert "教室照明" not in shown
    searched = sign_in(world.stranger).get("/admin/supervision/report/?q=教室").content.decode()
    assert "教室照明" not in searched


def test_a_post_that_has_ended_opens_nothing(sign_in, world, settings):
    member = UnitMember.objects.get(person=world.owner)
    end(
        row=member,
        until=moment("2023-10-04 00:00").date(),
        by=None,
        at=moment("2023-10-04 09:00"),
    )
    assert sign_in(world.owner).get(fill_url(world.report)).status_code == 404
    settings.DEMO_CLOCK = moment("2023-10-04 23:00")  # the last day still counts
    assert sign_in(world.owner).get(fill_url(world.report)).status_code == 200


@pytest.mark.parametrize("who", [OFFICE, ADMIN, ROOT])
@pytest.mark.parametrize("model", ["card", "submission", "cardpolicy", "evidence", "period"])
def test_nobody_adds_or_deletes_what_is_only_ever_added(sign_in, world, keys, who, model):
    client = sign_in(getattr(world, who))
    assert client.get(f"/admin/supervision/{model}/add/").status_code == 404
    assert client.post(f"/admin/supervision/{model}/add/", {}).status_code == 404
    address = f"/admin/supervision/submission/{keys['submission']}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 404
    event = f"/admin/projects/event/{keys['event']}/"
    assert client.post(event + "change/", {"action": "改"}).status_code == 404
    assert client.post(event + "delete/", {"post": "yes"}).status_code == 404
    bulk = {"action": "delete_selected", "_selected_action": [keys["event"]], "post": "yes"}
    client.post("/admin/projects/event/", bulk)
    assert Event.objects.filter(pk=keys["event"]).exists()
