"""去向: every proposal has one, with a reason; candidates become projects and stay linked."""

import datetime as dt
from dataclasses import replace

import pytest

from projects.drafting.actions import candidates, drafts, issuing, proposals, stages, upper
from projects.drafting.actions.candidates import Decision
from projects.drafting.candidates import standing
from projects.drafting.content import Proposed
from projects.drafting.models import Outcome, Placement, Wording
from projects.drafting.sources import Offered
from projects.drafting.stages import Stage
from projects.drafting.upper import matrix
from projects.errors import Refused, Stale
from projects.models import Event, LedgerHead
from tests.drafting.lists import AT, whole_pieces
from tests.drafting.proposing import (
    make_begun,
    make_proposal,
    merged,
    moved,
    picked,
    refused_outcome,
)

Kind = Outcome.Kind


@pytest.fixture
def drafting(officer):
    return make_begun(officer)


def test_merged_proposals_are_told_into_what(drafting, officer):
    one, other = make_proposal(drafting, officer), make_proposal(drafting, officer, "多设充电桩")
    candidate = merged(drafting, officer, one, other)
    found = Outcome.objects.standing(drafting)
    assert {found[row.pk].kind for row in (one, other)} == {Kind.MERGED}
    assert found[one.pk].reason == "与同类建议合并为候选项目“增设充电桩”。"
    text = candidates.standing_text(candidate)
    assert text.text == "增设充电桩10处。\n多设充电桩10处。"


def test_one_alone_is_taken_and_later_ones_join_it(drafting, officer):
    one, other = make_proposal(drafting, officer), make_proposal(drafting, officer)
    candidate = merged(drafting, officer, one)
    merged(drafting, officer, other, candidate=candidate)
    found = Outcome.objects.standing(drafting)
    assert (found[one.pk].kind, found[other.pk].kind) == (Kind.TAKEN, Kind.MERGED)
    assert standing(drafting)[0].asked == (("群众", 2),)


def test_what_another_has_decided_meanwhile_is_not_decided_again(drafting, officer):
    row = make_proposal(drafting, officer)
    shown = picked(row)
    refused_outcome(drafting, officer, row)
    with pytest.raises(Stale, match="定为“不采纳”，这一次没有保存"):
        candidates.merge(drafting=drafting, picked=shown, title="充电桩", by=officer, at=AT)
    assert not drafting.candidates.exists()


def test_a_new_candidate_is_named_by_the_office(drafting, officer):
    row = make_proposal(drafting, officer)
    with pytest.raises(Refused, match="请写新候选项目的名称，这个名称会公开"):
        merged(drafting, officer, row, title=" ")
    assert not drafting.candidates.exists() and not row.outcomes.exists()


def test_an_outcome_has_a_reason_and_a_candidate_unless_it_is_none(drafting, officer):
    row = make_proposal(drafting, officer)
    given = {"drafting": drafting, "picked": picked(row), "by": officer, "at": AT}
    with pytest.raises(Refused, match="写明理由"):
        candidates.decide(decision=Decision(Kind.NOT, " "), **given)
    with pytest.raises(Refused, match="要选候选项目"):
        candidates.decide(decision=Decision(Kind.PARTLY, "部分可办"), **given)
    with pytest.raises(Refused, match="先勾选"):
        candidates.decide(decision=Decision(Kind.NOT, "不办"), **given | {"picked": []})


def test_sorting_is_not_left_while_one_has_none(drafting, officer):
    row = make_proposal(drafting, officer)
    with pytest.raises(Refused, match="汇总：还有1条建议没有去向"):
        moved(drafting, Stage.DRAFT, officer)
    refused_outcome(drafting, officer, row)
    moved(drafting, Stage.DRAFT, officer)
    make_proposal(drafting, officer, "迟来的")
    with pytest.raises(Refused, match="还有1条建议没有去向"):
        issuing.propose(
            drafting=drafting, document_number="3号", issued_on=dt.date(2024, 2, 1), signer="甲",
            approved_by="乙", by=officer, at=AT,
        )  # fmt: skip


def test_nobody_is_told_taken_of_what_is_not_in_the_list(drafting, officer):
    candidate = merged(drafting, officer, make_proposal(drafting, officer))
    moved(drafting, Stage.DRAFT, officer)
    issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    moved(drafting, Stage.DECIDE, officer)
    given = {
        "document_number": "3号", "issued_on": dt.date(2024, 2, 1), "signer": "甲",
        "approved_by": "乙",
    }  # fmt: skip
    with pytest.raises(Refused, match="“增设充电桩”没有列入清单"):
        issuing.propose(drafting=drafting, **given, by=officer, at=AT)
    candidates.place(candidate=candidate, by=officer, at=AT)
    with pytest.raises(Refused) as refused:
        issuing.propose(drafting=drafting, **given, by=officer, at=AT)
    assert "没有列入清单" not in str(refused.value)


