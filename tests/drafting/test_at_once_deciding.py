"""Two people decide the same thing at once: one does, the other is told; nothing breaks."""

import datetime as dt
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from projects.drafting.actions import (
    approving,
    calls,
    candidates,
    consulting,
    issuing,
    opinions,
    proposals,
)
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.models import (
    Approval,
    IssueDecision,
    NothingProposed,
    Opinion,
    Outcome,
    Proposal,
    Ruling,
    TieDecision,
)
from projects.ledger import verification
from projects.models import Programme
from tests.drafting.consulted import LATER, PDF, decided, minutes, sent_out
from tests.drafting.lists import AT, projects
from tests.drafting.proposing import make_begun, make_call, make_proposal, picked
from tests.drafting.racing import ON_POSTGRES, at_once
from tests.drafting.test_approving import vote
from tests.drafting.test_issue import drafting, propose, second  # noqa: F401
from tests.factories import make_clerk, make_officer, make_unit

pytestmark = ON_POSTGRES


@pytest.fixture(autouse=True)
def nothing_is_lost():
    yield
    assert not [*verification.chain(), *verification.rows(), *verification.unrecorded_rows()]


def by_each(act, *people, **given):
    return at_once(*(partial(act, by=person, **given) for person in people))


def test_an_opinion_is_ruled_on_once(drafting, officer, second):  # noqa: F811
    sent = sent_out(officer, drafting=drafting, public=True)
    row = opinions.leave(consultation=sent, code="a" * 16, word=Word("灯。"), at=AT)
    judged = [Judged(row, "not", "已有安排。")]
    done, told = by_each(opinions.rule, officer, second, drafting=drafting, judged=judged, at=AT)
    assert len(done) == 1 and "处理过，没有保存" in told[0]
    assert Ruling.objects.count() == 1


def test_a_proposal_has_one_outcome(officer, second):  # noqa: F811
    begun = make_begun(officer)
    shown = picked(make_proposal(begun, officer))
    decision = candidates.Decision("not", "不办。")
    done, told = by_each(
        candidates.decide, officer, second, drafting=begun, picked=shown, decision=decision, at=AT
    )
    assert len(done) == 1 and "这一次没有保存" in told[0]
    assert Outcome.objects.count() == 1


def test_one_decision_is_entered(drafting, officer, second):  # noqa: F811
    draft = issuing.freeze(drafting=drafting, note="送审稿", by=officer, at=AT)
    given = approving.Meeting("party", "演示党工委", "第3次会议", dt.date(2024, 2, 1))
    done, told = by_each(
        approving.approve, officer, second, drafting=drafting, draft=draft, given=given,
        file=minutes(), at=LATER,
    )  # fmt: skip
    assert len(done) == 1 and "登记了“演示党工委，第3次会议”的审定" in told[0]
    assert Approval.objects.count() == 1


def test_a_tie_is_decided_once(drafting, officer, second):  # noqa: F811
    approval = vote(drafting, officer, (60, 40, 0), (60, 40, 0))
    keys = [row.key for row in projects(drafting)]
    tie = partial(approving.decide_tie, approval=approval, reason="更急。", at=LATER)
    done, told = at_once(
        partial(tie, keys=keys[:1], by=officer), partial(tie, keys=keys[1:], by=second)
    )
    assert len(done) == 1 and "没有票数相同" in told[0]
    assert TieDecision.objects.count() == 1


def test_an_issue_is_asked_for_once(drafting, officer, second):  # noqa: F811
    decided(drafting, officer, at=AT)
    done, told = at_once(partial(propose, drafting, officer), partial(propose, drafting, second))
    assert len(done) == 1 and "已经提请印发" in told[0]


def test_a_list_is_issued_once(drafting, officer, second):  # noqa: F811
    third = make_officer("third")
    propose(drafting, officer)
    done, told = by_each(issuing.grant, second, third, drafting=drafting, at=AT)
    assert len(done) == 1 and len(told) == 1
    assert Programme.public.count() == IssueDecision.objects.count() == 1


def test_of_grant_and_refusal_one_holds(drafting, officer, second):  # noqa: F811
    third = make_officer("third")
    propose(drafting, officer)
    done, told = at_once(
        partial(issuing.grant, drafting=drafting, by=second, at=AT),
        partial(issuing.refuse, drafting=drafting, reason="笔误。", by=third, at=AT),
    )
    assert len(done) == len(told) == IssueDecision.objects.count() == 1


def test_a_unit_answers_nothing_once(officer):
    unit = make_unit("演示单位")
    clerk, other = make_clerk(unit), make_clerk(unit, "other")
    begun = make_begun(officer)
    call = make_call(begun, officer, "units")
    _, told = by_each(calls.propose_nothing, clerk, other, call=call, unit=unit, at=AT)
    assert told == ["已经报过“无建议”。"] and NothingProposed.objects.count() == 1
    sent = sent_out(officer, unit, drafting=begun)
    given = {"consultation": sent, "words": [], "nothing": True, "unit": unit, "at": AT}
    _, told = by_each(opinions.give, clerk, other, **given)
    assert told == ["已经反馈过“无意见”。"] and Opinion.objects.count() == 1


def test_a_form_sent_twice_is_kept_once(officer):
    begun = make_begun(officer)
    call = make_call(begun, officer)
    given = {"code": "a" * 16, "name": "演示", "phone": "", "at": AT}
    leave = partial(
        proposals.leave, call=call, answers={"title": "灯", "content": "修灯。"}, **given
    )
    assert len(at_once(leave, leave)[0]) == 2 and Proposal.objects.count() == 1
    sent = sent_out(officer, drafting=begun, public=True)
    leave = partial(opinions.leave, consultation=sent, word=Word("灯。"), **given)
    assert len(at_once(leave, leave)[0]) == 2 and Opinion.objects.count() == 1


def test_a_version_goes_to_the_public_once(drafting, officer, second):  # noqa: F811
    draft = issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    given = {
        "drafting": drafting, "draft": draft, "units": [], "leaders": False, "public": True,
        "until": dt.date(2024, 1, 31), "reason": "演示", "at": AT,
    }  # fmt: skip
    done, told = by_each(consulting.consult, officer, second, **given)
    assert len(done) == 1 and "正在公开征求意见" in told[0]


def pressed(person, name: str, drafting, **given) -> Client:  # noqa: F811
    client = Client()
    client.force_login(person)
    page = reverse(f"admin:drafting_{name}", args=[drafting.pk])
    client.get(page)
    return client.post(page, given)


def test_on_their_pages_too_one_is_led_on_and_the_other_told(
    drafting, officer, second, settings  # noqa: F811
):  # fmt: skip
    settings.DEMO_CLOCK = LATER
    third = make_officer("third")
    decided(drafting, officer)
    seen = drafting.approvals.get().pk
    draft = drafting.drafts.last()

    def enter(person):
        return pressed(
            person, "approval", drafting, approve="1", seen=seen, draft=draft.pk, kind="party",
            body="演示党工委", meeting="第4次会议", held_on="2024-02-01",
            file=SimpleUploadedFile("会议纪要.pdf", PDF),
        )  # fmt: skip

    answers, _ = at_once(partial(enter, second), partial(enter, third))
    assert sorted(each.status_code for each in answers) == [302, 409]
    assert any("这一次没有保存" in each.content.decode() for each in answers)
    propose(drafting, officer)
    answers, _ = at_once(
        partial(pressed, second, "issue", drafting, grant="1"),
        partial(pressed, third, "issue", drafting, grant="1"),
    )
    assert sorted(each.status_code for each in answers) == [302, 400]
    assert Programme.public.count() == 1
