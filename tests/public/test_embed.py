"""The strip for other sites: who may frame it, what stands in it, and that nothing else may be."""

import re

import pytest

from tests.factories import make_programme
from tests.public.reading import text_of
from tests.public.test_every_address import ADDRESSES, year  # noqa: F401
from tests.public.test_home import three  # noqa: F401
from tests.public.test_list import filled
from tests.public.test_weights import FETCHED

pytestmark = pytest.mark.django_db
PATH = "/2023/embed/"
SITES = ["https://www.example.gov.cn", "https://*.example.org.cn"]


def ancestors(answer) -> str:
    return re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])[1]


def test_named_sites_may_frame_it(client, september, settings):
    settings.EMBED_SITES = SITES
    answer = client.get(PATH)
    assert ancestors(answer) == " ".join(SITES)
    assert "X-Frame-Options" not in answer
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "base-uri 'none'" in answer["Content-Security-Policy"]


def test_a_copy_kept_when_it_was_refused_is_no_copy_of_what_may_be_framed(
    client, september, settings
):
    refused = client.get(PATH).content
    settings.EMBED_SITES = SITES
    assert client.get(PATH).content != refused


def test_nobody_may_where_no_site_is_named(client, september):
    answer = client.get(PATH)
    assert ancestors(answer) == "'none'" and answer["X-Frame-Options"] == "DENY"


def test_nothing_else_may_be_framed(client, year, settings):  # noqa: F811
    from django.urls import reverse

    settings.EMBED_SITES = SITES
    for name, args in ADDRESSES.items():
        if name != "embed":
            answer = client.get(reverse(name, args=args))
            assert ancestors(answer) == "'none'", name
            assert answer["X-Frame-Options"] == "DENY", name
    missing = client.get("/1999/embed/")
    assert missing.status_code == 404 and ancestors(missing) == "'none'"


def test_it_says_the_year_as_the_home_page_does(client, three):  # noqa: F811
    strip, home = text_of(client, PATH), text_of(client, "/")
    assert "1件进度偏慢，1件进度滞后" in strip
    for part in (r'<ol class="tiles">.*?</ol>', r"\d+件实事，[^<]*。"):
        assert re.search(part, strip, re.DOTALL)[0] == re.search(part, home, re.DOTALL)[0]
    assert "<script" not in strip and "演示数据" in strip
    assert '<base target="_top">' in strip  # a link leaves the frame


def test_it_obeys_what_may_be_seen_of_cards(client, programme, three):  # noqa: F811
    programme.card_display = "bar"
    programme.save()
    strip = text_of(client, PATH)
    assert "4件实事，做到9月底。" in strip and "偏慢" not in strip and "yellow" not in strip


def test_before_any_month_it_says_so(client, db):
    make_programme()
    assert "进展还没有公布" in text_of(client, PATH)


def test_a_long_list_stands_in_its_sentence_alone(client, programme):
    filled(programme, 60)
    strip = text_of(client, PATH)
    assert "60件实事" in strip and 'class="tiles"' not in strip


def test_it_is_light(client, programme, django_assert_max_num_queries):
    import gzip
    from pathlib import Path

    from django.contrib.staticfiles import finders

    filled(programme, 22)
    with django_assert_max_num_queries(15):
        page = client.get(PATH).content
    assert page.count(b"<li>") == 22
    files = [Path(finders.find(part)).read_bytes() for part in FETCHED.findall(page.decode())]
    assert len(files) == 4
    assert sum(len(gzip.compress(each)) for each in [page, *files]) <= 10_000


def test_the_data_page_says_how_to_put_it_in(client, september, settings):
    page = text_of(client, "/2023/data/")
    assert '&lt;iframe src="http://testserver/2023/embed/"' in page
    assert "现在还没有登记的" in page
    settings.EMBED_SITES = SITES
    page = text_of(client, "/2023/data/")
    assert all(site in page for site in SITES) and "还没有登记" not in page
