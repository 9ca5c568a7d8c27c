"""What programmes read: the Atom feed, the site map, robots, the icon, what a shared link shows."""

import datetime as dt
import io
import json
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import feedparser
import pytest
from PIL import Image

from projects.actions.changes import change_project
from projects.models import Target
from projects.values.months import shift
from tests.factories import make_message, make_officer, make_project, make_unit, moment
from tests.finished import accepted, propose
from tests.public.months import held, make_card, make_month, make_release, quantity
from tests.public.test_changes import approval, halved, lamps  # noqa: F401

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_is_atom_with_an_entry_a_month(client, programme, september):
    make_month(programme, "2023-08", published="2023-09-12 10:00")
    make_month(programme, "2023-10", stage="closed")
    answer = client.get("/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo and feed.version == "atom10"
    titles = [entry.title for entry in feed.entries]
    assert titles == [
        "2023年9月进展通报（第9期）（演示数据）",
        "2023年8月进展通报（第8期）（演示数据）",
    ]
    assert feed.entries[0].link == "http://testserver/2023/bulletins/9/"
    assert "进度偏慢1件" in feed.entries[0].summary


def test_the_feed_obeys_what_may_be_seen_of_cards(client, programme, september):
    programme.card_display = "bar"
    programme.save()
    summary = feedparser.parse(client.get("/feed/").content).entries[0].summary
    assert "进度偏慢" not in summary and "2件民生实事" in summary


def test_an_empty_site_has_an_empty_feed(client, db):
    feed = feedparser.parse(client.get("/feed/").content)
    assert not feed.bozo and not feed.entries


def test_a_feed_without_entries_does_not_claim_to_be_new_at_every_reading(client, programme):
    programme.issued_on = dt.date(2023, 4, 6)
    programme.save()
    assert (
        feedparser.parse(client.get("/feed/").content).feed.updated == "2023-04-06T00:00:00+08:00"
    )


def entries(client) -> dict:
    feed = feedparser.parse(client.get("/feed/").content)
    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return {entry.title: entry for entry in feed.entries}


def place(client, entry) -> str:
    """What stands at the place that the entry leads to."""
    path, anchor = entry.link.removeprefix("http://testserver").split("#")
    return client.get(path).content.decode().split(f'id="{anchor}"')[1]


def test_a_moved_date_is_an_entry_of_its_own(client, lamps, september):  # noqa: F811
    halved(lamps)
    entry = entries(client)["承诺日期调整：第12项改善教学基础设施条件（演示数据）"]
    assert "完成时限2023年12月31日→2024年1月31日" in entry.summary
    assert "设备调试需跨年度" in entry.summary and entry.updated.startswith("2023-10-18")


def test_a_suspended_project_is_an_entry(client, lights, september):
    change_project(
        project=lights, state="suspended", approval=approval(), by=make_officer(),
        at=moment("2023-10-18 10:00"),
    )  # fmt: skip
    entry = entries(client)["项目变更（暂缓）：第12项改善教学基础设施条件（演示数据）"]
    assert "自2023年10月起" in entry.summary and "设备调试需跨年度" in entry.summary
    assert "演示党工委" in place(client, entry)


def test_an_acceptance_is_an_entry_once_its_month_is_public(client, year):
    propose(year, year.late, passed=False)  # waits to be confirmed
    accepted(year, year.kept)
    entry = entries(client)["通过验收：第1项教室照明"]
    assert "2024年1月15日演示验收组验收，通过验收，演示验〔2024〕1号。" in entry.summary
    assert "演示验收组" in place(client, entry)
    decided = year.kept.acceptances.get().decision.at
    assert dt.datetime.fromisoformat(entry.updated) == decided
    assert not any("第2项" in title for title in entries(client))
    december = year.programme.periods.filter(month="2023-12")
    december.update(published_at=None, signer="", basis="")
    assert "通过验收：第1项教室照明" not in entries(client)


def test_an_acceptance_is_as_new_as_the_month_that_shows_it(client, year):
    accepted(year, year.kept)
    later = moment("2024-03-10 10:00")
    year.programme.periods.filter(month="2023-12").update(published_at=later)
    assert dt.datetime.fromisoformat(entries(client)["通过验收：第1项教室照明"].updated) == later


def test_an_answer_is_an_entry_in_the_office_s_words_alone(client, programme, lights, september):
    programme.feedback = True
    programme.save()
    officer = make_officer()
    make_message(lights, text="我是张三，灯不亮")
    make_message(
        lights, text="我是李四，灯不亮", name="李四", state="answered", reason="solved",
        summary="教室有灯不亮", answer="已经换好。", answered_by=officer, closed_by=officer,
        answered_at=moment("2023-10-20 09:00"), closed_at=moment("2023-10-20 09:00"),
    )  # fmt: skip
    entry = entries(client)["答复留言：第12项改善教学基础设施条件（演示数据）"]
    assert entry.summary == "反映问题：教室有灯不亮 答复（已解决）：已经换好。"
    assert "教室有灯不亮" in place(client, entry)
    feed = client.get("/feed/").content.decode()
    assert "李四" not in feed and "张三" not in feed
    programme.feedback = False
    programme.save()
    assert "答复留言" not in client.get("/feed/").content.decode()


def entries_at(client, path: str) -> list:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return feed.entries


PLACE = "/2023/places/演示镇/演示小学/feed/"


def test_a_project_s_feed_tells_its_own_events_alone(client, lamps, september):  # noqa: F811
    other = make_project(lamps.project.programme, number=20)
    make_card(september, other, quantity())
    release = make_release(september, lamps.project, "已改造90口。")
    make_release(september, other, "已铺设2公里。")
    halved(lamps)
    moved, month = entries_at(client, "/2023/12/feed/")
    assert "完成时限2023年12月31日→2024年1月31日" in moved.summary
    assert month.title == "2023年9月：第12项改善教学基础设施条件（演示数据）"
    assert month.summary.startswith("黄牌，进度偏慢。") and month.summary.endswith(release.said)
    assert month.link == "http://testserver/2023/12/cards/2023-09/"
    [own] = entries_at(client, "/2023/20/feed/")
    assert own.summary.endswith("（+90）。已铺设2公里。")


@pytest.mark.parametrize("path", ["/2023/12/feed/", PLACE])
def test_every_public_month_is_an_entry_that_names_what_it_changed(
    client,
    programme,
    lamps,  # noqa: F811
    september,
    path,
):
    lamps.sites.create(name="演示小学", place="演示镇", planned="2023-12")
    plan = held({"2023-03": "20", "2023-09": "120", "2023-10": "149"})
    values = {"2023-07": "90", "2023-08": "100", "2023-09": "90", "2023-10": "90"}
    for month in ("2023-07", "2023-08", "2023-10"):
        known = {key: value for key, value in values.items() if key <= month}
        period = make_month(programme, month, published=f"{shift(month, 1)}-12 10:00")
        make_card(period, lamps.project, quantity(readings=known, plan=plan))
    make_month(programme, "2023-11", stage="closed")
    found = {entry.title.split("：")[0]: entry for entry in entries_at(client, path)}
    assert list(found) == [
        "2023年10月，黄牌→红牌",
        "2023年9月，蓝牌→黄牌",
        "2023年8月",
        "2023年7月",
    ]
    assert "黄牌→红牌，进度滞后。" in found["2023年10月，黄牌→红牌"].summary
    assert "90→100口（+10）" in found["2023年8月"].summary
    assert found["2023年8月"].summary.startswith("蓝牌，超序时推进。比7月：")
    programme.card_display = "bar"
    programme.save()
    feed = client.get(path).content.decode()
    assert "2023年10月：" in feed and "牌" not in "".join(re.findall("<title>(.*?)</title>", feed))


def test_the_page_of_a_project_and_of_a_place_name_their_feed(client, lamps, september):  # noqa: F811
    lamps.sites.create(name="演示小学", place="演示镇", done="2023-09")
    place = "/2023/places/%E6%BC%94%E7%A4%BA%E9%95%87/%E6%BC%94%E7%A4%BA%E5%B0%8F%E5%AD%A6/"
    for path in ("/2023/12/", place):
        page = client.get(path).content.decode()
        links = re.findall(r'rel="alternate" type="application/atom\+xml" [^>]*href="(.*?)"', page)
        assert links == ["/feed/", f"{path}feed/"]
        assert f'href="{path}feed/">订阅' in page
        own = feedparser.parse(client.get(f"{path}feed/").content).feed
        assert unquote(own.link) == unquote(f"http://testserver{path}")
    assert "/2023/1/feed/" in client.get("/2023/data/").content.decode()


def test_a_place_s_feed_tells_what_was_built_once_its_month_is_public(client, lamps, september):  # noqa: F811
    site = lamps.sites.create(name="演示小学", place="演示镇", done="2023-09")
    lamps.sites.create(name="演示中学", place="演示镇", done="2023-09")
    release = make_release(september, lamps.project, "已改造90口。")
    built, month = sorted(entries_at(client, PLACE), key=lambda entry: entry.title, reverse=True)
    assert built.title.startswith("演示小学已完成") and month.summary.endswith(release.said)
    assert built.summary == f"{lamps.name}：2023年9月完成。"
    assert "2023年9月完成" in place(client, built).split("</li>")[0]
    site.done = "2023-10"
    site.save()
    assert [entry.summary for entry in entries_at(client, PLACE)] == [month.summary]
    assert client.get("/2023/places/演示镇/没有这里/feed/").status_code == 404
    assert client.get("/2023/99/feed/").status_code == 404


def test_a_place_of_people_has_no_event(client, lamps, september, monkeypatch):  # noqa: F811
    lamps.sites.create(name="演示小学", place="演示镇", done="2023-09")
    assert any("完成" in entry.title for entry in entries_at(client, PLACE))
    lamps.project.sensitive = True
    lamps.project.save()
    monkeypatch.setattr(Target, "counts_people", True)
    assert not any("完成" in entry.title for entry in entries_at(client, PLACE))


def test_the_site_s_own_address_is_used_where_it_is_set(client, september, settings):
    settings.SITE_URL = "https://shishi.example.gov.cn"
    for path in ("/feed/", "/sitemap.xml", "/robots.txt", "/2023/poster/", "/2023/openapi.json"):
        page = client.get(path).content.decode()
        assert "https://shishi.example.gov.cn" in page
        assert "testserver" not in page


def test_every_address_of_the_site_map_answers(client, september):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [place.text for place in tree.iter(f"{MAP}loc")]
    assert "http://testserver/2023/12/" in found
    assert len(found) == len(set(found))
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_robots_names_the_site_map_and_keeps_the_admin_out(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_browsers_that_ask_for_an_icon_get_one(client, db):
    answer = client.get("/favicon.ico")
    assert Image.open(io.BytesIO(answer.content)).format == "ICO"


def canonical(client, path: str) -> str:
    page = client.get(path).content.decode()
    [found] = re.findall(r'rel="canonical" href="http://testserver(.*?)"', page)
    assert f'property="og:url" content="http://testserver{found}"' in page
    return found


@pytest.mark.parametrize("path", ["/2023/", "/2023/12/", "/2023/board/", "/2023/bulletins/9/"])
def test_a_shared_link_shows_the_page_s_own_title(client, september, path):
    page = client.get(path).content.decode()
    title = re.search(r"<title>(.*?)</title>", page)[1]
    assert f'property="og:title" content="{title}"' in page
    assert canonical(client, path) == path


@pytest.mark.parametrize(
    ("path", "lasting"),
    [
        ("/", "/2023/"),
        ("/2023/?view=large", "/2023/"),
        ("/2023/?card=yellow&page=2", "/2023/"),
        ("/2023/?page=9", "/2023/"),
        ("/2023/board/2023-09/", "/2023/board/"),
        ("/2023/changes/", "/2023/changes/2023-09/"),
        ("/search/?q=x", "/search/"),
    ],
)
def test_what_has_several_addresses_names_the_lasting_one(client, september, path, lasting):
    assert canonical(client, path) == lasting


def test_a_further_page_of_a_list_stands_for_itself(client, programme, september):
    for number in range(20, 75):
        make_project(programme, number=number)
    assert canonical(client, "/2023/board/?page=2&view=large") == "/2023/board/?page=2"
    assert canonical(client, "/2023/?page=2") == "/2023/?page=2"


def test_the_site_map_names_every_page_once_by_its_lasting_address(client, lights, september):
    text = client.get("/sitemap.xml").content.decode()
    unit = lights.assignments.get().unit
    for path in ("/about/", f"/2023/units/{unit.slug}/", "/2023/12/cards/2023-09/"):
        assert f"<loc>http://testserver{path}</loc>" in text
    for path in re.findall(r"<loc>http://testserver(.*?)</loc>", text):
        assert canonical(client, path) == path


def test_a_renamed_unit_s_former_address_is_not_on_the_map(client, programme, lights, september):
    former = lights.assignments.get().unit
    unit = make_unit("教育体育（演示）", predecessor=former)
    make_project(programme, unit=unit)
    text = client.get("/sitemap.xml").content.decode()
    assert f"/units/{unit.slug}/" in text and f"/units/{former.slug}/" not in text


def test_what_a_shared_link_shows_is_escaped_once(client, lights, september):
    lights.title = '照明"&<b>'
    lights.save()
    page = client.get("/2023/12/").content.decode()
    assert 'og:title" content="照明&quot;&amp;&lt;b&gt;' in page


@pytest.mark.parametrize(("path", "kind"), [("/2023/data/", "Dataset")])
def test_pages_describe_themselves_to_search_engines(client, programme, september, path, kind):
    programme.title = '</script><b>"2023'
    programme.save()
    page = client.get(path).content.decode()
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(found)
    assert told["@type"] == kind
    assert '</script><b>"2023' in json.dumps(told, ensure_ascii=False).replace('\\"', '"')
