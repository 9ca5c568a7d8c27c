"""核对 in a real browser: by keyboard alone, and as axe and a narrow screen find it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import IN_BROWSER, findings
from tests.drafting.lists import make_drafting, projects
from tests.factories import make_officer

pytestmark = IN_BROWSER


@pytest.fixture
def officer(live_server):
    return make_officer()


@pytest.fixture
def drafting(officer):
    return make_drafting(officer)


def test_a_list_is_checked_by_keyboard_alone(opened, officer, drafting):
    page = opened(officer)
    page.goto(f"/admin/drafting/drafting/{drafting.pk}/change/")
    first, second = projects(drafting)
    page.keyboard.press("j")
    expect(page.locator(f"#p{first.key}")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(f"#p{first.key}")).to_have_class(re.compile("draft-taken"))
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_label("序号").first).to_be_focused()
    page.locator(f"#p{second.key} .draft-left .draft-text").select_text()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("q")
    expect(page.locator("textarea[name$=places]").last).to_be_focused()
    page.locator("textarea[name$=places]").last.fill("")
    page.get_by_label("项目名称").press("Enter")
    expect(page.get_by_text("项目都核对过了。")).to_be_visible()
    assert all(row.content.taken for row in projects(drafting))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_whole_for_everyone(opened, officer, drafting, width, scheme):
    page = opened(officer, width=width, color_scheme=scheme)
    row = projects(drafting)[0]
    for address in (
        "start/", f"{drafting.pk}/change/", f"{drafting.pk}/pieces/{row.key}/",
        f"{drafting.pk}/pieces/{row.key}/history/", f"{drafting.pk}/drop/",
    ):  # fmt: skip
        page.goto(f"/admin/drafting/drafting/{address}")
        assert findings(page, width) == [], address
