"""说说看法: a form without cookies, its receipt, and what never leaves the office."""

import datetime as dt
import re
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from projects.errors import Refused
from projects.models import Event, FormAttempt, LedgerHead, Site
from projects.pages import quota
from supervision.actions.feedback import publish_answer, reopen
from supervision.models import Card, Feedback
from supervision.models.feedback import LONGEST_TEXT
from supervision.public.poster import qr
from tests.factories import make_message, make_officer, make_project, make_target, moment

pytestmark = pytest.mark.django_db
FORM = "/2023/12/feedback/"


@pytest.fixture
def resident():
    """Somebody in the street: no account, no cookie, scripts off."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def speaking(programme, lights):
    programme.feedback = True
    programme.save()


def token(client, path: str = FORM) -> str:
    return re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())[1]


def said(client, **changes) -> dict:
    return {"kind": "problem", "text": "灯还是老灯。", "token": token(client), **changes}


def send(client, path: str = FORM, headers=None, **changes):
    return client.post(path, said(client, **changes), headers=headers)


def test_a_resident_writes_and_follows_the_message(resident, lights):
    answer = send(resident, name="老张", phone="0537-0000000")
    assert answer.status_code == 303
    message = Feedback.everything.get()
    assert (message.project, message.text, message.state) == (lights, "灯还是老灯。", "waiting")
    assert answer.url == f"/feedback/{message.code}/"
    page = resident.get(answer.url)
    assert page.status_code == 200
    shown = page.content.decode()
    assert "等待处理" in shown and message.code in shown
    for hidden in ("老张", "0537-0000000", "灯还是老灯"):
        assert hidden not in shown


def test_no_page_of_it_sets_a_cookie_or_is_kept(resident):
    answers = [resident.get(FORM), send(resident), resident.get(FORM + "?view=large")]
    answers.append(resident.get(answers[1].url))
    for answer in answers:
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
    assert not resident.cookies


def test_the_project_page_links_to_the_form_and_has_none(resident, september):
    page = resident.get("/2023/12/").content.decode()
    assert f'href="{FORM}"' in page
    assert "<form" not in page


def test_off_the_form_is_absent_and_the_hotline_stands_in_its_place(resident, programme):
    programme.feedback = False
    programme.save()
    assert resident.get(FORM).status_code == 404
    assert resident.post(FORM, {"kind": "problem", "text": "灯"}).status_code == 404
    page = resident.get("/2023/12/").content.decode()
    assert 'href="tel:12345"' in page
    assert "feedback" not in page


def test_a_draft_year_has_no_form(resident, programme):
    programme.state = "draft"
    programme.save()
    assert resident.get(FORM).status_code == 404


def test_the_deadline_is_in_working_days(resident, settings):
    settings.DEMO_CLOCK = moment("2023-09-28 10:00")  # the holiday lasts until 6 October
    send(resident)
    assert Feedback.everything.get().due.isoformat() == "2023-10-11"


def test_a_form_sent_twice_is_one_message(resident):
    form = said(resident)
    first, second = resident.post(FORM, form), resident.post(FORM, form)
    assert first.url == second.url
    assert Feedback.everything.count() == FormAttempt.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": " \n\t "},
        {"text": "\x00\x01\u200b"},
        {"text": "字" * (LONGEST_TEXT + 1)},
        {"kind": ""},
        {"kind": "praise"},
        {"name": "名" * 31},
        {"phone": "请打给我"},
        {"phone": "1" * 31},
        {"site": "999999"},
        {"site": "1'; DROP TABLE x"},
        {"token": ""},
        {"token": "1.forged:1:forged"},
        {"website": "https://example.com"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(resident, lights, changes):
    Site.objects.create(target=make_target(lights), name="演示第1小学")
    answer = send(resident, **changes)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert not Feedback.everything.exists() and not FormAttempt.objects.exists()
    if "text" not in changes:
        assert "灯还是老灯。" in page  # what was typed stays


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202d0537-0000000\u202c", "0537-0000000"),  # as a phone's address book pastes it
        ("０５３７－００００００", "0537-000000"),
        ("（0537）000—0000", "(0537)000-0000"),
    ],
)
def test_a_number_is_taken_as_phones_paste_and_keyboards_type_it(resident, typed, kept):
    assert send(resident, phone=typed).status_code == 303
    assert Feedback.everything.get().phone == kept


def test_nobody_turns_the_direction_of_what_the_office_reads(resident):
    send(resident, text="已\u202e用没\u202c有\u2066人\u2069", name="\u200f老张")
    message = Feedback.everything.get()
    assert (message.text, message.name) == ("已用没有人", "老张")


def test_the_trap_costs_a_person_one_more_click(resident):
    answer = send(resident, website="filled in by a browser")
    again = re.search(r'name="token" value="([^"]+)"', answer.content.decode())[1]
    assert "filled in by a browser" not in answer.content.decode()
    form = {"kind": "problem", "text": "灯", "token": again, "website": ""}
    assert resident.post(FORM, form).status_code == 303


def test_a_form_left_open_too_long_is_asked_for_again(resident, monkeypatch):
    form = said(resident)
    monkeypatch.setattr("projects.pages.strangers.GOOD_FOR", -1)
    answer = resident.post(FORM, form)
    assert answer.status_code == 400
    assert "再按一次" in answer.content.decode()


def test_a_form_is_good_for_its_own_project_only(resident, programme):
    make_project(programme, number=2)
    assert send(resident, "/2023/2/feedback/").status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://[bad"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_site_s_page_cannot_send_it(resident, headers):
    assert send(resident, headers=headers).status_code == 403
    assert not Feedback.everything.exists()


def test_our_own_page_may(resident):
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert send(resident, headers=headers).status_code == 303


def test_what_one_sees_at_a_place_needs_the_place(resident, lights):
    target = make_target(lights)
    first = Site.objects.create(target=target, name="演示第1小学")
    assert send(resident, seen="yes").status_code == 303
    assert Feedback.everything.get().site == first  # there is only this one
    Site.objects.create(target=target, name="演示第2小学")
    assert send(resident, seen="no").status_code == 400
    assert send(resident, seen="no", site=str(first.pk)).status_code == 303
    hidden = Site.objects.create(target=target, name="内部点位", public=False)
    assert "内部点位" not in resident.get(FORM).content.decode()
    assert send(resident, site=str(hidden.pk)).status_code == 400


def test_one_address_may_write_so_often_an_hour(resident, settings):
    settings.FEEDBACK_PER_HOUR = 2
    assert [send(resident).status_code for _ in range(3)] == [303, 303, 429]
    refused = send(resident)
    assert "太频繁" in refused.content.decode() and "灯还是老灯。" in refused.content.decode()
    assert Feedback.everything.count() == FormAttempt.objects.count() == 2
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere).status_code == 303
    FormAttempt.objects.update(at=moment("2023-01-01 00:00"))
    assert send(resident).status_code == 303


def test_one_address_may_write_so_often_a_day(resident, settings):
    settings.FEEDBACK_PER_HOUR, settings.FEEDBACK_PER_DAY = 2, 3
    assert [send(resident).status_code for _ in range(2)] == [303, 303]
    FormAttempt.objects.update(at=timezone.now() - dt.timedelta(hours=2))
    assert [send(resident).status_code for _ in range(2)] == [303, 429]
    assert send(Client(REMOTE_ADDR="192.0.2.7")).status_code == 303
    FormAttempt.objects.update(at=timezone.now() - dt.timedelta(hours=25))
    assert send(resident).status_code == 303


def test_everyone_together_may_write_so_often(settings):
    settings.FEEDBACK_ALL_PER_HOUR = 3
    people = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in range(4)]
    assert [send(person).status_code for person in people] == [303, 303, 303, 429]


def test_a_forwarded_address_counts_only_behind_our_own_proxy(resident, settings):
    settings.FEEDBACK_PER_HOUR = 1
    spoofed = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in range(3)]
    assert [send(resident, headers=each).status_code for each in spoofed] == [303, 429, 429]
    settings.TRUSTED_PROXIES = 1
    behind = [{"X-Forwarded-For": f"10.9.9.9, 198.51.100.{number}"} for number in range(2)]
    assert [send(resident, headers=each).status_code for each in behind] == [303, 303]
    forged = {"X-Forwarded-For": "203.0.113.1, 198.51.100.1"}
    assert send(resident, headers=forged).status_code == 429


def test_the_address_itself_is_kept_nowhere(resident):
    send(Client(REMOTE_ADDR="192.0.2.77"))
    assert "192.0.2.77" not in FormAttempt.objects.get().address
    assert quota.hashed("2001:db8::1") == quota.hashed("2001:db8::ffff")
    assert quota.hashed("2001:db8::1") != quota.hashed("2001:db8:1::1")
    assert quota.hashed("::ffff:192.0.2.1") == quota.hashed("192.0.2.1")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_pass_the_limit_together(settings):
    settings.FEEDBACK_PER_HOUR = 3
    passed = []

    def knock():
        try:
            quota.admit("192.0.2.1")
            passed.append(1)
        except quota.TooMany:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) <= 3


def test_a_message_changes_no_card_and_takes_no_lock(resident, september):
    before = list(Card.everything.values_list("digest", "colour"))
    events, head = Event.objects.count(), LedgerHead.objects.values().first()
    assert send(resident, text="这个应该是红牌").status_code == 303
    assert list(Card.everything.values_list("digest", "colour")) == before
    assert (Event.objects.count(), LedgerHead.objects.values().first()) == (events, head)


def test_the_project_page_shows_the_office_s_words_once_published(resident, lights, september):
    officer = make_officer()
    message = make_message(lights, text="我叫某某，住某小区，灯坏了", name="某某", phone="12345678")
    assert "某小区" not in resident.get("/2023/12/").content.decode()
    act = {"feedback": message, "by": officer, "at": moment("2023-10-13 09:00")}
    with pytest.raises(Refused, match="问题概要里有姓名“我叫某某”，不能公开"):
        publish_answer(**act, summary=message.text, answer="已经换好。", reason="solved")
    publish_answer(**act, summary="教室灯坏了", answer="已经换好。<b>", reason="solved")
    page = resident.get("/2023/12/").content.decode()
    assert "教室灯坏了" in page and "已经换好。&lt;b&gt;" in page
    for hidden in ("某某", "某小区", "12345678"):
        assert hidden not in page
    receipt = resident.get(f"/feedback/{message.code}/").content.decode()
    assert "已经换好" in receipt and "某小区" not in receipt
    reopen(**act, why="答复有误")
    for path in ("/2023/12/", f"/feedback/{message.code}/"):
        assert "已经换好" not in resident.get(path).content.decode()


@pytest.mark.parametrize("code", ["nothing", "a" * 300, "%00", "aaaaaaaaaaaaaaa'"])
def test_a_code_that_is_none_is_404(resident, code):
    assert resident.get(f"/feedback/{code}/").status_code == 404


@pytest.mark.parametrize(("field", "longest"), [("text", 1000), ("name", 30), ("phone", 30)])
def test_the_database_itself_refuses_what_is_too_long(lights, field, longest):
    make_message(lights, **{field: "字" * longest})
    with pytest.raises(DatabaseError), transaction.atomic():
        make_message(lights, **{field: "字" * (longest + 1)})
    assert Feedback.everything.count() == 1


FOLLOW = "/feedback/"


def test_a_typed_code_leads_to_the_receipt(resident, lights):
    code = make_message(lights, code="abcdefgh234567ol").code
    address = f"/feedback/{code}/"
    for typed in (
        code,
        f"  {code.upper()} ",
        "abcd efgh 2345 67ol",
        "abcd-efgh-2345-6701",  # misread: the code has no 0 and no 1
        "ａｂｃｄｅｆｇｈ２３４５６７ｏｌ",
        f"https://example.cn{address}?view=large",
    ):
        answer = resident.get(FOLLOW, {"code": typed})
        assert (answer.status_code, answer.url) == (302, address), typed
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
    large = resident.get(FOLLOW, {"code": code, "view": "large"})
    assert large.url == f"{address}?view=large"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abcdefgh234567aa", "没有查到查询码“abcdefgh234567aa”的留言"),
        ("老张的留言", "不是查询码"),
        ("<script>alert(1)</script>", "不是查询码"),
        ("a" * 5000, "不是查询码"),
    ],
)
def test_an_unknown_code_is_answered_kindly(resident, typed, said):
    answer = resident.get(FOLLOW, {"code": typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page and "<script>alert" not in page and "no-store" in answer["Cache-Control"]


def test_the_pages_of_a_message_lead_to_the_box(resident, lights, september):
    receipt = f"/feedback/{make_message(lights).code}/"
    for path in ("/2023/12/", FORM, receipt, "/about/"):
        assert f'href="{FOLLOW}"' in resident.get(path).content.decode(), path
    box = resident.get(FOLLOW).content.decode()
    assert 'role="alert"' not in box and 'method="post"' not in box


def test_off_there_is_no_box(resident, programme, september):
    programme.feedback = False
    programme.save()
    answer = resident.get(FOLLOW, {"code": "abcdefgh234567ol"})
    assert answer.status_code == 404
    assert "12345" in answer.content.decode()
    assert FOLLOW not in resident.get("/about/").content.decode()


def test_a_receipt_can_be_kept(resident, lights):
    """The code in groups, the place and what was seen, and a QR code to the same page."""
    place = make_target(lights, "改造提升教室照明").sites.create(name="演示第1小学", place="疃里镇")
    message = make_message(lights, site=place, seen="no")
    path = f"/feedback/{message.code}/"
    page = resident.get(path).content.decode()
    groups = re.search(r'<code id="code">([^<]+)</code>', page)[1]
    assert groups.replace("-", "") == message.code
    assert all(len(each) <= 4 for each in groups.split("-"))
    assert "疃里镇演示第1小学" in page and "还没有用上" in page
    assert qr(f"http://testserver{path}").path in page
    assert message.text not in page
