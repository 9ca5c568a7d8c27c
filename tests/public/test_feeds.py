"""What programmes read: the Atom feed, the site map, robots, the icon, what a shared link shows."""

import datetime as dt
import io
import json
import re
from xml.etree import ElementTree

import feedparser
import pytest
from PIL import Image

from tests.factories import make_project, make_unit
from tests.public.months import make_month

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
