"""The stages of a list: nothing skipped while something lacks, back only with a reason."""

import datetime as dt

import pytest

from projects.drafting.actions import issuing, stages
from projects.drafting.models import Drafting, PlannedDay, Step
from projects.drafting.stages import Lack, Stage, days_out_of_order, in_the_way
from projects.errors import Refused
from projects.models import Event, LedgerHead
from tests.drafting.lists import AT, make_drafting, whole_pieces
from tests.drafting.proposing import make_proposal, refused_outcome
from tests.factories import make_officer

DAYS = {Stage.START: dt.date(2024, 1, 10), Stage.CALL: dt.date(2024, 1, 15)}


def test_only_what_stands_before_a_stage_is_in_its_way():
    early, late = Lack(Stage.CALL, "a"), Lack(Stage.DECIDE, "b")
    assert in_the_way([early, late], Stage.DRAFT) == [early]
    assert in_the_way([early, late], Stage.CALL) == []
    assert in_the_way([early, late], Stage.ISSUE) == [early, late]


def test_days_follow_each_other():
    one, two = dt.date(2024, 1, 1), dt.date(2024, 1, 2)
    assert days_out_of_order({Stage.CALL: one, Stage.SORT: one, Stage.ISSUE: two}) is None
    assert days_out_of_order({Stage.ISSUE: one, Stage.CALL: two}) == (Stage.CALL, Stage.ISSUE)


@pytest.fixture
def begun(officer) -> Drafting:
    drafting = make_drafting(officer, origin=Drafting.Origin.OWN)
    stages.begin(drafting=drafting, days=DAYS, by=officer, at=AT)
    return drafting


def moved(drafting, to, by, reason=""):
    return stages.move(drafting=drafting, to=to, reason=reason, by=by, at=AT)


def asked(drafting, by) -> None:
    """Somebody was asked, and what he proposed has its outcome."""
    refused_outcome(drafting, by, make_proposal(drafting, by))


def test_beginning_keeps_the_stage_and_the_days_in_one_public_event(begun, officer):
    assert Step.objects.now(begun) == Stage.START
    assert PlannedDay.objects.standing(begun)[Stage.CALL].day == dt.date(2024, 1, 15)
    event = Event.objects.first()
    assert event.body.count('drafting.plannedday",') == 2 and "drafting.step" in event.body
    assert LedgerHead.objects.get().published == event.number
    with pytest.raises(Refused, match="已经启动"):
        stages.begin(drafting=begun, days={}, by=officer, at=AT)


def test_a_moved_day_is_a_new_row_and_the_same_day_none(begun, officer):
    later = DAYS | {Stage.CALL: dt.date(2024, 1, 20)}
    rows = stages.plan(drafting=begun, days=later, by=officer, at=AT)
    assert [row.stage for row in rows] == [Stage.CALL]
    assert begun.planned_days.filter(stage=Stage.CALL).count() == 2
    assert stages.plan(drafting=begun, days=later, by=officer, at=AT) == []
    with pytest.raises(Refused, match="“征集”的计划日期早于“启动”"):
        stages.plan(drafting=begun, days={Stage.CALL: dt.date(2024, 1, 1)}, by=officer, at=AT)


def test_a_later_stage_waits_for_what_lacks_and_an_earlier_for_a_reason(begun, officer):
    with pytest.raises(Refused, match="征集：没有发出征集"):
        moved(begun, Stage.DRAFT, officer)
    asked(begun, officer)
    moved(begun, Stage.DRAFT, officer)
    with pytest.raises(Refused, match="拟稿：还没有存过稿"):
        moved(begun, Stage.CONSULT, officer)
    issuing.freeze(drafting=begun, note="", by=officer, at=AT)
    moved(begun, Stage.CONSULT, officer)
    with pytest.raises(Refused, match="写明理由"):
        moved(begun, Stage.DRAFT, officer)
    moved(begun, Stage.DRAFT, officer, "区领导要求再核数字")
    assert [step.stage for step in begun.steps.all()] == ["start", "draft", "consult", "draft"]
    with pytest.raises(Refused, match="由两人办理"):
        moved(begun, Stage.ISSUE, officer)


def test_nothing_moves_before_it_began(officer):
    drafting = make_drafting(officer)
    with pytest.raises(Refused, match="还没有启动"):
        moved(drafting, Stage.CALL, officer)
    with pytest.raises(Refused, match="还没有启动"):
        stages.plan(drafting=drafting, days=DAYS, by=officer, at=AT)


ISSUE = {
    "document_number": "演示管发〔2024〕3号", "issued_on": dt.date(2024, 1, 5),
    "signer": "演示签发人", "approved_by": "演示管委会",
}  # fmt: skip


def test_a_begun_process_is_gone_through_before_the_issue(client, officer):
    drafting = make_drafting(officer, pieces=whole_pieces(2024))
    stages.begin(drafting=drafting, days={}, by=officer, at=AT)
    with pytest.raises(Refused, match="还没有存过稿"):
        issuing.propose(drafting=drafting, **ISSUE, by=officer, at=AT)
    issuing.freeze(drafting=drafting, note="", by=officer, at=AT)
    asked(drafting, officer)
    with pytest.raises(Refused, match="还在“启动”"):
        issuing.propose(drafting=drafting, **ISSUE, by=officer, at=AT)
    moved(drafting, Stage.DECIDE, officer)
    issuing.propose(drafting=drafting, **ISSUE, by=officer, at=AT)
    issuing.grant(drafting=drafting, by=make_officer("second"), at=AT)
    assert Step.objects.now(drafting) == Stage.ISSUE
    text = page(client).content.decode()
    assert "共收到1条建议，每一条都有去向和理由。" in text


def test_a_list_whose_process_nobody_began_owes_nothing(officer):
    drafting = make_drafting(officer, pieces=whole_pieces(2024))
    issuing.propose(drafting=drafting, **ISSUE, by=officer, at=AT)
    issuing.grant(drafting=drafting, by=make_officer("second"), at=AT)
    assert not drafting.steps.exists()


def page(client):
    return client.get("/2024/making/")


def test_the_public_page_shows_no_draft_that_nobody_began(client, officer):
    drafting = make_drafting(officer, pieces=whole_pieces(2024))
    assert page(client).status_code == 404
    stages.begin(drafting=drafting, days=DAYS, by=officer, at=AT)
    text = page(client).content.decode()
    assert "2024年1月10日开始，现在在这一步" in text and "计划2024年1月15日开始" in text
    assert "/2024/making/" in client.get("/sitemap.xml").content.decode()


def test_the_public_page_of_an_issued_list_names_who_decided_it(client, officer):
    drafting = make_drafting(officer, pieces=whole_pieces(2024))
    issuing.propose(drafting=drafting, **ISSUE, meeting="第1次会议", by=officer, at=AT)
    issuing.grant(drafting=drafting, by=make_officer("second"), at=AT)
    text = page(client).content.decode()
    assert "演示管委会，第1次会议" in text and "编制到哪一步" not in text
