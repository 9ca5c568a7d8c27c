"""How a list comes to be is news: the call, what it brought, the version sent out, the issue."""

import datetime as dt

import feedparser
import pytest

from projects.drafting.actions import issuing, opinions, stages
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.stages import Stage
from tests.drafting.consulted import LATER, decided, sent_out
from tests.drafting.lists import AT
from tests.drafting.proposing import (
    make_begun,
    make_call,
    make_proposal,
    merged,
    refused_outcome,
)
from tests.drafting.test_issue import drafting, propose, second  # noqa: F401
from tests.factories import moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_CLOCK = moment("2024-01-10 10:00")


def told(client) -> dict:
    feed = feedparser.parse(client.get("/feed/").content)
    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return {entry.title.partition("：")[0]: entry for entry in feed.entries}


def at(entry, name="updated") -> dt.datetime:
    return dt.datetime.fromisoformat(entry[name])


def on_to(begun, officer, *stages_on):
    for stage in stages_on:
        stages.move(drafting=begun, to=stage, by=officer, at=LATER)


def test_a_call_is_news_from_its_first_day(client, officer, settings):
    begun = make_begun(officer)
    make_call(begun, officer, opens=dt.date(2024, 1, 12))
    assert told(client) == {}
    settings.DEMO_CLOCK = moment("2024-01-12 00:00")
    entry = told(client)["征集2024年建议（向群众）"]
    assert "2024年1月12日至2024年1月31日，征集：最想办的事" in entry.summary
    assert at(entry) == moment("2024-01-12 00:00")
    path, anchor = entry.link.removeprefix("http://testserver").split("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()


def test_its_result_is_news_once_the_list_is_written_from_it(client, officer):
    begun = make_begun(officer)
    rows = [make_proposal(begun, officer, f"第{count}件") for count in range(3)]
    make_call(begun, officer)
    merged(begun, officer, *rows[:2])
    refused_outcome(begun, officer, rows[2])
    on_to(begun, officer, Stage.CALL, Stage.SORT)
    assert not any("结果" in title for title in told(client))
    on_to(begun, officer, Stage.DRAFT)
    entry = told(client)["2024年建议征集结果"]
    assert entry.summary == "收到建议3条，3条有了去向。" and at(entry) == LATER
    assert client.get(entry.link).status_code == 200


def test_a_version_before_the_public_is_news_and_again_when_opinions_are_ruled_on(
    client, officer
):  # fmt: skip
    sent = sent_out(officer, public=True)
    entry = told(client)["2024年清单第1稿公开征求意见"]
    assert entry.summary == "2024年1月31日前可以提意见。" and at(entry) == AT
    row = opinions.leave(
        consultation=sent, code="abcdefgh23456722", word=Word("某某家的灯。"), at=AT
    )
    judged, later = [Judged(row, "not", "已有安排。", "")], moment("2024-01-12 09:00")
    opinions.rule(drafting=sent.drafting, judged=judged, by=officer, at=later)
    entry = told(client)["2024年清单第1稿公开征求意见"]
    assert "收到意见1条" in entry.summary and "某某家" not in entry.summary
    assert (at(entry, "published"), at(entry)) == (AT, later)
    assert client.get(entry.link).status_code == 200


def test_what_is_not_for_the_public_is_not_told(client, officer):
    sent_out(officer, leaders=True)
    assert told(client) == {}


def test_the_issue_is_news(client, drafting, officer, second):  # noqa: F811
    decided(drafting, officer)
    propose(drafting, officer)
    assert told(client) == {}
    issuing.grant(drafting=drafting, by=second, at=LATER)
    entry = told(client)["印发2024年清单"]
    assert "印发，" in entry.summary and "审定。" in entry.summary
    assert at(entry) == LATER and client.get(entry.link).status_code == 200


def test_the_feed_asks_no_more_for_more(
    client, officer, django_assert_max_num_queries
):  # fmt: skip
    for year in range(2024, 2028):
        begun = make_begun(officer, year=year)
        make_call(begun, officer)
        make_call(begun, officer, "units")
        merged(begun, officer, *(make_proposal(begun, officer, f"第{n}件") for n in range(5)))
        on_to(begun, officer, Stage.CALL, Stage.SORT, Stage.DRAFT)
        sent_out(officer, drafting=begun, public=True)
    with django_assert_max_num_queries(15):
        assert len(told(client)) == 16
