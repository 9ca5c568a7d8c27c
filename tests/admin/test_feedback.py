"""群众留言 inside: the office hands over and publishes, the unit drafts, nobody else sees."""

import datetime as dt
import json

import pytest
from django.core.management import call_command

from projects.models import Event, FormAttempt
from supervision.models import Card, Feedback
from tests.factories import make_message, moment
from tests.naming import named_as_it_stands

pytestmark = pytest.mark.django_db
LIST, WAITING = "/admin/supervision/feedback/", "/admin/supervision/waitingfeedback/"
OVERDUE = "/admin/supervision/overduefeedback/"


@pytest.fixture
def message(world):
    return make_message(world.project, text="我叫某某，灯坏了", name="某某先生", phone="12345678")


def page_of(message) -> str:
    return f"{LIST}{message.pk}/change/"


def step(client, message, name: str, **fields):
    data = {f"{name}-{field}": value for field, value in fields.items()}
    return client.post(page_of(message), {name: "1", **data})


ANSWER = {"summary": "教室灯坏了", "answer": "已经换好。", "reason": "solved"}


def actions() -> list[str]:
    return [event.action for event in Event.objects.order_by("number")]


def test_from_message_to_public_answer(sign_in, world, message, client):
    officer, owner = sign_in(world.officer), sign_in(world.owner)
    assert owner.get(page_of(message)).status_code == 404  # not handed over yet
    assert step(officer, message, "assign", remark="请于周五前回复").status_code == 302
    assert "灯坏了" in owner.get(page_of(message)).content.decode()
    assert step(owner, message, "draft", text="周末换好").status_code == 302
    assert step(officer, message, "publish", **ANSWER).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.reason, message.unit) == ("answered", "solved", world.unit)
    assert actions() == ["留言转办", "留言拟答复", "留言公开答复"]
    assert "已经换好" in client.get(f"/feedback/{message.code}/").content.decode()
    assert Card.everything.count() == 0


def test_another_unit_finds_nothing(sign_in, world, message):
    step(sign_in(world.officer), message, "assign")
    stranger = sign_in(world.stranger)
    assert stranger.get(page_of(message)).status_code == 404
    assert step(stranger, message, "draft", text="不是我的").status_code == 404
    assert "找到0条" in stranger.get(f"{LIST}?q=灯坏了").content.decode()
    for address in (WAITING, OVERDUE):
        assert stranger.get(address).status_code == 404
    message.refresh_from_db()
    assert message.draft == ""


def test_a_unit_drafts_and_does_no_more(sign_in, world, message):
    owner = sign_in(world.owner)
    step(sign_in(world.officer), message, "assign")
    for name in ("publish", "close", "assign", "reopen", "nothing", ""):
        assert step(owner, message, name, **ANSWER).status_code == 400
    owner.post(page_of(message), {"draft": "1", "draft-text": "好", "state": "answered"})
    message.refresh_from_db()
    assert (message.state, message.answer) == ("drafted", "")


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_name_and_phone_are_the_office_s_alone(sign_in, world, message, who):
    officer = sign_in(world.officer)
    assert "12345678" in officer.get(page_of(message)).content.decode()
    step(officer, message, "assign")
    unit = sign_in(getattr(world, who))
    for address in (page_of(message), LIST, "/admin/"):
        page = unit.get(address).content.decode()
        assert "某某先生" not in page and "12345678" not in page


def test_the_office_sends_a_draft_back_with_a_reason(sign_in, world, message):
    officer, owner = sign_in(world.officer), sign_in(world.owner)
    step(officer, message, "assign")
    step(owner, message, "draft", text="好")
    assert step(officer, message, "assign", remark="").status_code == 400
    assert step(officer, message, "assign", remark="写明哪天换好").status_code == 302
    assert "写明哪天换好" in owner.get(page_of(message)).content.decode()