def test_a_candidate_becomes_a_project_read_like_any_other(drafting, officer):
    candidate = merged(drafting, officer, make_proposal(drafting, officer))
    words = {"title": "增设充电桩", "text": "在三个小区增设充电桩10处。", "lead": "演示住建局",
             "supports": "演示镇、演示街道", "funds": "30万元"}  # fmt: skip
    candidates.revise(candidate=candidate, version=1, words=words, by=officer, at=AT)
    placed = candidates.place(candidate=candidate, by=officer, at=AT)
    row = drafting.passages.current().get(key=placed.key)
    project = row.content.project
    assert (project.number, project.title, project.lead) == (3, "增设充电桩", "演示住建局")
    assert project.supports == ("演示镇", "演示街道")
    assert [(each.value, each.measure) for each in project.targets] == [("10", "处")]
    with pytest.raises(Refused, match="已经列入"):
        candidates.place(candidate=candidate, by=officer, at=AT)
    drafts.remove(drafting=drafting, key=row.key, version=1, by=officer, at=AT)
    assert standing(drafting)[0].key is None
    first = drafting.passages.current().filter(kind="project").first()
    candidates.place(candidate=candidate, key=first.key, by=officer, at=AT)
    assert Placement.objects.standing(drafting) == {candidate.pk: first.key}


def test_of_a_candidate_in_the_list_the_principles_ask_what_the_list_holds(drafting, officer):
    given = {"drafting": drafting, "by": officer, "at": AT}
    one, other = (candidates.add(title=title, **given) for title in ("建场地", "修场地"))
    (before, _) = standing(drafting)
    assert {each.text for each in before.findings} >= {"没有写牵头单位。", "没有写投资和资金来源。"}
    (piece,) = whole_pieces(2024)
    project = replace(piece.project, lead="演示体育局", funds="30万元")
    (row,) = drafts.write_pieces(drafting, [replace(piece, project=project)], officer, AT)
    for each in (one, other):
        candidates.place(candidate=each, key=row.key, by=officer, at=AT)
    for each in standing(drafting):
        assert (each.project.lead, each.project.funds) == ("演示体育局", "30万元")
        assert each.findings == ()


def test_a_candidates_words_are_kept_beside_the_old_and_not_over_anothers(drafting, officer):
    candidate = candidates.add(drafting=drafting, title="市里交办", by=officer, at=AT)
    words = {"title": "市里交办的事"}
    candidates.revise(candidate=candidate, version=1, words=words, by=officer, at=AT)
    with pytest.raises(Stale, match="改过，没有保存"):
        candidates.revise(candidate=candidate, version=1, words=words, by=officer, at=AT)
    assert [row.title for row in candidate.texts.all()] == ["市里交办", "市里交办的事"]


def test_the_principles_ask_of_a_candidate(drafting, officer):
    candidates.add(drafting=drafting, title="建办公楼", by=officer, at=AT)
    found = standing(drafting)[0]
    assert found.asked_by == "没有人提出"
    assert {"资金有着落", "一个项目一个牵头单位"} <= {each.principle for each in found.findings}


def test_words_become_public_only_by_an_officer_and_once_changed(drafting, officer):
    row = make_proposal(drafting, officer)
    words = proposals.Words(row, "城乡建设", "增设充电桩", "", True)
    given = {"drafting": drafting, "by": officer, "at": AT}
    assert len(proposals.word(words=[words], **given)) == 1
    assert proposals.word(words=[words], **given) == []
    with pytest.raises(Refused, match="请写公开的名称"):
        proposals.word(words=[replace(words, title=" ")], **given)
    assert Wording.objects.standing(drafting)[row.pk].public


def test_what_last_year_left_joins_once(drafting, officer):
    given = {"drafting": drafting, "by": officer, "at": AT}
    left = Offered("undone", "target:7", "2023年第9项未完成", "城市书房", "还差1处。")
    rows = proposals.carry_over(offered=[left], **given)
    assert [(row.source, row.way, row.said_from) for row in rows] == [
        ("undone", "carried", "2023年第9项未完成")
    ]
    with pytest.raises(Refused, match="已经带入过"):
        proposals.carry_over(offered=[left], **given)


def test_contacts_are_forgotten_after_the_outcome_and_the_event_names_the_row(drafting, officer):
    row = make_proposal(drafting, officer, name="甲", phone="0537-000")
    waiting = make_proposal(drafting, officer, name="乙")
    refused_outcome(drafting, officer, row)
    later = AT + dt.timedelta(days=181)
    assert proposals.erase_contacts(before=AT, by=None, at=later) == 0
    head = LedgerHead.objects.get().published
    assert proposals.erase_contacts(before=later, by=None, at=later) == 1
    row.contact.refresh_from_db()
    waiting.contact.refresh_from_db()
    assert (row.contact.name, row.contact.phone, waiting.contact.name) == ("", "", "乙")
    assert f'["drafting.proposalcontact",{row.contact.pk},' in Event.objects.first().body
    assert LedgerHead.objects.get().published == head


def test_a_candidate_takes_on_an_item_of_the_citys_list_until_it_stands_in_the_list(
    drafting, officer
):
    read = Proposed(pieces=tuple(whole_pieces(2024)))
    given = {"drafting": drafting, "by": officer, "at": AT}
    brought = upper.bring_in(document="市1号", text="原文", read=read, **given)
    with pytest.raises(Refused, match="拟稿：上级清单还有1条没有定是否承接"):
        stages.move(drafting=drafting, to=Stage.DECIDE, by=officer, at=AT)
    candidate = candidates.add(title="建球场", **given)
    item = brought.items.get()
    upper.answer(answers=[upper.Answer(item=item, kind="taken", candidate=candidate)], **given)
    line = matrix(drafting, list(drafting.passages.current()))[0]
    assert "列入清单以后请选定指标" in line.doubt
    assert standing(drafting)[0].asked_by == "上级清单1条"
