"""印发: pages on which two people issue a list, its units are registered, and it is previewed."""

from dataclasses import replace

import pytest

from projects.drafting.actions import drafts
from projects.drafting.models import Drafting
from projects.models import Event, LeadUnit, Programme, User
from projects.values.slugs import slug_for
from tests.drafting.consulted import decided
from tests.drafting.lists import AT, make_drafting, projects
from tests.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db
GIVEN = {
    "propose": "1", "document_number": "演示管发〔2024〕3号", "issued_on": "2024-01-12",
    "signer": "演示签发人",
}  # fmt: skip


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def drafting(officer):
    drafting = make_drafting(officer, origin=Drafting.Origin.OWN)
    keys = [row.key for row in projects(drafting)]
    drafts.take_all(drafting=drafting, keys=keys, by=officer, at=AT)
    return drafting


def at(drafting, page: str = "issue/") -> str:
    return f"/admin/drafting/drafting/{drafting.pk}/{page}"


def said(answer) -> str:
    return answer.content.decode()


def registered(office, drafting) -> None:
    """Every unit registered, and the list decided on."""
    decided(drafting, User.objects.get(username="officer"), at=AT)
    form = office.get(at(drafting, "units/")).context["form"]
    boxes = {box.html_name: box.value() or "" for row in form.rows for box in row}
    office.post(at(drafting, "units/"), boxes)


def test_units_that_the_list_names_are_registered_at_once(office, drafting):
    assert "还没有登记为单位：演示教育局、演示卫健局、演示财政局、演示人社局" in said(
        office.get(at(drafting))
    )
    before = Event.objects.count()
    registered(office, drafting)
    assert dict(LeadUnit.objects.values_list("name", "slug")) == {
        "演示教育局": "education", "演示卫健局": "health", "演示财政局": "finance",
        "演示人社局": "labour",
    }  # fmt: skip
    assert Event.objects.count() == before + 3  # frozen, decided, registered
    assert "都已登记" in said(office.get(at(drafting, "units/")))


def test_an_address_is_proposed_that_nobody_has():
    assert slug_for("区教育和体育局", []) == "education"
    assert slug_for("教育局", ["education"]) == "education-1"
    assert slug_for("某某中心", ["unit-1"]) == "unit-2"


def test_a_unit_is_not_registered_twice_or_under_a_taken_address(office, drafting):
    make_unit("别的单位", slug="education")
    form = office.get(at(drafting, "units/")).context["form"]
    boxes = {box.html_name: box.value() or "" for row in form.rows for box in row}
    answer = office.post(at(drafting, "units/"), boxes | {"u0-slug": "education"})
    assert answer.status_code == 400
    assert "网址标识" in said(answer)
    assert LeadUnit.objects.count() == 1
    answer = office.post(at(drafting, "units/"), boxes | {"u0-name": boxes["u1-name"]})
    assert answer.status_code == 400
    assert "<li>" in said(answer) and "[" not in said(answer).split('id="problems"')[1][:200]


def test_a_unit_that_was_dissolved_is_named_as_that(office, drafting):
    registered(office, drafting)
    LeadUnit.objects.filter(name="演示教育局").update(since="2020-01-01", until="2023-12-31")
    assert "演示教育局已于2023年12月31日撤销" in said(office.get(at(drafting)))
    assert "演示教育局已于2023年12月31日撤销" in said(office.post(at(drafting), GIVEN))
    form = office.get(at(drafting, "units/")).context["form"]
    assert [row.initial["name"] for row in form.rows] == []


