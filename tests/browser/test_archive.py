"""The archive as its reader opens it: unpacked, by double click, with no server and no net."""

import io
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from supervision.static_site.reading import Site
from supervision.yearend.archive import archive
from tests.browsing import IN_BROWSER
from tests.factories import moment

pytestmark = IN_BROWSER


@pytest.fixture
def cover(year, tmp_path) -> str:
    out, at = io.BytesIO(), moment("2024-01-20 10:00")
    archive(year.programme, Site("http://localhost"), internal=True, at=at).write(out)
    with zipfile.ZipFile(out) as packed:
        packed.extractall(tmp_path / "unpacked")
    return (tmp_path / "unpacked/index.html").as_uri()


def test_from_the_cover_to_a_card_in_large_type_without_a_net(chromium, cover):
    for width in (1280, 390):
        opens_without_a_net(chromium, cover, width)


def opens_without_a_net(chromium, cover: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 844}, offline=True)
    wrong = []
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(cover)
    page.get_by_role("link", name="打开2023年公开网页").click()
    page.get_by_role("link", name="路灯改造").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("路灯改造")
    assert page.evaluate("getComputedStyle(document.querySelector('.standing')).display") == "flex"
    page.get_by_role("link", name="大字版").click()
    page.get_by_role("link", name="看12月亮牌依据").first.click()
    expect(page.locator("html")).to_have_class("large")
    page.get_by_role("link", name="2023年清单").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("演示2023年民生实事")
    assert page.url.startswith("file:") and wrong == []
    page.goto(cover)
    assert Axe().run(page).response["violations"] == []  # it asks for the styles once more
    page.close()
