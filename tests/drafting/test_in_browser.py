"""核对 in a real browser: by keyboard alone, and as axe and a narrow screen find it."""

import re

import pytest
from playwright.sync_api import expect

from projects.drafting.actions import drafts, issuing, upper
from projects.drafting.content import Proposed
from tests.browsing import IN_BROWSER, findings
from tests.drafting.lists import AT, make_drafting, projects, whole_pieces
from tests.factories import make_officer

pytestmark = IN_BROWSER


@pytest.fixture
def officer(live_server):
    return make_officer()


@pytest.fixture
def drafting(officer):
    drafting = make_drafting(officer)
    issuing.freeze(drafting=drafting, note="送领导", by=officer, at=AT)
    row = projects(drafting)[0]
    content = row.content.with_text(row.content.text.replace("537", "540"))
    drafts.save(drafting=drafting, key=row.key, version=1, content=content, by=officer, at=AT)
    read = Proposed(pieces=tuple(whole_pieces(2024)))
    upper.bring_in(drafting=drafting, document="演示2号", text="全文", read=read, by=officer, at=AT)
    return drafting


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
        f"{drafting.pk}/units/", f"{drafting.pk}/upper/", f"{drafting.pk}/drafts/",
        f"{drafting.pk}/issue/", f"{drafting.pk}/pieces/{row.key}/history/", f"{drafting.pk}/drop/",
    ):  # fmt: skip
        page.goto(f"/admin/drafting/drafting/{address}")
        assert findings(page, width) == [], address
    page.goto("/admin/")
    assert findings(page, width) == []