def test_two_people_issue_the_list(office, client, drafting):
    registered(office, drafting)
    assert "都已齐备" in said(office.get(at(drafting)))
    answer = office.post(at(drafting), GIVEN, follow=True)
    assert "等另一人复核" in said(answer)
    assert "复核无误，印发" not in said(answer)
    assert office.post(at(drafting), {"grant": "1"}).status_code == 400
    client.force_login(make_officer("second"))
    answer = client.post(at(drafting), {"grant": "1"}, follow=True)
    assert "2024年民生实事已印发" in said(answer)
    assert "签发：演示签发人" in said(answer)
    assert Programme.public.get().projects.count() == 2
    again = client.post(at(drafting), {"grant": "1"})
    assert again.status_code == 400 and "已印发，不能再改" in again.content.decode()
    assert client.get("/2024/1/").status_code == 200


def test_a_request_is_sent_back_with_a_reason(office, drafting):
    registered(office, drafting)
    office.post(at(drafting), GIVEN)
    answer = office.post(at(drafting), {"refuse": "1", "reason": ""})
    assert answer.status_code == 400 and "box-problem" in said(answer)
    answer = office.post(at(drafting), {"refuse": "1", "reason": "文号有误"}, follow=True)
    assert "退回：文号有误" in said(answer)
    assert "提请印发" in said(answer)


def test_a_list_changed_since_it_was_put_forward_is_said_to_be(office, client, officer, drafting):
    registered(office, drafting)
    office.post(at(drafting), GIVEN)
    assert "又改过" not in said(office.get(at(drafting)))
    row = projects(drafting)[0]
    content = row.content.with_text(row.content.text.replace("537", "540"))
    drafts.save(drafting=drafting, key=row.key, version=row.version, content=content, by=officer,
                at=AT)  # fmt: skip
    assert "又改过，不能照这一稿印发：请收回" in said(office.get(at(drafting)))
    client.force_login(make_officer("second"))
    page = said(client.get(at(drafting)))
    assert "请退回" in page and "复核无误，印发" not in page


def test_a_list_that_names_no_unit_says_how_its_units_come_in(office, officer, drafting):
    for row in projects(drafting):
        content = row.content
        bare = replace(content.project, lead="", partners=(), supports=())
        bare = replace(bare, tasks=tuple(replace(task, unit="") for task in bare.tasks))
        drafts.save(drafting=drafting, key=row.key, version=row.version,
                    content=replace(content, project=bare), by=officer, at=AT)  # fmt: skip
    page = said(office.get(at(drafting, "units/")))
    assert "清单里没有写到单位" in page and "清单有2项没有写牵头单位" in page
    for what in ("sheets/projects/", "sheets/projects/import/"):
        assert at(drafting, what) in page


def test_what_is_lacking_stands_with_its_place_and_a_link(office, officer, drafting):
    row = projects(drafting)[0]
    drafts.add(
        drafting=drafting, after=None, content=drafts.empty_project(drafting), by=officer, at=AT
    )
    decided(drafting, officer, at=AT)
    page = said(office.get(at(drafting)))
    blank = projects(drafting)[-1]
    assert f"pieces/{blank.key}/#p{blank.key}" in page
    assert "还没有填写项目名称。" in page
    assert f"pieces/{row.key}/#p{row.key}" not in page
    answer = office.post(at(drafting), GIVEN)
    assert answer.status_code == 400
    assert "第3项：还没有填写项目名称。" in said(answer)


def test_the_preview_is_the_public_page_and_leaves_nothing(office, client, drafting):
    registered(office, drafting)
    before = Event.objects.count()
    page = said(office.get(at(drafting, "preview/list/")))
    assert "预览：还没有印发" in page and "增加托位" in page and "演示教育局" in page
    assert "1所示范园" in said(office.get(at(drafting, "preview/1/")))
    assert "演示管委会办公室" in said(office.get(at(drafting, "preview/text/")))
    assert Event.objects.count() == before and not Programme.everything.exists()
    assert office.get(at(drafting, "preview/9/")).status_code == 404
    assert office.get(at(drafting, "preview/nothing/")).status_code == 404


def test_what_cannot_be_previewed_yet_says_why(office, drafting):
    answer = office.get(at(drafting, "preview/list/"))
    assert answer.status_code == 400
    assert "还没有登记为单位" in said(answer)
