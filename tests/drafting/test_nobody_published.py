"""Who proposed or gave an opinion is never published as he typed it."""

import pytest

from projects.drafting.actions import opinions, proposals
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.models import Opinion, Wording
from tests.drafting.consulted import LATER, sent_out
from tests.drafting.lists import AT
from tests.drafting.proposing import make_begun, make_proposal
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
