"""A sentence taken back or replaced is told to those who read the feed, and no longer as true."""

import datetime as dt

import feedparser
import pytest

from supervision.actions import rewordings
from tests.factories import make_officer, moment
from tests.public.months import make_release

pytestmark = pytest.mark.django_db
LATER = moment("2023-10-20 09:00")
PROJECT = "第12项改善教学基础设施条件（演示数据）"


@pytest.fixture
def release(lights, september):
    return make_release(september, lights, "年底前一定全部换完。")


def entries(client, path: str) -> dict:
    feed = feedparser.parse(client.get(path).content)
    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return {entry.title: entry for entry in feed.entries}


@pytest.mark.parametrize("hidden", [False, True])
def test_a_sentence_taken_back_is_told_so_and_never_repeated(client, release, hidden):
    before = entries(client, "/2023/12/feed/")[f"2023年9月：{PROJECT}"]
    rewordings.withdraw_release(
        release=release, reason="工期没有核实", hidden=hidden, by=make_officer(), at=LATER
    )
    found = entries(client, "/2023/12/feed/")
    month, told = found[f"2023年9月：{PROJECT}"], found[f"撤回公开文字：{PROJECT}"]
    assert month.id == before.id and dt.datetime.fromisoformat(month.updated) == LATER
    assert month.summary.endswith("。这个月的公开文字已撤回，只公开数字。")
    assert told.summary == "2023年9月的公开文字已撤回。原因：工期没有核实"
    path, anchor = told.link.removeprefix("http://testserver").split("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()
    assert entries(client, "/feed/")[f"撤回公开文字：{PROJECT}"].id == told.id
    for feed in ("/2023/12/feed/", "/feed/"):
        assert "年底前一定" not in client.get(feed).content.decode()


def test_a_sentence_replaced_is_told_so_with_the_words_that_hold(client, release):
    rewording = rewordings.propose_rewording(
        release=release, text="正在按周末施工。", reason="工期没有核实", hidden=False,
        by=make_officer("one"), at=LATER,
    )  # fmt: skip
    assert f"更换公开文字：{PROJECT}" not in entries(client, "/2023/12/feed/")
    confirmed = moment("2023-10-21 09:00")
    rewordings.decide_rewording(
        rewording=rewording, confirmed=True, reason="", by=make_officer("two"), at=confirmed
    )
    found = entries(client, "/2023/12/feed/")
    month, told = found[f"2023年9月：{PROJECT}"], found[f"更换公开文字：{PROJECT}"]
    assert month.summary.endswith("。正在按周末施工。")
    assert dt.datetime.fromisoformat(month.updated) == confirmed
    assert "工期没有核实" in told.summary
    assert "年底前一定" not in client.get("/2023/12/feed/").content.decode()


def test_an_unpublished_month_tells_of_no_sentence(client, release):
    rewordings.withdraw_release(
        release=release, reason="错了", hidden=False, by=make_officer(), at=LATER
    )
    release.period.programme.periods.update(published_at=None, signer="", basis="")
    assert "公开文字：" not in client.get("/feed/").content.decode()
