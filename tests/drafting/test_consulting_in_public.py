"""What the public reads and says of a version, and where a promise came from."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from projects.drafting.actions import candidates, drafts, issuing, opinions, proposals
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.models import Opinion, OpinionContact
from projects.drafting.public.opinion import SALT
from projects.models import FormAttempt
from projects.pages.strangers import token_for
from tests.drafting.consulted import LATER, decided, own_list, sent_out
from tests.drafting.lists import AT, JOBS, PLACES, make_drafting, projects
from tests.drafting.test_approving import vote
from tests.drafting.test_issue import UNITS, drafting, propose, second  # noqa: F401
from tests.factories import make_clerk, make_programme, make_project, make_target, make_unit

pytestmark = pytest.mark.django_db
HERE = "/2024/making/consultations/1/"


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.DEMO_CLOCK = AT


@pytest.fixture
def consultation(officer):
    return sent_out(officer, make_unit("演示单位"), public=True, leaders=True)


def typed(consultation, text="灯不亮。", **kw):
    return {"token": token_for(consultation.pk, SALT), "item": "", "quote": "", "text": text,
            "name": "", "phone": "", "website": "", **kw}  # fmt: skip


def judge(consultation, opinion, officer, shown=""):
    judged = [Judged(opinion, "not", "已有安排。", shown)]
    opinions.rule(drafting=consultation.drafting, judged=judged, by=officer, at=AT)


def test_the_version_stands_to_the_letter_with_a_form_for_each_item(client, consultation):
    shown = client.get(HERE)
    page = shown.content.decode()
    assert shown.status_code == 200 and not shown.cookies
    assert PLACES in page and JOBS in page and "2024年1月31日" in page
    key = projects(consultation.drafting)[0].key
    assert f"{HERE}opinion/?item={key}" in page
    assert PLACES in client.get(f"{HERE}opinion/?item={key}").content.decode()
    assert "/2024/making/consultations/1/" in client.get("/2024/making/").content.decode()
    assert HERE in client.get("/sitemap.xml").content.decode()


def test_a_resident_says_it_and_reads_by_the_code_what_became_of_it(
    client, consultation, officer
):  # fmt: skip
    key = projects(consultation.drafting)[1].key
    given = typed(
        consultation, item=str(key), quote="城镇209个", name="演示某某", phone="13000000000"
    )
    sent = client.post(f"{HERE}opinion/", given)
    assert sent.status_code == 303
    again = client.post(f"{HERE}opinion/", given)
    assert again.url == sent.url and Opinion.objects.count() == 1
    assert "等待处理" in client.get(sent.url).content.decode()
    row = Opinion.objects.get()
    assert row.quoted(opinions.texts_of(consultation.draft)) == "城镇209个"
    page = client.get(HERE).content.decode()
    assert "有1条意见正在研究" in page and "灯不亮" not in page
    judge(consultation, row, officer)
    page = client.get(HERE).content.decode()
    assert "有1条已经处理，原文不公开" in page and "灯不亮" not in page
    told = client.get(sent.url)
    assert "已有安排。" in told.content.decode() and "no-store" in told["Cache-Control"]
    assert "演示某某" not in told.content.decode() and "0537-0000000" not in page


def test_only_words_that_were_checked_are_public(client, consultation, officer):
    client.post(f"{HERE}opinion/", typed(consultation, "某某家的灯不亮。"))
    judge(consultation, Opinion.objects.get(), officer, "反映路灯不亮")
    page = client.get(HERE).content.decode()
    assert "反映路灯不亮" in page and "不采纳" in page and "某某家" not in page


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""}, {"text": "长" * 1001}, {"text": "\x00\x01"}, {"item": "9999"},
        {"item": "%00"}, {"quote": "不在里面的字"}, {"phone": "abc"}, {"name": "长" * 31},
        {"website": "http://x"}, {"token": "x"}, {"token": ""},
        {"text": "<script>alert(1)</script>", "item": "x"},
    ],
)  # fmt: skip
def test_hostile_input_is_told_why_and_writes_nothing(client, consultation, changes):
    answer = client.post(f"{HERE}opinion/", typed(consultation, **changes))
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()
    assert not Opinion.objects.exists() and not OpinionContact.objects.exists()


def test_another_site_s_form_and_another_form_s_token_are_refused(client, consultation):
    given = typed(consultation)
    assert (
        client.post(f"{HERE}opinion/", given, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    )
    other = given | {"token": token_for(consultation.pk, "feedback form")}
    assert client.post(f"{HERE}opinion/", other).status_code == 400
    assert not Opinion.objects.exists()


def test_the_limit_is_that_of_messages(client, consultation, settings):
    settings.FEEDBACK_PER_HOUR = 2
    for count in range(3):
        answer = client.post(f"{HERE}opinion/", typed(consultation, f"第{count}条。"))
    assert answer.status_code == 429 and "第2条。" in answer.content.decode()
    assert Opinion.objects.count() == FormAttempt.objects.count() == 2


def test_what_is_closed_or_was_never_public_is_not_there(
    client, consultation, officer, settings
):  # fmt: skip
    settings.DEMO_CLOCK = LATER
    assert client.get(f"{HERE}opinion/").status_code == 404
    assert client.post(f"{HERE}opinion/", typed(consultation)).status_code == 404
    page = client.get(HERE).content.decode()
    assert "已经截止" in page and "opinion/?item" not in page
    quiet = sent_out(
        officer, make_unit(), drafting=own_list(officer, year=2025), until=LATER.date()
    )
    assert client.get("/2025/making/consultations/1/").status_code == 404
    assert client.get(f"/2025/making/consultations/{quiet.number}/opinion/").status_code == 404
    for path in ("/2024/making/consultations/9/", "/2024/making/consultations/x/",
                 "/making/opinions/abcdefgh23456722/", "/making/opinions/%00/"):  # fmt: skip
        assert client.get(path).status_code == 404


def test_pages_ask_little_and_no_more_for_more(
    client, consultation, officer, django_assert_max_num_queries
):  # fmt: skip
    for count in range(20):
        word = Word(f"第{count}条。", projects(consultation.drafting)[0].key)
        row = opinions.leave(
            consultation=consultation, code=f"abcdefgh23456{count:03}"[:16], word=word, at=AT
        )
        judge(consultation, row, officer, f"公开第{count}条")
    with django_assert_max_num_queries(15):
        assert "公开第19条" in client.get(HERE).content.decode()
    with django_assert_max_num_queries(15):
        client.get("/2024/making/")


def born(drafting, officer, second):  # noqa: F811
    """Proposed, drafted twice, consulted on, decided, issued."""
    unit = make_unit("演示提建议的单位")
    row = proposals.enter(
        drafting=drafting, source="hotline", way="phone", by=officer, at=AT,
        said_from="12345工单1号", answers={"title": "增加托位", "content": "托位不够。"},
    )  # fmt: skip
    candidates.merge(
        drafting=drafting, picked=[candidates.Picked(row)], title="增加托位",
        reason="采纳。", by=officer, at=AT,
    )  # fmt: skip
    (text,) = drafting.candidates.all()
    candidates.place(candidate=text, key=projects(drafting)[0].key, by=officer, at=AT)
    sent = sent_out(officer, unit, drafting=drafting)
    words = [Word("写明地点。", projects(drafting)[0].key)]
    opinions.give(consultation=sent, words=words, unit=unit, by=make_clerk(unit), at=AT)
    judge(sent, Opinion.objects.get(), officer)
    decided(drafting, officer)
    propose(drafting, officer, LATER)
    return issuing.grant(drafting=drafting, by=second, at=LATER)


def test_a_promise_tells_where_it_came_from(client, drafting, officer, second):  # noqa: F811
    born(drafting, officer, second)
    assert "/2024/making/1/" in client.get("/2024/1/").content.decode()
    page = client.get("/2024/making/1/").content.decode()
    for said in ("这项承诺怎么来的", "来自1条建议：12345热线1条。",
                 "第1稿列入，到第3稿文字没有改动。", "对这一项收到意见1条：不采纳1条。",
                 "2024年2月1日，演示党工委，2024年第3次党工委会议审定。"):  # fmt: skip
        assert said in page, said
    other = client.get("/2024/making/2/").content.decode()
    assert "条建议" not in other and "对这一项收到意见" not in other and "审定。" in other
    making = client.get("/2024/making/").content.decode()
    assert making.count("2024年第3次党工委会议") == 1, "the decision is told once"
    assert '<h2 id="issue">印发</h2>' in making
    assert "征求1个单位的意见，收到意见1条：不采纳1条。" in making
    assert "/2024/making/consultations/" not in making


def test_who_was_asked_is_told_and_of_units_alone_not_before_the_issue(client, officer):
    unit, own = make_unit("演示单位"), own_list(officer)
    sent_out(officer, unit, drafting=own, public=True, leaders=True)
    sent_out(officer, unit, drafting=own)
    page = client.get("/2024/making/").content.decode()
    assert "征求1个单位、区领导、社会公众的意见，收到意见0条。" in page
    assert "征求1个单位的意见" not in page


def told(client, path) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", client.get(path).content.decode()))


def test_of_a_list_entered_from_its_document_the_document_is_told(client, officer, second):  # noqa: F811
    adopted = make_drafting(officer)
    for name in UNITS:
        make_unit(name)
    drafts.take_all(
        drafting=adopted, keys=[row.key for row in projects(adopted)], by=officer, at=AT
    )
    issuing.freeze(drafting=adopted, note="核对用", by=officer, at=AT)
    propose(adopted, officer)
    issuing.grant(drafting=adopted, by=second, at=LATER)
    assert "这项承诺怎么来的" in told(client, "/2024/1/")
    page = told(client, "/2024/making/1/")
    for said in ("审定 演示党工委，2024年第1次会议审定。",
                 "印发 2024年1月12日，演示管委会以演示管发〔2024〕3号印发。",
                 "登记 2024年2月1日照文件登记到本站。"):  # fmt: skip
        assert said in page, said
    assert "拟稿" not in page and "征集" not in page
    assert "它是照文件登记的，编制过程本站没有记录。" in told(client, "/2024/making/")


def test_of_a_list_without_any_drafting_its_document_is_told_and_no_more(client):
    programme = make_programme(issued_on=dt.date(2023, 1, 20))
    make_project(programme, number=1)
    make_target(make_project(programme, number=2))
    assert "/2023/making/1/" in client.get(reverse("project", args=[2023, 1])).content.decode()
    page = told(client, "/2023/making/1/")
    assert "印发 2023年1月20日，演示管委会以演示〔2023〕1号印发。" in page
    assert "登记" not in page and "看2023年清单怎么来的" not in page
    assert "登记 2023年1月31日照文件登记到本站。" in told(client, "/2023/making/2/")
    assert client.get("/2023/making/9/").status_code == 404


def test_the_ballots_are_public(client, drafting, officer, second):  # noqa: F811
    vote(drafting, officer, (90, 5, 5), (60, 40, 0), places=2)
    propose(drafting, officer)
    issuing.grant(drafting=drafting, by=second, at=LATER)
    page = client.get("/2024/making/").content.decode()
    assert "收回100票" in page and page.count("选上") == 2
    assert "票决：赞成90票，反对5票，弃权5票。" in client.get("/2024/making/1/").content.decode()


def test_an_edited_item_says_how_often(client, drafting, officer, second):  # noqa: F811
    issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    row = projects(drafting)[1]
    content = row.content.with_text(row.content.text + "\n年底完成。")
    drafts.save(
        drafting=drafting, key=row.key, version=row.version, content=content, by=officer, at=AT
    )
    decided(drafting, officer, held_on=dt.date(2024, 2, 1))
    propose(drafting, officer)
    issuing.grant(drafting=drafting, by=second, at=LATER)
    assert "第1稿列入，此后到第3稿改过1次文字。" in client.get("/2024/making/2/").content.decode()


def test_an_opinion_is_looked_up_by_its_code_too(client, consultation):
    receipt = client.post(f"{HERE}opinion/", typed(consultation)).url
    code, follow = Opinion.objects.get().code, "/2024/making/follow/"
    for asked in (code, code.upper(), f"http://testserver{receipt}", f"{code[:8]} {code[8:]}"):
        assert client.get(follow, {"code": asked}).url == receipt
    large = client.get(follow, {"code": code, "view": "larger"}).url
    assert large == f"{receipt}?view=larger"
    for page in (client.get(receipt), client.get("/2024/making/"), client.get(HERE)):
        assert follow in page.content.decode()
    own_list(consultation.opened_by, year=2025)
    assert client.get("/2025/making/follow/", {"code": code}).status_code == 404


def test_many_opinions_are_cut_into_pages(client, consultation, officer):
    first, other = (row.key for row in projects(consultation.drafting))
    for count in range(60):
        row = opinions.leave(
            consultation=consultation, code=f"{'abcdefgh23456' if count % 7 else 'bcdefgh234567'}"
            f"{count:03}", word=Word(f"第{count}条。", first), at=AT,
        )  # fmt: skip
        judge(consultation, row, officer, f"公开第{count}条")
    one, two = (client.get(HERE, {"page": str(number)}) for number in (1, 2))
    shown = [re.findall(r"公开第(\d+)条", page.content.decode()) for page in (one, two)]
    assert shown[0] + shown[1] == [str(count) for count in range(60)]
    assert PLACES in one.content.decode() and PLACES not in two.content.decode()
    assert "（接上页）" in two.content.decode() and JOBS in two.content.decode()
    assert f'id="k{other}"' in two.content.decode()
    assert "收到意见60条，不采纳60条" in two.content.decode()
    assert client.get(HERE, {"page": "9"})["Cache-Control"] == "no-store"
    assert "?page=2&amp;view=large" in client.get(HERE, {"view": "large"}).content.decode()
