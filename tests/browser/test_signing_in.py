"""两步验证 in a real browser: set up from the picture, asked for, and late forms kept."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from supervision.models import Report
from tests.admin.typed import fill_url
from tests.browsing import IN_BROWSER
from tests.factories import PASSWORD

pytestmark = IN_BROWSER


@pytest.fixture
def page(chromium, live_server, world):
    page = chromium.new_page(base_url=live_server.url, viewport={"width": 390, "height": 844})
    page.set_default_timeout(8000)
    return page


def password(page: Page, person) -> None:
    page.get_by_label("用户名").fill(person.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def sound(page: Page) -> None:
    """Nothing for axe to find, and nothing wider than the phone."""
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def code(key: str, ahead: int) -> str:
    """What the phone shows now, or half a minute later: each is good once."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + ahead))


def test_a_person_sets_it_up_and_signs_in_with_it(page, world):
    page.goto("/admin/")
    sound(page)
    password(page, world.officer)
    page.get_by_role("link", name="两步验证").click()
    sound(page)
    page.get_by_role("link", name="开始设置").click()
    page.get_by_label("密码").fill(PASSWORD)
    sound(page)
    page.get_by_role("button", name="继续").click()
    picture = page.get_by_role("img", name=re.compile("二维码"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 150
    sound(page)
    key = re.sub(r"\s", "", page.locator(".two-step-key").inner_text())
    page.get_by_label("6位数字").fill(code(key, 0))
    page.get_by_role("button", name="开启").click()
    expect(page.locator(".two-step-codes li")).to_have_count(10)
    sound(page)
    page.get_by_role("button", name="注销").click()
    page.goto("/admin/")
    password(page, world.officer)
    expect(page.get_by_label("验证码")).to_be_focused()
    sound(page)
    page.get_by_label("验证码").fill(code(key, 1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()


def test_what_was_typed_into_an_ended_session_is_saved_after_signing_in(page, world):
    page.goto(fill_url(world.report))
    password(page, world.owner)
    page.get_by_label("进展").first.fill("九月完成二十间教室。")
    Session.objects.all().delete()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("但没有丢")).to_be_visible()
    sound(page)
    password(page, world.owner)
    page.get_by_role("button", name="继续提交").click()
    expect(page.get_by_label("进展").first).to_have_value("九月完成二十间教室。")
    assert Report.objects.get(pk=world.report.pk).draft["progress"] == "九月完成二十间教室。"
