"""The whole demonstration on a telephone: what, when and whom to call, without searching long."""

import pytest
from playwright.sync_api import expect

from tests.browsing import IN_BROWSER
from tests.factories import moment

pytestmark = IN_BROWSER
WIDTH, SCREEN = 390, 1200


@pytest.fixture
def site(demonstration, live_server, settings):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    demonstration.again()
    return live_server.url


def test_a_resident_finds_what_when_and_whom_at_once(chromium, site):
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    low = {}
    for number in range(1, 23):
        page.goto(f"{site}/2023/{number}/")
        terms = page.locator(".essentials dt").all_inner_texts()
        assert terms == ["得到什么", "什么时候", "找谁"], number
        box = page.locator(".essentials").bounding_box()
        end = box["y"] + box["height"]
        call = page.locator('.essentials a[href^="tel:"]').bounding_box()
        if end > SCREEN or call["y"] + call["height"] > SCREEN:
            low[number] = end
    assert low == {}
    context.close()


@pytest.mark.parametrize("view", ["large", "larger"])
def test_in_large_type_whom_to_call_comes_first(chromium, site, view):
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": 844}, java_script_enabled=False
    )
    page, low = context.new_page(), {}
    for number in range(1, 23):
        page.goto(f"{site}/2023/{number}/?view={view}")
        call = page.locator('.essentials a[href^="tel:"]').bounding_box()
        if call["y"] + call["height"] > SCREEN:
            low[number] = call["y"]
    assert low == {}
    context.close()


def test_a_place_and_its_dates_are_three_taps_from_home(chromium, site):
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": 844}, java_script_enabled=False, has_touch=True
    )
    page = context.new_page()
    page.goto(site)
    page.get_by_role("link", name="我家附近").first.tap()
    page.get_by_role("link", name="演示20村").tap()
    expect(page.get_by_text("责任单位承诺12月20日前全部完成")).to_be_visible()
    call = page.locator('.vow a[href^="tel:"]').bounding_box()
    assert call["y"] + call["height"] < SCREEN
    context.close()
