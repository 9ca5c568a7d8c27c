"""增列: a project put into a public list by a decision, from a month on, told as a change."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction

from projects.drafting.actions import drafts, issuing
from projects.errors import Refused
from projects.models import Event, ProjectChange
from supervision.cards.counted import pushed
from tests.drafting.lists import projects, whole_pieces
from tests.factories import make_officer, make_programme, make_project, make_unit, moment

pytestmark = pytest.mark.django_db
AT = moment("2023-06-12 09:00")
GIVEN = {
    "document_number": "演示管发〔2023〕9号", "issued_on": dt.date(2023, 6, 9), "signer": "演示",
    "approved_by": "演示党工委", "meeting": "2023年第9次会议", "effective": "2023-07",
    "reason": "汛期后群众急需",
}  # fmt: skip


@pytest.fixture
def programme():
    programme = make_programme(2023)
    make_project(programme, unit=make_unit("演示体育局"), number=1, title="教室照明")
    return programme


@pytest.fixture
def addition(programme, officer):
    (piece,) = whole_pieces(2023)
    project = replace(piece.project, number=2, lead="演示体育局", text=piece.text)
    pieces = [replace(piece, project=project)]
    return drafts.start_addition(programme=programme, pieces=pieces, by=officer, at=AT)


def propose(addition, officer, **kw):
    return issuing.propose(drafting=addition, **{**GIVEN, **kw}, by=officer, at=AT)


def refusal(call) -> str:
    with pytest.raises(Refused) as caught, transaction.atomic():
        call()
    return str(caught.value)


def test_it_joins_the_list_by_two_people_and_one_event(
    programme, addition, officer, client, settings
):
    settings.DEMO_CLOCK = AT
    propose(addition, officer)
    before = Event.objects.count()
    issuing.grant(drafting=addition, by=make_officer("second"), at=AT)
    assert Event.objects.count() == before + 1
    project = programme.projects.get(number=2)
    change = ProjectChange.objects.get(project=project)
    assert (change.added, change.effective, change.get_state_display()) == (
        True, "2023-07", "增列"
    )  # fmt: skip
    assert project.assignments.get(role="lead").since == AT.date()  # told and planning at once
    assert project.targets.get().terms.get().document == "演示管发〔2023〕9号"
    assert programme.sections.get().heading == "增列项目（演示管发〔2023〕9号）"
    origin = client.get("/2023/making/2/").content.decode()
    for said in ("演示党工委，2023年第9次会议审定。",
                 "2023年6月9日以演示管发〔2023〕9号增列，自2023年7月起：汛期后群众急需",
                 "2023年6月12日照文件登记到本站。"):  # fmt: skip
        assert said in origin, said
    page = client.get("/2023/2/").content.decode()
    assert "牵头单位待明确" not in page
    assert "项目为年中增列" in page and "汛期后群众急需" in page
    assert "摘自演示管发〔2023〕9号，一字未改" in page
    assert "摘自演示〔2023〕1号，一字未改" in client.get("/2023/1/").content.decode()
    assert "增列" in client.get("/2023/corrections/").content.decode()
    call_command("verify_ledger")


def test_a_month_before_it_was_added_does_not_count_it(programme, addition, officer):
    propose(addition, officer)
    issuing.grant(drafting=addition, by=make_officer("second"), at=AT)
    numbers = {
        month: [each.number for each in pushed(programme.projects.order_by("number"), month)]
        for month in ("2023-06", "2023-07", "2023-09")
    }
    assert numbers == {"2023-06": [1], "2023-07": [1, 2], "2023-09": [1, 2]}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"effective": "2023-05"}, "2023年5月已经过完"),
        ({"reason": ""}, "要写明原因"),
        ({"meeting": ""}, "要写明会议"),
    ],
)
def test_an_addition_is_decided_by_somebody_and_never_reaches_back(addition, officer, changes, why):
    assert why in refusal(lambda: propose(addition, officer, **changes))


def test_a_number_of_the_list_is_not_used_twice(programme, addition, officer):
    other = make_project(programme, number=2, title="别的项目")
    assert "第2项：清单里已有这个序号" in refusal(lambda: propose(addition, officer))
    type(other).everything.filter(pk=other.pk).update(number=3)
    propose(addition, officer)
    type(other).everything.filter(pk=other.pk).update(number=2)
    said = refusal(lambda: issuing.grant(drafting=addition, by=make_officer("second"), at=AT))
    assert "第2项：清单里已有这个序号" in said


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("5. 建球场。建成球场2个。", 5, "建球场"),
        ("1. 建球场。建成球场2个。", 2, "建球场"),
        ("建成球场2个。", 2, "建成球场2个"),
    ],
)
def test_what_is_pasted_gets_a_number_that_the_list_has_not(
    programme, officer, client, text, number, title
):
    client.force_login(officer)
    client.post("/admin/drafting/drafting/add-to/2023/", {"text": text})
    (row,) = projects(programme.additions.get())
    assert (row.content.project.number, row.content.project.title) == (number, title)


def test_a_blank_one_is_numbered_after_the_list(addition):
    row = drafts.empty_project(addition)
    assert row.project.number == 3
    assert [each.content.project.number for each in projects(addition)] == [2]


def test_one_addition_at_a_time_and_the_page_leads_on(programme, addition, officer, client):
    client.force_login(officer)
    page = "/admin/drafting/drafting/add-to/2023/"
    assert "接着编" in client.get(page).content.decode()
    assert page in client.get("/admin/office/changes/").content.decode()
    answer = client.post(page, {"text": ""})
    assert answer.status_code == 400 and "已经有一份增列" in answer.content.decode()
    drafts.drop(drafting=addition, reason="重来", by=officer, at=AT)
    assert client.post(page, {"text": ""}).status_code == 302
    assert client.get("/admin/drafting/drafting/add-to/2030/").status_code == 404


def test_the_page_of_two_people_asks_for_month_and_reason(addition, officer, client, settings):
    settings.DEMO_CLOCK = AT
    client.force_login(officer)
    here = f"/admin/drafting/drafting/{addition.pk}/"
    assert "增列原因" in client.get(f"{here}issue/").content.decode()
    assert "建成球场2个" in client.get(f"{here}preview/2/").content.decode()
    given = {**GIVEN, "issued_on": "2023-06-09", "propose": "1"}
    assert client.post(f"{here}issue/", given | {"effective": ""}).status_code == 400
    assert client.post(f"{here}issue/", given).status_code == 302
    client.force_login(make_officer("second"))
    answer = client.post(f"{here}issue/", {"grant": "1"}, follow=True)
    assert "公众现在就能看到" in answer.content.decode()
