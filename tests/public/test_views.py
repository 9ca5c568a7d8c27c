"""大字版, 特大字 and 投影版: in the address, kept from link to link, offered on every page."""

import re

import pytest

pytestmark = pytest.mark.django_db
OFFERED = {
    "": ["大字版"],
    "large": ["特大字", "标准字号"],
    "larger": ["大字版", "标准字号"],
    "meeting": ["退出投影版"],
}
CLASSES = {"": None, "large": "large", "larger": "large larger", "meeting": "meeting"}


def page_of(client, path: str, view: str) -> str:
    joined = f"{path}{'&' if '?' in path else '?'}view={view}" if view else path
    return client.get(joined).content.decode()


def menu(page: str) -> list[tuple[str, str]]:
    part = re.search(r'<nav class="menu".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', part)


@pytest.mark.parametrize("view", OFFERED)
def test_a_page_is_shown_and_leads_on_in_its_view(client, september, view):
    page = page_of(client, "/2023/12/", view)
    shown = re.search(r'<html lang="zh-CN"(?: class="([^"]*)")?>', page)[1]
    assert shown == CLASSES[view]
    kept = f"?view={view}" if view else ""
    assert f'href="/2023/board/{kept}"' in page
    assert [words for _, words in menu(page)][-len(OFFERED[view]) :] == OFFERED[view]


@pytest.mark.parametrize("view", OFFERED)
@pytest.mark.parametrize("path", ["/search/?q=教室", "/2023/places/?q=村", "/?category=children"])
def test_another_view_keeps_what_was_asked_for(client, september, path, view):
    asked = path.partition("?")[2].partition("=")[0]
    for link, words in menu(page_of(client, path, view)):
        if words in OFFERED[view]:
            assert f"{asked}=" in link
            assert (
                client.get(path.partition("?")[0] + link.replace("&amp;", "&")).status_code == 200
            )


@pytest.mark.parametrize("view", ["huge", "LARGE", "large'", "\x00"])
def test_any_other_view_is_none(client, september, view):
    assert '<html lang="zh-CN">' in client.get("/", {"view": view}).content.decode()


def test_forms_carry_the_view_on(client, september):
    assert 'name="view" value="larger"' in page_of(client, "/", "larger")
    assert 'name="view" value="meeting"' in page_of(client, "/search/", "meeting")


def test_the_meeting_s_view_is_offered_at_the_foot_of_every_page(client, september):
    for path in ("/", "/2023/12/", "/2023/board/"):
        assert '?view=meeting">投影版' in page_of(client, path, "")
