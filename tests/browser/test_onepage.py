"""一页纸 printed by the browser: one sheet, its table whole."""

import re

from playwright.sync_api import expect

from supervision.actions import policies
from tests.admin.test_onepage import worst
from tests.browsing import IN_BROWSER
from tests.factories import moment

pytestmark = IN_BROWSER

SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def test_it_prints_on_one_sheet(opened, world):
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-09-01 09:00"))
    page = opened(world.officer)
    page.get_by_role("link", name="一页纸").first.click()
    expect(page.get_by_text("调度中未定稿")).to_be_visible()
    table = page.locator(".onepage table")
    narrowest = min(
        cell.bounding_box()["width"] for cell in table.get_by_role("columnheader").all()
    )
    assert narrowest > 60  # a date stands on one line
    assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == 1


def test_a_full_page_prints_on_one_sheet_too(opened, world, monkeypatch):
    full = worst(world)
    monkeypatch.setattr("supervision.admin.months.one_page.one_page", lambda period, at: full)
    page = opened(world.officer)
    page.goto("/admin/office/onepage/")
    expect(page.get_by_text("另有").first).to_be_visible()
    assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == 1
