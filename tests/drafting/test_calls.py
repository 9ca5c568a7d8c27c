"""征集: open from day to day, extended by a row, answered by proposals or by having none."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from projects.drafting.actions import calls, proposals
from projects.drafting.models import Call, Proposal
from projects.drafting.stages import Stage
from projects.errors import Refused
from projects.models import Event
from tests.drafting.lists import AT, make_drafting
from tests.drafting.proposing import make_begun, make_call, moved
from tests.factories import make_unit, moment

ANSWERS = {"title": "增设充电桩", "content": "在三个小区增设10处。"}


@pytest.fixture
def drafting(officer):
    return make_begun(officer)


def proposed(call, unit, by, at=AT, **answers):
    return proposals.propose(call=call, unit=unit, answers={**ANSWERS, **answers}, by=by, at=at)


def test_a_call_belongs_to_a_list_whose_process_was_begun(officer):
    with pytest.raises(Refused, match="还没有启动"):
        make_call(make_drafting(officer), officer)


def test_each_audience_is_called_once_and_days_must_follow(drafting, officer):
    make_call(drafting, officer, "units")
    with pytest.raises(Refused, match="已经向各单位发出过征集"):
        make_call(drafting, officer, "units")
    with pytest.raises(Refused, match="早于开始"):
        make_call(drafting, officer, opens=dt.date(2024, 2, 1))
    with pytest.raises(Refused, match="已经过去"):
        make_call(drafting, officer, opens=dt.date(2024, 1, 1), closes=dt.date(2024, 1, 9))


def test_its_day_closes_it_and_a_row_extends_it(drafting, officer):
    call = make_call(drafting, officer, "units")
    unit = make_unit()
    proposed(call, unit, officer, moment("2024-01-31 23:59"))
    with pytest.raises(Refused, match="2024年1月31日截止"):
        proposed(call, unit, officer, moment("2024-02-01 00:00"))
    with pytest.raises(Refused, match="还没有截止"):
        moved(drafting, Stage.SORT, officer)
    with pytest.raises(Refused, match="要晚于现在的截止日期"):
        calls.extend(call=call, closes=dt.date(2024, 1, 31), reason="报得少", by=officer, at=AT)
    with pytest.raises(Refused, match="写明原因"):
        calls.extend(call=call, closes=dt.date(2024, 2, 5), reason=" ", by=officer, at=AT)
    calls.extend(call=call, closes=dt.date(2024, 2, 5), reason="报得少", by=officer, at=AT)
    proposed(call, unit, officer, moment("2024-02-05 12:00"))
    assert Call.objects.get().closes == dt.date(2024, 1, 31)
    assert Call.objects.with_end().get().last_day == dt.date(2024, 2, 5)


def test_it_is_closed_early_for_a_reason_that_everybody_reads(drafting, officer, client, settings):
    settings.DEMO_CLOCK = AT
    call = make_call(drafting, officer)

    def closed(day, reason="报得够了", at=AT):
        closes = dt.date(2024, *day)
        return calls.close(call=call, closes=closes, reason=reason, by=officer, at=at)

    for day, reason, why in (
        ((1, 31), "报得够了", "要早于现在的截止日期2024年1月31日"),
        ((1, 9), "报得够了", "不能早于今天"),
        ((1, 20), " ", "提前截止要写明原因"),
        ((1, 20), "请找我13800000000", "原因里有手机号码"),
    ):
        with pytest.raises(Refused, match=why), transaction.atomic():
            closed(day, reason)
    closed((1, 20))
    assert Event.objects.first().action == "征集提前截止"
    assert not Call.objects.open_on(dt.date(2024, 1, 21)).exists()
    assert Call.objects.open_on(dt.date(2024, 1, 20)).exists()
    calls.extend(call=call, closes=dt.date(2024, 1, 25), reason="又有人要提", by=officer, at=AT)
    page = client.get("/2024/making/call/").content.decode()
    assert "改为提前到2024年1月20日截止：报得够了" in page
    assert "延长到2024年1月25日：又有人要提" in page and "2024年1月10日至2024年1月25日" in page
    with pytest.raises(Refused, match="已经截止"):
        closed((1, 24), at=moment("2024-01-26 09:00"))


def test_having_none_is_an_answer_once_and_not_beside_a_proposal(drafting, officer):
    call = make_call(drafting, officer, "units")
    one, other = make_unit(), make_unit("另一单位（演示）", slug="other")
    calls.propose_nothing(call=call, unit=one, by=officer, at=AT)
    with pytest.raises(Refused, match="已经报过"):
        calls.propose_nothing(call=call, unit=one, by=officer, at=AT)
    proposed(call, other, officer)
    with pytest.raises(Refused, match="已经提过建议"):
        calls.propose_nothing(call=call, unit=other, by=officer, at=AT)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"title": " "}, "请写明项目名称"),
        ({"content": ""}, "请写明内容"),
        ({"content": "长" * 2001}, "内容最多2000字，现有2001字"),
    ],
)
def test_what_is_missing_or_too_long_is_told(drafting, officer, answers, said):
    with pytest.raises(Refused, match=said):
        proposed(make_call(drafting, officer, "units"), make_unit(), officer, **answers)


def test_a_proposal_never_changes_and_its_event_names_it(drafting, officer):
    row = proposed(make_call(drafting, officer, "units"), make_unit(), officer)
    assert f'["drafting.proposal",{row.pk},' in Event.objects.first().body
    with pytest.raises(DatabaseError), transaction.atomic():
        Proposal.objects.filter(pk=row.pk).update(title="别的")
