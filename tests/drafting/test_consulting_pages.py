"""征求意见 and 审定 by their pages: the office, a unit, a leader of the district."""

import re

import pytest
from django.test import Client

from projects.drafting.actions import opinions
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.models import Approval, Consultation, Opinion, Ruling
from tests.drafting.consulted import own_list, scan, sent_out
from tests.drafting.lists import AT, projects
from tests.factories import make_clerk, make_unit, make_user

pytestmark = pytest.mark.django_db
HERE = "/admin/drafting/drafting"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.DEMO_CLOCK = AT


@pytest.fixture
def unit():
    return make_unit("演示教育局")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_the_office_sends_a_version_out_and_sees_who_is_silent(officer, unit):
    drafting, client = own_list(officer), signed_in(officer)
    client.post(f"{HERE}/{drafting.pk}/drafts/", {"note": "征求意见稿"})
    here = f"{HERE}/{drafting.pk}/consultations/"
    given = {"consult": "1", "draft": drafting.drafts.get().pk, "units": [unit.pk],
             "leaders": "on", "public": "on", "until": "2024-01-20"}  # fmt: skip
    refused = client.post(here, given)
    assert refused.status_code == 400 and "30天" in refused.content.decode()
    assert client.post(here, given | {"reason": "时间紧"}).status_code == 302
    shown = page(client, here)
    assert "还没有答复的1个单位：演示教育局" in shown and "进行中" in shown
    row = Consultation.objects.get()
    ended = client.post(here, {"end": "1", "consultation": row.pk, "reason": ""})
    assert ended.status_code == 400
    assert client.post(here, {"end": "1", "consultation": 9999, "reason": "x"}).status_code == 404
    client.post(here, {"end": "1", "consultation": row.pk, "reason": "稿子有误"})
    assert "提前截止：稿子有误" in page(client, here)


def test_a_unit_says_it_item_by_item_and_reads_what_became_of_it(officer, unit):
    consultation = sent_out(officer, unit)
    clerk = signed_in(make_clerk(unit))
    assert "清单征求意见" in page(clerk, "/admin/")
    here = f"{HERE}/answer/{consultation.pk}/"
    key = projects(consultation.drafting)[1].key
    assert "开发公益岗位549个" in page(clerk, here)
    nothing_said = clerk.post(here, {})
    assert nothing_said.status_code == 400 and "请写意见" in nothing_said.content.decode()
    wrong = {f"k{key}-text": "请核。", f"k{key}-quote": "城镇219个"}
    refused = clerk.post(here, wrong)
    assert refused.status_code == 400 and "照抄原文" in refused.content.decode()
    assert "城镇219个" in refused.content.decode(), "what was typed stands"
    alone = clerk.post(here, {f"k{key}-quote": "城镇209个"})
    assert alone.status_code == 400 and "还要写意见" in alone.content.decode()
    right = wrong | {f"k{key}-quote": "城镇209个", "all-text": "总体可行。"}
    assert clerk.post(here, right).status_code == 302
    shown = page(clerk, here)
    assert "“城镇209个”" in shown and "总体可行。" in shown
    said = Opinion.objects.exclude(key=None).get()
    judged = [Judged(said, "not", "数字来自上级文件。")]
    opinions.rule(drafting=consultation.drafting, judged=judged, by=officer, at=AT)
    assert "数字来自上级文件。" in page(clerk, here)


def test_another_unit_s_page_is_not_there(officer, unit):
    consultation = sent_out(officer, unit)
    stranger = signed_in(make_clerk(make_unit("演示民政局")))
    assert page(stranger, f"{HERE}/answer/{consultation.pk}/", 404)
    assert stranger.post(f"{HERE}/answer/{consultation.pk}/", {"nothing": "1"}).status_code == 404
    assert "清单征求意见" not in page(stranger, "/admin/")
    assert page(
        signed_in(make_user("lead", role="区领导")), f"{HERE}/comment/{consultation.pk}/", 404
    )


def test_a_leader_comments_on_one_page_and_does_nothing_else(officer, unit):
    consultation = sent_out(officer, leaders=True)
    leader = signed_in(make_user("lead", role="区领导", name="演示领导"))
    here = f"{HERE}/comment/{consultation.pk}/"
    assert "清单征求意见" in page(leader, "/admin/") and here in page(leader, "/admin/")
    key = projects(consultation.drafting)[0].key
    assert leader.post(here, {f"k{key}-text": "再加一所。"}).status_code == 302
    assert "再加一所。" in page(leader, here)
    row = Opinion.objects.get()
    assert (row.source, row.who) == ("leader", "演示领导")
    assert page(leader, f"{HERE}/{consultation.drafting_id}/opinions/", 404)
    assert page(leader, f"{HERE}/answer/{consultation.pk}/", 404)


