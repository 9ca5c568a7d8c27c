"""Nine 公开稿 drafted, checked and signed by two people, in clicks counted."""

import re

import pytest
from playwright.sync_api import Page, expect

from supervision.models import Release
from tests.admin.released import month_page
from tests.browsing import IN_BROWSER, findings
from tests.factories import make_officer, make_project, make_unit, moment
from tests.public.months import make_card, make_month, quantity

pytestmark = IN_BROWSER
NARROW = 390


@pytest.fixture
def nine(world, settings):
    settings.DEMO_CLOCK = moment("2023-10-11 10:00")
    period = make_month(world.programme, "2023-08", stage="closed", published="2023-10-12 10:00")
    unit = make_unit("住建（演示）")
    for number in range(11, 20):
        project = make_project(world.programme, number=number, unit=unit)
        make_card(period, project, quantity(readings={"2023-08": str(20 + number)}))
    return period


class Clicks:
    def __init__(self):
        self.count = 0

    def press(self, found) -> None:
        self.count += 1
        found.click()


def test_nine_are_drafted_checked_and_signed_in_at_most_twelve_clicks(opened, world, nine):
    clicks = Clicks()
    first, second = opened(world.officer), opened(make_officer("second"))
    first.goto("/admin/")
    clicks.press(first.get_by_role("link", name="公开稿", exact=True).first)
    clicks.press(first.get_by_role("link", name="本月公开稿"))
    expect(first.get_by_role("textbox", name="公开文字").first).to_have_value("{{ 进展 }}。")
    clicks.press(first.get_by_role("button", name="保存起草和修改").first)
    expect(first.get_by_text("已保存，请另一位同事复核：9篇")).to_be_visible()

    second.goto("/admin/")
    clicks.press(second.get_by_role("link", name="公开稿待复核 9"))
    expect(second.get_by_text("已完成31口，比计划少").first).to_be_visible()
    clicks.press(second.get_by_role("button", name="勾选的复核通过（9篇）").first)
    expect(second.get_by_text("复核通过9篇")).to_be_visible()

    first.goto("/admin/")
    clicks.press(first.get_by_role("link", name="公开稿待签发 9"))
    clicks.press(first.get_by_role("button", name="签发勾选的（9篇）").first)
    expect(first.get_by_text("已签发9篇").first).to_be_visible()
    assert Release.everything.filter(signed_at__isnull=False).count() == 9
    assert clicks.count <= 12, clicks.count


def test_a_placeholder_is_put_in_by_a_click(opened, world, nine):
    page = opened(world.officer)
    page.goto(month_page(nine))
    box = page.get_by_role("textbox", name="公开文字").first
    box.fill("")
    page.get_by_role("button", name=re.compile("插入.*累计")).first.click()
    expect(box).to_have_value("{{ 累计 }}")


def test_a_bulletin_takes_a_placeholder_where_the_cursor_stood(opened, world, nine):
    page = opened(world.officer)
    page.goto(f"/admin/supervision/period/{nine.pk}/bulletin/")
    box = page.locator("textarea").nth(1)
    box.fill("共件。")
    box.evaluate("box => box.setSelectionRange(1, 1)")
    page.get_by_role("button", name=re.compile("插入")).first.click()
    expect(box).to_have_value(re.compile(r"^共\{\{ .+ \}\}件。$"))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (NARROW, "dark")])
def test_the_page_is_accessible_and_fits(opened, world, nine, width, scheme):
    page = opened(world.officer, width, color_scheme=scheme, bypass_csp=True)
    page.goto(month_page(nine))
    assert faults(page, width) == []
    page.get_by_role("textbox", name="公开文字").first.fill("已完成54口。")
    page.get_by_role("button", name="保存起草和修改").first.click()
    expect(page.get_by_text("手写的“54”不是系统里的数").first).to_be_visible()
    assert faults(page, width) == []
    release = Release.everything.first()
    page.goto(f"/admin/supervision/release/{release.pk}/change/")
    assert faults(page, width) == []


def faults(page: Page, width: int) -> list:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    return findings(page, width)
