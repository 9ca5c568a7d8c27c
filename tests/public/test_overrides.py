"""亮牌认定 in public: always said, with reason and basis, the computed card beside it."""

import datetime as dt

import feedparser
import pytest

from supervision.actions.overrides import decide_override
from tests.factories import make_officer, moment
from tests.overriding import propose
from tests.public.reading import text_of
from tests.sheets.month import officer, september

pytestmark = pytest.mark.django_db
CARD, PROJECT = "/2023/1/cards/2023-09/", "/2023/1/"
AT = moment("2023-10-20 09:00")


def proposed(period, **kw):
    kw = {"last": "2023-11", **kw}
    return propose(period.programme.projects.get(), by=officer(), at=AT, **kw)


def decide(override, confirmed=True):
    decide_override(
        override=override, confirmed=confirmed, reason="依据不足", by=make_officer("two"), at=AT
    )


@pytest.fixture
def period(db):
    return september()


@pytest.mark.parametrize("refused", [False, True])
def test_a_proposal_and_a_refusal_are_nowhere(client, period, refused):
    before = {url: text_of(client, url) for url in ("/", PROJECT, CARD, f"{CARD}verdict.json")}
    override = proposed(period)
    if refused:
        decide(override, confirmed=False)
    for url, page in before.items():
        assert text_of(client, url) == page


@pytest.mark.parametrize("url", [PROJECT, CARD])
def test_confirmed_it_is_said_with_reason_and_basis_and_the_computed_card(client, period, url):
    decide(proposed(period))
    page = text_of(client, url)
    assert "为什么是蓝牌" in page
    for part in ("经认定", "汛期停工属客观原因", "会议纪要，演示会议纪要〔2023〕5号", "2023年11月"):
        assert part in page
    assert "按规则计算是" in page and "黄牌" in page


def test_lists_counts_and_filters_follow_the_decided_colour(client, period):
    decide(proposed(period))
    assert "经认定" in text_of(client, "/?card=blue")
    assert "改善教学设施" not in text_of(client, "/?card=yellow")


def test_the_computed_card_is_not_told_where_the_programme_says_so(client, period):
    decide(proposed(period))
    period.programme.show_computed = False
    period.programme.save()
    for url in (PROJECT, CARD):
        page = text_of(client, url)
        assert "经认定" in page and "演示会议纪要" in page
        for told in ("按规则计算是", "已越过这条线", "没跟上计划的地方", "怎样才能好转"):
            assert told not in page
    verdict = client.get(f"{CARD}verdict.json").json()
    assert verdict["colour"] is None and verdict["findings"] == []
    assert verdict["decided"]["colour"] == "blue"


def test_the_verdict_file_holds_both(client, period):
    decide(proposed(period))
    verdict = client.get(f"{CARD}verdict.json").json()
    assert verdict["colour"] == "yellow"
    assert verdict["decided"]["reason"] == "汛期停工属客观原因"


@pytest.mark.parametrize(("display", "hidden"), [
    ("words", ["蓝牌", "黄牌"]), ("bar", ["蓝牌", "黄牌", "经认定"]),
])  # fmt: skip
def test_it_obeys_what_the_public_may_see_of_cards(client, period, display, hidden):
    decide(proposed(period))
    period.programme.card_display = display
    period.programme.save()
    for url in ("/", PROJECT):
        assert not any(word in text_of(client, url) for word in hidden)
    if display == "words":
        assert "经认定" in text_of(client, CARD)
        assert "blue" not in text_of(client, f"{CARD}verdict.json")


def test_an_expired_one_leaves_the_months_it_covered(client, period):
    decide(proposed(period, last="2023-09"))
    assert "经认定" in text_of(client, PROJECT)


def test_the_feed_tells_a_month_decided_since_anew(client, period):
    [before] = feedparser.parse(client.get("/feed/").content).entries
    decide(proposed(period))
    [entry] = feedparser.parse(client.get("/feed/").content).entries
    assert entry.updated > before.updated == entry.published
    assert "这里是认定以后的件数" in entry.summary and "认定" not in before.summary


@pytest.mark.parametrize(
    ("display", "said"), [("full", "认定为蓝牌"), ("words", "认定为按序时推进"), ("bar", "")]
)
def test_a_project_s_feed_tells_a_decision_as_far_as_colours_are_told(
    client, period, display, said
):
    type(period.programme).everything.update(card_display=display)
    before = {
        each.title for each in feedparser.parse(client.get(f"{PROJECT}feed/").content).entries
    }
    decide(proposed(period))
    found = feedparser.parse(client.get(f"{PROJECT}feed/").content).entries
    own = [each for each in found if each.title not in before]
    for each in own:
        assert f'id="{each.link.partition("#")[2]}"' in text_of(client, "/2023/corrections/")
    assert [said in each.summary and "汛期停工属客观原因" in each.summary for each in own] == (
        [True] if said else []
    )


def test_each_decision_stands_in_the_record_beside_what_it_changed(client, period):
    """A second decision takes the first one's place on the card, not in the record."""
    decide(proposed(period))
    again = proposed(period, colour="red", reason="复查后改定")
    decide_override(
        override=again, confirmed=True, reason="", by=make_officer("three"),
        at=moment("2023-10-22 09:00"),
    )  # fmt: skip
    page = text_of(client, "/2023/corrections/")
    assert page.index("复查后改定") < page.index("汛期停工属客观原因")
    later, first = page.split("汛期停工属客观原因")[0], page.split("复查后改定")[1]
    assert "蓝牌" in later and "红牌" in later
    assert "黄牌" in first and "蓝牌" in first
    assert "为什么是红牌" in text_of(client, CARD)


def test_a_project_s_month_tells_the_decided_colour_and_is_new_by_it(client, period):
    def month():
        feed = feedparser.parse(client.get(f"{PROJECT}feed/").content)
        return next(each for each in feed.entries if each.title.startswith("2023年9月"))

    before = month()
    assert before.summary.startswith("黄牌，") and before.updated < AT.isoformat()
    decide(proposed(period))
    assert month().summary.startswith("蓝牌，按序时推进（经认定）。") and month().id == before.id
    assert dt.datetime.fromisoformat(month().updated) == AT