def test_the_office_enters_paper_and_rules_on_every_opinion(officer, unit):
    consultation, client = sent_out(officer, unit, leaders=True), signed_in(officer)
    drafting, here = consultation.drafting, f"{HERE}/{consultation.drafting_id}/opinions/"
    entered = {"enter": "1", "consultation": consultation.pk, "source": "meeting",
               "who": "演示代表", "basis": "1月9日座谈会", "item": projects(drafting)[0].key,
               "quote": "1所示范园", "text": "写明地点。"}  # fmt: skip
    assert client.post(here, entered | {"basis": ""}).status_code == 400
    assert client.post(here, entered).status_code == 302
    shown = page(client, here)
    assert "“1所示范园”" in shown and "1月9日座谈会" in shown
    row = Opinion.objects.get()
    boxes = {"rule": "1", f"o{row.pk}-kind": "partly", f"o{row.pk}-seen": "0"}
    refused = client.post(here, boxes)
    assert refused.status_code == 400 and "要写明处理的理由" in refused.content.decode()
    boxes |= {f"o{row.pk}-reason": "地点待选址。", f"o{row.pk}-shown": "建议写明地点"}
    assert client.post(f"{here}?left=1", boxes).status_code == 302
    assert Ruling.objects.get().reason == "地点待选址。"
    late = client.post(here, boxes | {f"o{row.pk}-kind": "not"})
    assert late.status_code == 409, "seen 0 is no longer what stands"
    sheet = client.get(f"{HERE}/{drafting.pk}/papers/rulings/")
    assert sheet.status_code == 200 and "spreadsheet" in sheet["Content-Type"]


def test_contacts_are_the_office_s_alone(officer):
    consultation = sent_out(officer, public=True)
    opinions.leave(
        consultation=consultation, code="abcdefgh23456722", word=Word("灯不亮。"), at=AT,
        name="演示某某", phone="0537-0000000",
    )  # fmt: skip
    assert "0537-0000000" in page(
        signed_in(officer), f"{HERE}/{consultation.drafting_id}/opinions/"
    )
    assert "演示某某" not in page(Client(), "/2024/making/consultations/1/")


def test_a_vote_is_pasted_its_result_shown_and_a_tie_decided(officer):
    drafting, client = own_list(officer), signed_in(officer)
    client.post(f"{HERE}/{drafting.pk}/drafts/", {"note": "送审"})
    here = f"{HERE}/{drafting.pk}/approval/"
    given = {"approve": "1", "draft": drafting.drafts.get().pk, "kind": "vote",
             "body": "演示区人大", "meeting": "第三次会议", "held_on": "2024-01-10", "places": "1",
             "ballots": "100", "counts": "1\t增加托位\t70\t30\t0\n2，70，２０，10"}  # fmt: skip
    assert "会议纪要" in client.post(here, given).content.decode(), "the minutes are asked for"
    for counts, sentence in (("1 托位 七十", "读不出"), ("9 1 1 1", "没有第9项"),
                             ("1 1 1 1\n1 1 1 1", "写了两次")):  # fmt: skip
        answer = client.post(here, given | {"counts": counts, "file": scan()})
        assert answer.status_code == 400 and sentence in answer.content.decode(), sentence
    assert client.post(here, given | {"file": scan()}).status_code == 302
    shown = page(client, here)
    assert shown.count("票数相同，待取舍") == 2
    approval = Approval.objects.get()
    tie = {
        "tie": "1",
        "approval": approval.pk,
        "keys": [projects(drafting)[0].key],
        "reason": "抽签",
    }
    assert client.post(here, tie | {"approval": 10**6}).status_code == 404
    assert client.post(here, tie).status_code == 302
    assert "选上" in page(client, here)
    held = client.get(f"{HERE}/minutes/{approval.pk}/")
    assert held["Content-Disposition"].startswith("attachment")
    assert client.get(f"{HERE}/{drafting.pk}/papers/votes/").status_code == 200


def test_pages_ask_no_more_for_more_opinions(officer, unit, django_assert_max_num_queries):
    consultation, client = sent_out(officer, unit), signed_in(officer)
    clerk = make_clerk(unit)
    key = projects(consultation.drafting)[0].key
    for count in range(12):
        opinions.give(
            consultation=consultation,
            words=[Word(f"第{count}条。", key)],
            unit=unit,
            by=clerk,
            at=AT,
        )
    with django_assert_max_num_queries(32):
        shown = page(client, f"{HERE}/{consultation.drafting_id}/opinions/")
    assert len(re.findall('id="o', shown)) >= 12
