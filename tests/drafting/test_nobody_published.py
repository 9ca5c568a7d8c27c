"""Who proposed or gave an opinion is never published as he typed it."""

import datetime as dt

import pytest
from django.db import transaction

from projects.drafting.actions import calls, candidates, consulting, opinions, proposals, stages
from projects.drafting.actions.candidates import Decision
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.models import Opinion, Wording
from projects.drafting.stages import Stage
from tests.drafting.consulted import LATER, sent_out
from tests.drafting.lists import AT
from tests.drafting.proposing import make_begun, make_call, make_proposal, moved, picked
from tests.drafting.test_issue import refusal

pytestmark = pytest.mark.django_db


def test_what_tells_who_proposed_is_never_published_as_typed(client, officer):
    drafting = make_begun(officer)
    row = make_proposal(
        drafting, officer, answers={"content": "我叫某某某，电话13800000000，想装灯。"}
    )

    def word(text, public=True):
        words = [proposals.Words(row, "城乡建设", "装灯", text, public)]
        return proposals.word(drafting=drafting, words=words, by=officer, at=AT)

    said = refusal(lambda: word(row.content))
    assert "手机号码“13800000000”、姓名“我叫某某某”，不能公开" in said
    assert not Wording.objects.exists()
    client.force_login(officer)
    page = client.get(f"/admin/drafting/drafting/{drafting.pk}/proposals/words/").content.decode()
    assert "这里是提出人的原话，请改写后再公开；里面有手机号码" in page
    assert word(row.content, public=False) and word("想装灯。")


def test_nor_is_who_gave_an_opinion(officer):
    sent = sent_out(officer, public=True)
    opinion = opinions.leave(
        consultation=sent, code="abcdefgh23456722", word=Word("话。"), at=AT, name="", phone=""
    )
    judged = [Judged(Opinion.objects.get(pk=opinion.pk), "taken", "已改。", "请打13800000000")]
    said = refusal(
        lambda: opinions.rule(drafting=sent.drafting, judged=judged, by=officer, at=LATER)
    )
    assert "公开的意见概要里有手机号码" in said


PERSONAL = "请找我，13800000000。"


def acts_with_a_reason(officer) -> dict:
    """By name: an act whose reason is public or sent, of that reason."""
    drafting = make_begun(officer)
    call = make_call(drafting, officer)
    row = make_proposal(drafting, officer)
    sent = sent_out(officer, drafting=drafting, public=True)
    word = {"code": "abcdefgh23456722", "word": Word("话。"), "name": "", "phone": ""}
    opinion = opinions.leave(consultation=sent, at=AT, **word)
    act = {"by": officer, "at": AT}
    given = {"drafting": drafting, "picked": picked(row), **act}
    added = candidates.add(drafting=drafting, title="装灯", **act)
    moved(drafting, Stage.CALL, officer)
    return {
        "outcome": lambda text: candidates.decide(decision=Decision("not", text), **given),
        "merging": lambda text: candidates.merge(title="装灯", reason=text, **given),
        "name": lambda text: candidates.add(drafting=drafting, title=text, **act),
        "renaming": lambda text: candidates.revise(
            candidate=added, version=1, words={"title": text}, **act
        ),
        "ruling": lambda text: opinions.rule(
            drafting=drafting, judged=[Judged(opinion, "not", text)], **act
        ),
        "term": lambda text: sent_out(officer, drafting=drafting, leaders=True, reason=text),
        "end": lambda text: consulting.end(consultation=sent, reason=text, **act),
        "back": lambda text: stages.move(drafting=drafting, to="start", reason=text, **act),
        "extension": lambda text: calls.extend(
            call=call, closes=dt.date(2024, 3, 1), reason=text, **act
        ),
        "notice": lambda text: make_call(drafting, officer, "units", notice=text),
    }


def test_no_reason_that_is_told_says_who_somebody_is(officer):
    acts = acts_with_a_reason(officer)
    for name, act in acts.items():
        assert "里有手机号码“13800000000”，不能公开" in refusal(lambda act=act: act(PERSONAL)), name
    for act in acts.values():
        with transaction.atomic():
            act("不属于本区职权，可打办公室电话0537-2200000询问。")
            transaction.set_rollback(True)
