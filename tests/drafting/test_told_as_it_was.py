"""What pages and papers say of a list is what the record bears."""

import re
from dataclasses import replace

import pytest

from projects.drafting.actions import consulting, drafts, issuing
from projects.drafting.checklist import lacks
from projects.drafting.models import Draft
from projects.drafting.papers.explanation import measures, process
from tests.drafting.consulted import LATER, own_list, sent_out
from tests.drafting.lists import AT, make_drafting, projects
from tests.drafting.proposing import make_begun, make_proposal, merged
from tests.drafting.test_approving import vote
from tests.drafting.test_issue import drafting, edit, refusal  # noqa: F401
from tests.factories import moment

pytestmark = pytest.mark.django_db


def test_the_public_reads_of_a_consultation_that_began_before_its_stage(client, officer):
    drafting = make_begun(officer)  # noqa: F811
    sent_out(officer, drafting=drafting, public=True)
    page = client.get("/2024/making/").content.decode()
    assert re.search(r"<b>征求意见</b>\s*<span>2024年1月10日开始", page)


def test_of_a_list_typed_in_later_no_act_here_is_told_as_its_making(officer):
    adopted = make_drafting(officer)
    issuing.freeze(drafting=adopted, note="", by=officer, at=AT)
    assert process(adopted) == []
    drafts.drop(drafting=adopted, reason="演示", by=officer, at=AT)
    assert process(own_list(officer)) == ["2024年1月10日开始编制。"]


def test_a_consultation_ended_early_is_told_to_its_true_last_day(officer):
    sent = sent_out(officer, public=True)
    consulting.end(
        consultation=sent, reason="都答复了。", by=officer, at=moment("2024-01-20 09:00")
    )
    said = "".join(process(sent.drafting))
    assert "2024年1月10日至2024年1月20日，就第1稿" in said


def test_one_lead_unit_is_said_only_where_there_is_one(drafting, officer):  # noqa: F811
    issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    assert measures(drafting)[0] == "每个项目都有牵头单位，共3个单位牵头。"
    edit(drafting, officer, partners=())
    issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    assert measures(drafting)[0] == "每个项目都有一个牵头单位，共2个单位牵头。"


def test_the_same_version_is_kept_once(drafting, officer):  # noqa: F811
    issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    again = refusal(lambda: issuing.freeze(drafting=drafting, note=" ", by=officer, at=AT))
    assert "与上一稿（第1稿）相同" in again and Draft.objects.count() == 1
    issuing.freeze(drafting=drafting, note="送审稿", by=officer, at=AT)
    row = projects(drafting)[0]
    content = replace(row.content, taken=False)
    drafts.save(
        drafting=drafting, key=row.key, version=row.version, content=content, by=officer, at=AT
    )
    issuing.freeze(drafting=drafting, note="送审稿", by=officer, at=AT)
    assert Draft.objects.count() == 3


def test_a_block_names_the_outcome_that_was_told(officer):
    drafting = make_begun(officer)  # noqa: F811
    merged(drafting, officer, make_proposal(drafting, officer), make_proposal(drafting, officer))
    (said,) = [each.text for each in lacks(drafting, AT.date()) if "没有列入清单" in each.text]
    assert "去向却写着并入" in said and "采纳" not in said


def test_what_was_not_chosen_is_told_as_that(drafting, officer):  # noqa: F811
    vote(drafting, officer, (90, 5, 5), (60, 40, 0))
    said = "".join(map(str, issuing.unready(drafting, LATER.date())))
    assert "“2. 开发公益岗位549个”票决未选上，还在清单里，请删去" in said.replace("　", " ")
    assert "不一致" not in said
