"""The unit is heard: a trial card and the reply to it, an appeal and its outcome."""

import pytest

from supervision.actions import policies, reports
from supervision.models import Appeal, AppealStep, Card, TrialAnswer, TrialReply
from tests.admin.slips import close
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment
from tests.overriding import overridden

pytestmark = pytest.mark.django_db

CARD = "/admin/supervision/appeal/card/{}/"
APPEAL = "/admin/supervision/appeal/{}/change/"
ANSWER = "/admin/supervision/trialreply/{}/answer/"


@pytest.fixture
def trial(world):
    """Nothing is reported for the office's project: a red trial card."""
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-09-01 09:00"))
    return f"/admin/supervision/trialreply/report/{world.report.pk}/"


@pytest.fixture
def card(world, settings):
    close(world, settings)
    settings.DEMO_CLOCK = moment("2023-10-12 09:00")
    return Card.everything.get(project=world.project)


def reply(sign_in, world, trial) -> TrialReply:
    sign_in(world.owner).post(trial, {"text": "汛期停工。"})
    return TrialReply.objects.get()


def appeal(sign_in, world, card) -> Appeal:
    sign_in(world.owner).post(CARD.format(card.pk), {"text": "三项正常。"})
    return Appeal.objects.get()


def text(response) -> str:
    return response.content.decode()


def test_a_trial_card_says_when_figures_handed_in_are_not_in_it_yet(
    sign_in, world, trial, settings
):
    client = sign_in(world.owner)
    client.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    settings.DEMO_CLOCK = moment("2023-10-08 09:00")
    assert "您报的新数据正在审核" in text(client.get("/admin/"))
    assert "审核通过后自动重算" in text(client.get(trial))
    stands = world.report.submissions.get()
    reports.accept(submission=stands, by=world.officer, at=moment("2023-10-08 10:00"))
    assert "正在审核" not in text(client.get(trial))


def test_a_unit_sees_its_trial_card_with_reasons_and_replies(sign_in, world, trial):
    client = sign_in(world.owner)
    desk = text(client.get("/admin/"))
    assert "拟亮牌，定稿前可以申辩" in desk and "比计划少80个" in desk
    assert "10月9日24时" in desk  # two working days after the due day
    assert "比计划少80个" in text(client.get(trial))
    assert client.post(trial, {"text": " "}).status_code == 400
    assert client.post(trial, {"text": "汛期停工。"}).status_code == 302
    assert "汛期停工。" in text(client.get(trial))


def test_there_is_none_before_the_month_is_over(sign_in, world, settings, trial):
    settings.DEMO_CLOCK = moment("2023-09-30 23:00")
    client = sign_in(world.owner)
    assert "拟亮牌" not in text(client.get("/admin/"))
    assert "2023年9月还没有结束，不能亮牌" in text(client.get(trial))
    assert client.post(trial, {"text": "早了。"}).status_code == 400
    assert not TrialReply.objects.exists()


def test_after_closing_it_is_too_late_to_reply(sign_in, world, card):
    trial = f"/admin/supervision/trialreply/report/{world.report.pk}/"
    client = sign_in(world.owner)
    assert "申请复核" in text(client.get(trial))
    response = client.post(trial, {"text": "晚了。"})
    assert response.status_code == 400 and "已经定稿" in text(response)


def test_the_office_finds_the_reply_and_answers_it(sign_in, world, trial):
    said = reply(sign_in, world, trial)
    office = sign_in(world.officer)
    for address in ("/admin/", f"/admin/supervision/period/{world.period.pk}/close/", trial):
        assert "汛期停工。" in text(office.get(address)), address
    why = f"/admin/supervision/card/2023/{world.project.number}/2023-09/"
    assert "汛期停工。" in text(office.get(why))
    answer = {"verdict": "partly", "reason": ""}
    assert office.post(ANSWER.format(said.pk), answer).status_code == 400
    answer["reason"] = "停工记为客观原因。"
    assert office.post(ANSWER.format(said.pk), answer).status_code == 302
    again = office.post(ANSWER.format(said.pk), answer)
    assert again.status_code == 400 and "已经答复过" in text(again)
    assert TrialAnswer.objects.get().verdict == "partly"
    shown = text(sign_in(world.colleague).get(trial))
    assert "部分采纳" in shown and "停工记为客观原因。" in shown
    assert "部分采纳" in text(office.get("/admin/supervision/trialreply/"))


def test_replies_and_trial_cards_are_the_unit_s_and_the_office_s(sign_in, world, client, trial):
    said = reply(sign_in, world, trial)
    assert client.get(trial).status_code == 302
    for who in ("stranger", "administrator"):
        other = sign_in(getattr(world, who))
        assert other.get(trial).status_code == other.post(trial, {"text": "x"}).status_code == 404
    owner, officer = sign_in(world.owner), sign_in(world.officer)
    assert owner.post(ANSWER.format(said.pk), {}).status_code == 404
    assert owner.get("/admin/supervision/trialreply/").status_code == 404
    assert officer.post(trial, {"text": "代说"}).status_code == 404
    assert officer.get(ANSWER.format(said.pk)).url == trial
    assert officer.get(f"/admin/supervision/trialreply/{said.pk}/change/").url == trial


