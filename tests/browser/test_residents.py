"""The whole demonstration on a telephone: what, when and whom to call, without searching long."""

import pytest

from supervision.demonstration import story
from tests.browsing import IN_BROWSER
from tests.factories import moment

pytestmark = IN_BROWSER
WIDTH, SCREEN = 390, 1200


@pytest.fixture
def demonstration(live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    story.tell()
    return live_server.url


def test_a_resident_finds_what_when_and_whom_at_once(chromium, demonstration):
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    low = {}
    for number in range(1, 23):
        page.goto(f"{demonstration}/2023/{number}/")
        terms = page.locator(".essentials dt").all_inner_texts()
        assert terms == ["得到什么", "什么时候", "找谁"], number
        box = page.locator(".essentials").bounding_box()
        end = box["y"] + box["height"]
        call = page.locator('.essentials a[href^="tel:"]').bounding_box()
        if end > SCREEN or call["y"] + call["height"] > SCREEN:
            low[number] = end
    assert low == {}
    context.close()