def test_closing_takes_a_reason_and_stays_inside(sign_in, world, message, client):
    officer = sign_in(world.officer)
    assert step(officer, message, "close", reason="whim").status_code == 400
    assert step(officer, message, "close", reason="duplicate").status_code == 302
    receipt = client.get(f"/feedback/{message.code}/").content.decode()
    assert "与其他留言重复" in receipt
    assert step(officer, message, "publish", **ANSWER).status_code == 400
    assert step(officer, message, "reopen", why="不是重复").status_code == 302
    message.refresh_from_db()
    assert (message.state, message.reason, message.closed_at) == ("waiting", "", None)


def test_a_public_answer_can_be_taken_back(sign_in, world, message, client):
    officer = sign_in(world.officer)
    step(officer, message, "publish", **ANSWER)
    assert step(officer, message, "reopen", why="").status_code == 400
    step(officer, message, "reopen", why="写了住址")
    assert "已经换好" not in client.get(f"/feedback/{message.code}/").content.decode()
    message.refresh_from_db()
    assert (message.state, message.draft) == ("drafted", "已经换好。")
    assert json.loads(Event.objects.latest("number").body)["note"] == "写了住址"


@pytest.mark.parametrize(
    "changes",
    [{"summary": ""}, {"answer": " "}, {"summary": "字" * 101}, {"answer": "字" * 1001},
     {"reason": "referred"}, {"reason": ""}],
)  # fmt: skip
def test_an_answer_is_whole_or_not_at_all(sign_in, world, message, changes):
    answer = step(sign_in(world.officer), message, "publish", **{**ANSWER, **changes})
    assert answer.status_code == 400
    message.refresh_from_db()
    assert (message.state, message.answer) == ("waiting", "")
    assert not Event.objects.exists()


def test_the_worklists_hold_what_waits_and_what_is_overdue(sign_in, world):
    officer = sign_in(world.officer)
    fresh = make_message(world.project, due=dt.date(2023, 10, 20))
    late = make_message(world.project, due=dt.date(2023, 10, 4), state="assigned", kind="mistake")
    today = make_message(world.project, due=dt.date(2023, 10, 5))
    shown = {
        address: {row.pk for row in officer.get(address).context["cl"].result_list}
        for address in (WAITING, OVERDUE)
    }
    assert shown == {WAITING: {fresh.pk, today.pk}, OVERDUE: {late.pk}}
    answer = officer.get(f"{OVERDUE}{late.pk}/change/")
    assert answer.url == page_of(late)
    desk = officer.get("/admin/").content.decode()
    assert "群众留言待处理 2" in desk and "最早的答复期限10月5日" in desk


def test_a_unit_is_told_on_its_desk(sign_in, world, message):
    owner = sign_in(world.owner)
    assert page_of(message) not in owner.get("/admin/").content.decode()
    step(sign_in(world.officer), message, "assign")
    assert page_of(message) in owner.get("/admin/").content.decode()


def test_a_message_is_shown_as_text(sign_in, world):
    message = make_message(world.project, text="<script>alert(1)</script>")
    page = sign_in(world.officer).get(page_of(message)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_personal_details_are_forgotten(world, message, settings, capsys):
    settings.DEMO_CLOCK = moment("2024-06-01 09:00")
    FormAttempt.objects.create(address="a" * 64, at=moment("2023-01-01 00:00"))
    kept = make_message(world.project, name="还在办理")
    Feedback.everything.filter(pk=message.pk).update(
        state="closed", reason="solved", closed_at=moment("2023-10-10 09:00"),
        closed_by=world.officer,
    )  # fmt: skip
    call_command("prune_feedback")
    assert "来源散列1条，称呼和电话1条" in capsys.readouterr().out
    message.refresh_from_db()
    kept.refresh_from_db()
    assert (message.name, message.phone, message.text) == ("", "", "我叫某某，灯坏了")
    assert kept.name == "还在办理"
    assert not FormAttempt.objects.exists()
    assert actions() == ["留言联系方式清除"]
    assert named_as_it_stands(message)


def test_the_lists_say_what_each_message_is_about(sign_in, world):
    make_message(world.project, text="灯" * 60 + "<b>", code="aaaaaaaaaaaaaaaa")
    officer = sign_in(world.officer)
    for address in (LIST, WAITING):
        page = officer.get(address).content.decode()
        assert "灯" * 19 + "…" in page and "灯" * 20 not in page
