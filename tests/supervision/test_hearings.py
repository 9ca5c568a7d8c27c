"""A unit is heard before the month closes and for five working days after."""

import pytest

from projects.errors import Refused
from supervision.actions import hearings, periods
from supervision.models import Appeal, AppealStep, Card, TrialAnswer
from tests.factories import moment
from tests.overriding import overridden

CLOSED = moment("2023-10-10 16:00")
AFTER = moment("2023-10-12 09:00")


def close(month):
    periods.close_month(period=month.period, by=month.officer, at=CLOSED)
    return Card.everything.get()


def ask(month, card, at=AFTER, text="三项正常而整个项目亮黄牌"):
    return hearings.appeal(card=card, unit=month.unit, text=text, by=month.owner, at=at)


def decide(month, appeal, **kw):
    kw = {"changed": False, "reason": "一项滞后即按最差一项亮牌", **kw}
    return hearings.decide(appeal=appeal, by=month.officer, at=AFTER, **kw)


def test_a_unit_answers_its_trial_card_until_the_month_closes(month):
    reply = {"report": month.report, "text": "汛期停工", "by": month.owner}
    with pytest.raises(Refused, match="还没有结束"):
        hearings.reply_to_trial(**reply, at=moment("2023-09-30 10:00"))
    hearings.reply_to_trial(**reply, at=moment("2023-10-09 10:00"))
    close(month)
    with pytest.raises(Refused, match="五个工作日内申请复核"):
        hearings.reply_to_trial(**reply, at=AFTER)
    assert month.report.trial_replies.get().text == "汛期停工"


def test_the_office_answers_a_reply_once_and_with_a_reason(month):
    reply = hearings.reply_to_trial(
        report=month.report, text="汛期停工", by=month.owner, at=moment("2023-10-09 10:00")
    )
    answer = {"reply": reply, "verdict": "partly", "by": month.officer}
    at = moment("2023-10-09 15:00")
    with pytest.raises(Refused, match="理由"):
        hearings.answer_reply(**answer, reason=" ", at=at)
    hearings.answer_reply(**answer, reason="客观原因另行记录", at=at)
    assert TrialAnswer.objects.get().get_verdict_display() == "部分采纳"
    with pytest.raises(Refused, match="已经答复过"):
        hearings.answer_reply(**answer, reason="再答", at=at)
    close(month)
    with pytest.raises(Refused, match="已经定稿"):
        hearings.answer_reply(**answer, reason="再答", at=AFTER)


@pytest.mark.parametrize(("at", "heard"), [("2023-10-17 23:59", True), ("2023-10-18 00:00", False)])
def test_an_appeal_is_heard_for_five_working_days(month, at, heard):
    card = close(month)
    if heard:
        assert ask(month, card, moment(at)).outcome == "待受理"
    else:
        with pytest.raises(Refused, match="2023-10-17截止"):
            ask(month, card, moment(at))


def test_a_card_is_appealed_once_and_with_a_reason(month):
    card = close(month)
    with pytest.raises(Refused, match="理由"):
        ask(month, card, text=" ")
    ask(month, card)
    with pytest.raises(Refused, match="已经申请过"):
        ask(month, card)


def test_it_is_taken_up_and_then_upheld_with_a_reason(month):
    appeal = ask(month, close(month))
    with pytest.raises(Refused, match="先受理"):
        decide(month, appeal)
    hearings.take_up(appeal=appeal, by=month.officer, at=AFTER)
    with pytest.raises(Refused, match="理由"):
        decide(month, appeal, reason="")
    decide(month, appeal)
    assert appeal.outcome == "维持"
    with pytest.raises(Refused, match="已经有结论"):
        decide(month, appeal)
    assert AppealStep.objects.count() == 2
    assert Appeal.objects.with_outcome().get().last_kind == "upheld"


def test_a_change_is_first_made_and_then_recorded(month):
    appeal = ask(month, close(month))
    hearings.take_up(appeal=appeal, by=month.officer, at=AFTER)
    with pytest.raises(Refused, match="先更正数据或办理亮牌认定"):
        decide(month, appeal, changed=True, reason="属客观原因")
    overridden(month.project, by=month.officer, at=AFTER)
    decide(month, appeal, changed=True, reason="属客观原因")
    assert appeal.outcome == "变更"
