"""The office's month in a real browser: judged together, chased, closed, looked at, published."""

import re

import pytest
from playwright.sync_api import Page, expect

from supervision.actions import periods, policies
from supervision.models import Period, Report
from tests.admin.typed import full_sheet
from tests.browser.test_keyboard import reach
from tests.browsing import IN_BROWSER, findings
from tests.factories import make_project, make_report, make_target, moment

pytestmark = IN_BROWSER

WAITING = "/admin/supervision/waitingreport/"


@pytest.fixture
def handed_in(client, world):
    """Four reports wait, the last of them with a doubt; a fifth was not handed in."""
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    hand_in(client, world.owner, world.report, full_sheet(world))
    for number, value in ((3, "2"), (4, "1"), (5, "90")):
        project = make_project(world.programme, unit=world.unit, number=number)
        target = make_target(project, plan={"2023-12": "100"})
        report = make_report(world.period, project, world.unit)
        typed = {f"{target.pk}-value": value, f"{target.pk}-doubt": "已经验收。"}
        hand_in(client, world.owner, report, {"version": "0", **typed, "next": "继续。"})
    client.logout()


@pytest.fixture
def late(handed_in, settings):
    """The due day is over."""
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")


def hand_in(client, person, report, sheet) -> None:
    client.force_login(person)
    words = {"progress": f"第{report.project.number}项的进展。", "submit": "1"}
    address = f"/admin/supervision/report/{report.pk}/fill/"
    assert client.post(address, {**sheet, **words}).status_code == 302


def tick(page: Page, *projects: str) -> None:
    for project in projects:
        page.locator("tr", has_text=project).get_by_role("checkbox").check()


def test_a_month_is_judged_closed_and_published(opened, world, late, client):
    page = opened(world.officer)
    page.get_by_role("link", name="审核", exact=True).click()
    tick(page, "教室照明", "演示项目3", "演示项目4")
    page.get_by_role("button", name="通过所选").click()
    expect(page.get_by_text("都没有疑点")).to_be_visible()
    expect(page.get_by_text("教室 0→80个（+80）")).to_be_visible()
    page.get_by_role("button", name="确认通过").click()
    expect(page.get_by_text("已通过3份")).to_be_visible()

    tick(page, "演示项目5")
    page.get_by_role("button", name="退回所选").click()
    expect(page.get_by_text("1份有疑点")).to_be_visible()
    page.get_by_label("退回理由").fill("请附验收单。")
    page.get_by_role("button", name="确认退回").click()
    expect(page.get_by_text("已退回1份")).to_be_visible()
    states = Report.objects.order_by("project__number").values_list("state", flat=True)
    assert list(states) == ["accepted", "missing", "accepted", "accepted", "returned"]

    page.goto("/admin/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("催报名单（复制到工作群）").click()
    page.get_by_role("button", name="一键复制").click()
    expect(page.get_by_text("已复制，可以粘贴到工作群")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "【催报】9月进展，报送截止10月7日24时（已过）。" in copied
    assert "教育演示：5. 演示项目5（退回待重报）" in copied
    page.get_by_role("button", name="一键催报").click()
    expect(page.get_by_text("已催报2个单位")).to_be_visible()

    page.goto("/admin/")
    page.get_by_role("link", name="去定稿").click()
    expect(page.get_by_text("可以定稿，有3项提醒")).to_be_visible()
    page.get_by_role("button", name="确认定稿").click()
    expect(page.get_by_text("已定稿，尚未公开")).to_be_visible()

    page.get_by_role("link", name="公开发布").click()
    page.get_by_role("link", name="第1期通报").click()
    expect(page.get_by_text("预览，还没有公开")).to_be_visible()
    page.get_by_role("link", name="教室照明").first.click()
    expect(page.get_by_role("heading", name="教室照明")).to_be_visible()
    expect(page.get_by_text("预览，还没有公开")).to_be_visible()
    assert client.get("/2023/bulletins/1/").status_code == 404
    page.goto(f"/admin/supervision/period/{world.period.pk}/publish/")
    page.get_by_label("签发人").fill("演示签发人")
    page.get_by_label("公开依据").fill("演示纪要〔2023〕10号")
    page.get_by_role("button", name="确认公开").click()
    expect(page.get_by_text("已公开发布")).to_be_visible()
    assert Period.public.get().signer == "演示签发人"
    page.goto("/2023/bulletins/1/")
    expect(page.get_by_text("演示纪要〔2023〕10号")).to_be_visible()


def test_the_keyboard_alone_accepts_what_was_ticked(opened, world, handed_in):
    page = opened(world.officer)
    page.goto(WAITING)
    page.locator("tr", has_text="教室照明").get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="通过所选").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="通过1份报送")).to_be_visible()
    reach(page, "确认通过")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已通过1份")).to_be_visible()


def test_all_of_it_works_without_script(opened, world, late):
    page = opened(world.officer, java_script_enabled=False)
    page.get_by_role("link", name=re.compile("已报待审")).click()
    expect(page.locator(".matrix tbody tr")).to_have_count(4)
    page.get_by_text("催报名单（复制到工作群）").click()
    expect(page.get_by_label("发到工作群的文字")).to_have_value(re.compile("民政演示：2"))
    expect(page.get_by_role("button", name="一键复制")).to_have_count(0)
    page.goto(WAITING)
    tick(page, "演示项目3")
    page.get_by_role("button", name="通过所选").click()
    page.get_by_role("button", name="确认通过").click()
    expect(page.get_by_text("已通过1份")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_pages_are_accessible_and_fit(opened, world, late, width, scheme):
    page = opened(world.officer, width, color_scheme=scheme, bypass_csp=True)
    start = f"/admin/supervision/period/{world.period.pk}"
    wrong = {}
    for path in (
        "/admin/",
        "/admin/?state=submitted",
        WAITING,
        f"{start}/chase/",
        f"{start}/close/",
    ):
        page.goto(path)
        wrong[path] = faults(page, width)
    page.goto(WAITING)
    tick(page, "教室照明", "演示项目5")
    page.get_by_role("button", name="退回所选").click()
    wrong["judge"] = faults(page, width)
    Report.objects.filter(state="submitted").update(state="accepted")
    periods.close_month(period=world.period, by=world.officer, at=moment("2023-10-09 10:00"))
    for path in ("/admin/", f"{start}/publish/", f"{start}/preview/"):
        page.goto(path)
        wrong[f"closed {path}"] = faults(page, width)
    assert {path: found for path, found in wrong.items() if found} == {}


def faults(page: Page, width: int) -> list:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    return findings(page, width)
