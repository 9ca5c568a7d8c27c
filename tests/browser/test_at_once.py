"""Two people at the same time, in a browser each: nothing typed is lost, and both are told."""

import pytest
from playwright.sync_api import Page, expect

from supervision.actions import policies
from supervision.models import Card, Submission
from tests.browsing import IN_BROWSER
from tests.factories import moment

pytestmark = IN_BROWSER


def test_the_second_of_two_sees_both_and_loses_nothing(opened, world):
    first, second = opened(world.owner), opened(world.colleague)
    for page in (first, second):
        page.goto(f"/admin/supervision/report/{world.report.pk}/fill/")
    first.get_by_label("本月进展").fill("甲写的进展。")
    first.get_by_role("button", name="保存草稿").click()
    expect(first.get_by_text("草稿已保存")).to_be_visible()
    second.get_by_label("本月进展").fill("乙写的进展。")
    second.get_by_label("下步打算").fill("乙写的打算。")
    with second.expect_response("**/fill/") as answer:
        second.get_by_role("button", name="保存草稿").click()
    assert answer.value.status == 409
    table = second.get_by_role("table", name="两份内容不同之处")
    expect(table).to_contain_text("甲写的进展。")
    expect(table).to_contain_text("乙写的进展。")
    second.get_by_role("radio", name="本月进展用对方的").check()
    second.get_by_role("button", name="按上面的选择保存草稿").click()
    expect(second.get_by_label("本月进展")).to_have_value("甲写的进展。")
    expect(second.get_by_label("下步打算")).to_have_value("乙写的打算。")


@pytest.fixture
def both(opened, world, settings):
    """The stranger's clerk with a month filled in, and an officer who is about to close it."""
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-09-01 09:00"))
    clerk, officer = opened(world.stranger), opened(world.officer)
    clerk.goto(f"/admin/supervision/report/{world.stranger_report.pk}/fill/")
    clerk.get_by_label("完成数").fill("3")
    clerk.get_by_label("本月进展").fill("完成3户。")
    clerk.get_by_label("下步打算").fill("继续入户。")
    officer.goto(f"/admin/supervision/period/{world.period.pk}/close/")
    return clerk, officer


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="报送", exact=True).click()


def close(page: Page) -> None:
    page.get_by_role("button", name="定稿").click()


def test_who_hands_in_first_keeps_the_month_open(both):
    clerk, officer = both
    hand_in(clerk)
    expect(clerk.get_by_text("已报送，等待审核")).to_be_visible()
    close(officer)
    expect(officer.get_by_text("待审核").first).to_be_visible()
    assert not Card.everything.exists()


def test_who_closes_first_is_told_so_and_the_clerk_keeps_the_words(both):
    clerk, officer = both
    close(officer)
    expect(officer.get_by_text("已定稿，尚未公开")).to_be_visible()
    hand_in(clerk)
    expect(clerk.get_by_text("已经定稿")).to_be_visible()
    expect(clerk.get_by_label("本月进展")).to_have_value("完成3户。")
    assert not Submission.objects.exists()


def test_pressed_at_once_one_order_wins_and_both_are_told(both):
    clerk, officer = both
    press = "name => document.querySelector(name).click()"
    with clerk.expect_navigation(), officer.expect_navigation():
        clerk.evaluate(press, "[name=submit]")
        officer.evaluate(press, "form.sheet [type=submit]")
    handed_in = Submission.objects.exists()
    assert Card.everything.exists() != handed_in
    told = "已报送，等待审核" if handed_in else "已经定稿"
    expect(clerk.get_by_text(told)).to_be_visible()
    told = "待审核" if handed_in else "已定稿，尚未公开"
    expect(officer.get_by_text(told).first).to_be_visible()
