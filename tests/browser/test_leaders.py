"""A leader of the district on a phone: signs in, reads one page, narrows it to what is theirs."""

import pytest
from playwright.sync_api import expect

from projects.models import Project
from tests.admin.slips import close, issue
from tests.browsing import IN_BROWSER, findings

pytestmark = IN_BROWSER


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_read_on_a_phone(opened, world, settings, scheme):
    issue(world, settings, close(world, settings))
    Project.everything.filter(pk=world.project.pk).update(leader=f"演示甲、{world.district.name}")
    page = opened(world.district)
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="2023年9月滞后项目")).to_be_visible()
    assert findings(page, 390) == []
    page.get_by_role("link", name="我分管的").click()
    expect(page.get_by_role("link", name="我分管的")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("heading", name="1. 教室照明")).to_be_visible()
    expect(page.get_by_text("整改时限2023年11月9日")).to_be_visible()
    assert findings(page, 390) == []