def test_a_unit_applies_from_its_card_and_sees_until_when(sign_in, world, card):
    client = sign_in(world.owner)
    desk = text(client.get("/admin/"))
    assert "已定稿，可以申请复核" in desk and "10月17日24时" in desk
    page = text(client.get(CARD.format(card.pk)))
    assert "2023年10月17日24时截止" in page and "比计划少80个" in page
    assert client.post(CARD.format(card.pk), {"text": ""}).status_code == 400
    assert client.post(CARD.format(card.pk), {"text": "三项正常。"}).status_code == 302
    made = Appeal.objects.get()
    assert (made.unit, made.text, made.by) == (world.unit, "三项正常。", world.owner)
    again = client.post(CARD.format(card.pk), {"text": "再申请"})
    assert again.status_code == 400 and "已经申请过复核" in text(again)
    assert "可以申请复核" not in text(client.get("/admin/"))


@pytest.mark.parametrize(
    ("now", "heard"), [("2023-10-17 23:59", True), ("2023-10-18 00:00", False)]
)
def test_five_working_days_and_no_more(sign_in, world, settings, card, now, heard):
    settings.DEMO_CLOCK = moment(now)
    client = sign_in(world.owner)
    assert ("可以申请复核" in text(client.get("/admin/"))) == heard
    assert ("<button" in text(client.get(CARD.format(card.pk))).split("申请复核</h2>")[1]) == heard
    response = client.post(CARD.format(card.pk), {"text": "三项正常。"})
    assert response.status_code == (302 if heard else 400)
    assert Appeal.objects.exists() == heard


def test_it_is_taken_up_and_upheld_and_the_unit_sees_why(sign_in, world, card):
    made = appeal(sign_in, world, card)
    office, page = sign_in(world.officer), APPEAL.format(made.pk)
    assert "复核申请待办 1" in text(office.get("/admin/"))
    assert (
        office.post(page, {"decide": "1", "changed": "0", "reason": "规则一致"}).status_code == 400
    )
    assert office.post(page, {"take_up": "1"}).status_code == 302
    assert office.post(page, {"take_up": "1"}).status_code == 400
    assert office.post(page, {"decide": "1", "changed": "", "reason": ""}).status_code == 400
    decided = {"decide": "1", "changed": "0", "reason": "规则一致"}
    assert office.post(page, decided).status_code == 302
    again = office.post(page, decided)
    assert again.status_code == 400 and "已经有结论" in text(again)
    shown = text(sign_in(world.owner).get(CARD.format(card.pk)))
    assert "复核申请：维持" in shown and "规则一致" in shown
    assert "规则一致" in text(sign_in(world.owner).get(page))


def test_a_change_is_made_first(sign_in, world, card):
    made = appeal(sign_in, world, card)
    office, page = sign_in(world.officer), APPEAL.format(made.pk)
    office.post(page, {"take_up": "1"})
    change = {"decide": "1", "changed": "1", "reason": "客观原因"}
    response = office.post(page, change)
    assert response.status_code == 400 and "先更正数据或办理亮牌认定" in text(response)
    overridden(card.project, by=world.officer, at=moment("2023-10-12 11:00"))
    assert office.post(page, change).status_code == 302
    assert AppealStep.objects.get(kind="changed").reason == "客观原因"


@pytest.mark.parametrize("outcome", ["waiting", "taken_up", "upheld", "changed"])
def test_the_list_is_narrowed_by_outcome(sign_in, world, card, outcome):
    appeal(sign_in, world, card)
    shown = sign_in(world.officer).get(f"/admin/supervision/appeal/?outcome={outcome}")
    assert ("教育演示" in text(shown).split("result_list")[-1]) == (outcome == "waiting")


def test_appeals_are_the_unit_s_and_the_office_s(sign_in, world, client, card):
    made = appeal(sign_in, world, card)
    pages = (CARD.format(card.pk), APPEAL.format(made.pk))
    for page in pages:
        assert client.get(page).status_code == 302
        assert sign_in(world.officer).get(page).status_code == 200
        assert sign_in(world.owner).get(page).status_code == 200
        for who in ("stranger", "administrator"):
            assert sign_in(getattr(world, who)).get(page).status_code == 404
            assert sign_in(getattr(world, who)).post(page, {"text": "x"}).status_code == 404
    assert sign_in(world.owner).post(pages[1], {"take_up": "1"}).status_code == 404
    assert sign_in(world.officer).post(pages[0], {"text": "代申请"}).status_code == 404
    assert "教室照明" not in text(sign_in(world.stranger).get("/admin/supervision/appeal/"))


@pytest.mark.parametrize("model", ["trialreply", "appeal"])
def test_nobody_adds_or_deletes_by_hand(sign_in, world, model):
    client = sign_in(world.root)
    assert client.get(f"/admin/supervision/{model}/add/").status_code == 404
    assert client.post(f"/admin/supervision/{model}/1/delete/", {"post": "yes"}).status_code == 404
