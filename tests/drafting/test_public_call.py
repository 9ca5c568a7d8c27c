"""征集 in public: the notice, the form as safe as a message's, the receipt, and the result."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from projects.drafting.actions import proposals
from projects.drafting.models import Candidate, Proposal
from projects.ledger import verification
from projects.models import Event, FormAttempt
from tests.drafting.lists import AT
from tests.drafting.proposing import (
    make_begun,
    make_call,
    make_proposal,
    merged,
    refused_outcome,
)
from tests.factories import moment

FORM, SHOWN = "/2024/making/propose/", "/2024/making/proposals/"
TYPED = {"title": "增设充电桩", "content": "在小区建10处。", "name": "甲某", "phone": "0537-12345"}


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_CLOCK = moment("2024-01-10 10:00")


@pytest.fixture
def drafting(officer):
    return make_begun(officer)


@pytest.fixture
def call(drafting, officer):
    return make_call(drafting, officer)


def token(client) -> str:
    return re.search(r'name="token" value="([^"]+)"', client.get(FORM).content.decode())[1]


def send(client, **typed):
    given = {**TYPED, "website": "", "token": token(client), **typed}
    return client.post(FORM, given)


def word(row, by, *, public=True, text="在小区建10处。"):
    words = [proposals.Words(row, "城乡建设", "公开的充电桩", text, public)]
    return proposals.word(drafting=row.drafting, words=words, by=by, at=AT)


def test_without_a_call_there_is_neither_notice_nor_form(client, drafting, officer):
    for path in (FORM, "/2024/making/call/", SHOWN):
        assert client.get(path).status_code == 404
    make_call(drafting, officer, "units")
    assert client.get(FORM).status_code == 404
    assert client.get("/2024/making/call/").status_code == 200


def test_its_days_open_and_close_the_form(client, call, settings):
    assert "2024年1月31日24时截止" in client.get(FORM).content.decode()
    settings.DEMO_CLOCK = moment("2024-02-01 00:00")
    assert client.get(FORM).status_code == 404
    assert client.post(FORM, TYPED).status_code == 404
    assert "已经截止" in client.get("/2024/making/call/").content.decode()
    settings.DEMO_CLOCK = moment("2024-01-09 23:00")
    assert client.get(FORM).status_code == 404


def test_a_proposal_is_kept_once_with_a_code_and_no_event(client, call):
    before, mine = Event.objects.count(), token(client)
    answers = [client.post(FORM, {**TYPED, "token": mine}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert not answers[0].cookies
    row = Proposal.objects.get()
    assert (row.source, row.way, row.taken_in_at) == ("resident", "online", None)
    assert (row.contact.name, row.contact.phone) == ("甲某", "0537-12345")
    assert Event.objects.count() == before
    assert not [*verification.rows(), *verification.unrecorded_rows()]
    receipt = client.get(answers[0]["Location"])
    assert "no-store" in receipt["Cache-Control"] and "已经收到" in receipt.content.decode()
    assert "甲某" not in receipt.content.decode() and "10处" not in receipt.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "请写明项目名称"),
        ({"content": "x" * 1_000_000}, "内容最多2000字"),
        ({"phone": "<b>"}, "电话只填数字"),
        ({"website": "spam"}, "请留空再提交一次"),
        ({"token": "forged"}, "再按一次“提交”"),
        ({"title": "\x00\x00"}, "请写明项目名称"),
        ({"title": "\u200c\u2060\u3164"}, "请写明项目名称"),
        ({"content": "\u200d\ufe0f \n"}, "请写明"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(client, call, typed, said):
    answer = send(client, **typed)
    assert answer.status_code == 400 and said in answer.content.decode()
    assert not Proposal.objects.exists()


def test_odd_signs_are_kept_as_words(client, call):
    odd = "a\x00'\"<script>‮%s{{x}}"
    assert send(client, title=odd).status_code == 303
    assert Proposal.objects.get().title == "a'\"<script>%s{{x}}"


def test_other_sites_posts_and_too_many_are_refused(client, call, settings):
    mine = token(client)
    answer = client.post(FORM, {**TYPED, "token": mine}, headers={"Origin": "https://evil.test"})
    assert answer.status_code == 403
    settings.FEEDBACK_PER_HOUR = 1
    assert send(client).status_code == 303
    answer = send(client)
    assert answer.status_code == 429 and "太频繁" in answer.content.decode()
    assert Proposal.objects.count() == FormAttempt.objects.count() == 1


def test_the_code_leads_to_outcome_and_reason(client, call, officer):
    code = send(client)["Location"].split("/")[-2]
    row = Proposal.objects.get()
    refused_outcome(row.drafting, officer, row, "不属于区级权限。")
    row.refresh_from_db()
    assert row.taken_in_at == AT
    follow = "/2024/making/follow/"
    found = client.get(follow, {"code": f" {code.upper()} "})
    text = client.get(found["Location"]).content.decode()
    assert "不采纳" in text and "不属于区级权限。" in text
    assert "没有查到查询码" in client.get(follow, {"code": "a" * 16}).content.decode()
    assert "不是查询码" in client.get(follow, {"code": "\x00<b>"}).content.decode()
    for wrong in ("a" * 16, "x", code[:-1]):
        assert client.get(f"/2024/making/proposal/{wrong}/").status_code == 404
    assert client.get(f"/2023/making/proposal/{code}/").status_code == 404


def test_only_looked_at_words_are_public_and_nobodys_name(client, call, officer):
    send(client, title="原来的名称", content="原来的内容，张三，138")
    row = Proposal.objects.get()
    text = client.get(SHOWN).content.decode()
    assert "共收到1条" in text and "原来的" not in text
    word(row, officer, public=False)
    assert "公开的充电桩" not in client.get(SHOWN).content.decode()
    word(row, officer)
    text = client.get(SHOWN).content.decode()
    assert "公开的充电桩" in text and "群众 · 城乡建设" in text
    assert not re.search("甲某|0537-12345|原来的|张三", text)


def test_a_residents_own_title_is_public_only_once_the_office_has_seen_and_named_it(
    client, call, officer
):
    code = send(client, title="王五楼下要充电桩", content="原来的内容")["Location"].split("/")[-2]
    row, office = Proposal.objects.get(), Client()
    office.force_login(officer)
    page = f"/admin/drafting/drafting/{row.drafting_id}/proposals/"
    given = {"merge": "1", "pick": [row.pk], f"seen-{row.pk}": "0"}
    answer = office.post(page, given)
    assert answer.status_code == 400 and "新候选项目的名称会公开" in answer.content.decode()
    assert 'name="title" value="王五楼下要充电桩"' in answer.content.decode()
    assert not Candidate.objects.exists()
    assert office.post(page, given | {"title": "增设充电桩"}).status_code == 302
    word(row, officer)
    pages = ("/2024/making/", SHOWN, f"/2024/making/proposal/{code}/", "/feed/")
    texts = [client.get(path).content.decode() for path in pages]
    assert "增设充电桩" in texts[1] and "增设充电桩" in texts[2]
    assert not any(re.search("王五|原来的", text) for text in texts)


def test_the_result_counts_by_source_and_category_before_and_after_merging(
    client, drafting, officer
):
    rows = [make_proposal(drafting, officer, f"第{number}件") for number in range(3)]
    rows.append(make_proposal(drafting, officer, source="hotline", way="phone"))
    merged(drafting, officer, *rows[:3])
    word(rows[0], officer)
    text = " ".join(re.sub("<[^>]+>", " ", client.get(SHOWN).content.decode()).split())
    assert "共收到4条，归并为1个候选项目；3条有了去向。" in text
    assert "群众 3 75.0%" in text and "12345热线 1 25.0%" in text
    assert "城乡建设 1 25.0%" in text and "还没有归类 3 75.0%" in text


def test_the_pages_ask_at_most_fifteen_questions_and_no_more_for_more(
    client, drafting, officer, django_assert_max_num_queries
):
    make_call(drafting, officer)
    for number in range(60):
        row = make_proposal(drafting, officer, f"第{number}件")
        merged(drafting, officer, row)
        word(row, officer)
    for path in ("/2024/making/", "/2024/making/call/", SHOWN, f"{SHOWN}?page=2"):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
    kept = client.get(f"{SHOWN}?page=2")
    assert "public" in kept["Cache-Control"]
    assert client.get(f"{SHOWN}?page=99")["Cache-Control"] == "no-store"


def test_strange_addresses_are_404_with_help_and_no_cookie(client, call, officer):
    send(client)
    for path in ("/2031/making/", "/2031/making/proposals/", "/2024/making/proposal/%00/"):
        answer = client.get(path)
        assert answer.status_code == 404 and "首页" in answer.content.decode()
    for path in ("/2024/making/", SHOWN, "/2024/making/call/"):
        answer = client.get(f"{path}?page=%00&q=%ff&view=%00")
        assert answer.status_code == 200 and not answer.cookies
        assert client.post(path).status_code == 405


def test_contacts_go_with_those_of_messages(client, call, officer, settings):
    send(client)
    row = Proposal.objects.get()
    refused_outcome(row.drafting, officer, row)
    settings.DEMO_CLOCK = moment("2024-12-01 10:00")
    call_command("prune_feedback")
    row.contact.refresh_from_db()
    assert (row.contact.name, row.contact.phone) == ("", "")
    assert not [*verification.rows(), *verification.unrecorded_rows()]


def test_the_form_is_written_for_a_browser_without_cookies(call):
    fresh = Client(enforce_csrf_checks=True)
    assert send(fresh).status_code == 303
