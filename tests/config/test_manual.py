"""The manual inside the portal, and the way to it from every page."""

import re

import pytest
from django.urls import get_resolver

from config.manual import CHAPTERS, PAGES, shown
from tests.admin.conftest import shared_world, sign_in, world  # noqa: F401


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_whole_with_its_pictures(sign_in, world, page):  # noqa: F811
    client = sign_in(world.owner)
    text = client.get(f"/admin/manual/{page}/").content.decode()
    assert f"<h1>{PAGES[page]}</h1>" in text
    for address in re.findall(r'<img src="([^"]+)"', text):
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("who", "address", "leads_to"),
    [
        ("owner", "/admin/", "/admin/manual/clerk/"),
        ("owner", "/admin/supervision/slip/", "/admin/manual/clerk/#拟亮牌、督办单、复核"),
        ("officer", "/admin/supervision/slip/", "/admin/manual/supervisor/#督办单"),
        ("officer", "/admin/office/onepage/", "/admin/manual/supervisor/#通报和公开发布"),
        ("administrator", "/admin/projects/user/", "/admin/manual/administrator/#账号"),
        ("district", "/admin/", "/admin/manual/district/#滞后项目"),
        ("district", "/admin/sessions/", "/admin/manual/district/#账号"),
    ],
)
def test_every_page_leads_to_the_chapter_that_helps(sign_in, world, who, address, leads_to):  # noqa: F811
    page = sign_in(getattr(world, who)).get(address).content.decode()
    assert f'<a href="{leads_to}">帮助</a>' in page


def test_a_leader_of_the_district_reads_their_own_and_no_other(sign_in, world):  # noqa: F811
    client = sign_in(world.district)
    text = client.get("/admin/manual/district/").content.decode()
    assert "<h1>区领导手册</h1>" in text and "其他手册" not in text
    for address in re.findall(r'<img src="([^"]+)"', text):
        assert client.get(address).status_code == 200
    assert client.get("/admin/manual/supervisor/").status_code == 404


def test_every_chapter_is_there_and_helps_with_an_address():
    names = {str(name) for name in get_resolver("config.urls").reverse_dict} | set(admin_names())
    for page, chapters in CHAPTERS.items():
        headings = set(re.findall(r'<h2 id="([^"]+)"', shown(page)))
        assert set(chapters.values()) <= headings, page
        for start in chapters:
            assert any(name.startswith(start) for name in names), start


def admin_names():
    from django.contrib import admin

    def walk(patterns):
        for each in patterns:
            yield from walk(each.url_patterns) if hasattr(each, "url_patterns") else [each.name]

    return filter(None, walk(admin.site.get_urls()))


def test_nothing_beside_its_pictures_is_handed_out(sign_in, world):  # noqa: F811
    client = sign_in(world.owner)
    for name in ("pictures.py", "..%2Fclerk.md", "none.png"):
        assert client.get(f"/admin/manual/pictures/{name}").status_code == 404
    assert client.get("/admin/manual/nobody/").status_code == 404


def test_strangers_read_none_of_it(client, db):
    assert client.get("/admin/manual/clerk/").status_code == 302
