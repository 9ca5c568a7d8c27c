"""审签 in a real browser: the clerk hands in, the leader signs, the office sees it on time."""

import re

import pytest
from playwright.sync_api import Page, expect

from supervision.actions import reports, signing
from supervision.models import Report, SigningRequest, Submission
from tests.browser.test_entry import fill_month
from tests.browsing import IN_BROWSER, findings
from tests.factories import make_clerk, moment

pytestmark = IN_BROWSER

TO_SIGN = re.compile("^审签.*教室照明")


@pytest.fixture(autouse=True)
def signed_online(world):
    world.programme.signing = "leader"
    world.programme.save()
    world.stranger_s_leader = make_clerk(world.stranger_report.unit, "head", post="leader")


def hand_in(clerk: Page) -> None:
    clerk.get_by_role("button", name="报送", exact=True).click()
    expect(clerk.get_by_text("已送审签，等待演示colleague审签")).to_be_visible()


def test_from_the_clerk_over_the_leader_to_the_office_on_time(opened, world, settings):
    clerk, leader = opened(world.owner), opened(world.colleague)
    clerk.get_by_role("link", name=re.compile("填报.*教室照明")).click()
    fill_month(clerk)
    hand_in(clerk)

    leader.reload()
    expect(leader.get_by_text("审签截止 10月7日")).to_be_visible()
    leader.get_by_role("link", name=TO_SIGN).click()
    expect(leader.get_by_role("cell", name="与计划相同").first).to_be_visible()
    expect(leader.get_by_text("完成二十间教室的灯具更换。")).to_be_visible()
    leader.get_by_label("退回经办人的理由").fill("请写明是哪所学校。")
    leader.get_by_role("button", name="退回经办人").click()
    expect(leader.get_by_text("已退回经办人")).to_be_visible()

    clerk.goto("/admin/")
    expect(clerk.get_by_text("负责人退回理由：请写明是哪所学校。")).to_be_visible()
    clerk.get_by_role("link", name=re.compile("继续填报.*教室照明")).click()
    clerk.get_by_label("本月进展").fill("完成第一中学二十间教室的灯具更换。")
    hand_in(clerk)

    settings.DEMO_CLOCK = moment("2023-10-07 23:50")
    leader.goto("/admin/")
    expect(leader.get_by_text("今天24时前审签")).to_be_visible()
    leader.get_by_role("link", name=TO_SIGN).click()
    expect(leader.get_by_text("请写明是哪所学校。")).to_be_visible()
    leader.get_by_role("button", name="审签，报送").click()
    expect(leader.get_by_text("已审签")).to_be_visible()

    officer = opened(world.officer)
    row = officer.get_by_role("row", name=re.compile("教室照明"))
    expect(row).to_contain_text("10月7日 23:50 按时")
    officer.goto(f"/admin/supervision/submission/{Submission.objects.get().pk}/change/")
    expect(officer.get_by_text("审签　演示colleague")).to_be_visible()
    officer.get_by_role("button", name="通过").click()
    expect(officer.get_by_text("已通过")).to_be_visible()
    assert Report.objects.get(pk=world.report.pk).state == Report.State.ACCEPTED


def test_the_leader_of_two_windows_sees_what_the_clerk_changed_meanwhile(opened, world):
    clerk, leader = opened(world.stranger), opened(world.stranger_s_leader)
    put_before(world, "完成3户。")
    page = f"/admin/supervision/report/{world.stranger_report.pk}/sign/"
    clerk.goto(page)
    leader.goto(page)
    clerk.get_by_role("button", name="收回修改").click()
    clerk.get_by_label("本月进展").fill("完成4户。")
    clerk.get_by_role("button", name="报送", exact=True).click()
    leader.get_by_role("button", name="审签，报送").click()
    expect(leader.locator("#problems")).to_contain_text("经办人收回")
    expect(leader.get_by_text("完成4户。")).to_be_visible()
    assert not Submission.objects.exists()


def put_before(world, progress: str) -> SigningRequest:
    [target] = world.stranger_report.project.targets.all()
    typed = {str(target.pk): {"mode": "total", "value": "3"}}
    return reports.submit(
        report=world.stranger_report,
        draft={"progress": progress, "next": "继续入户。", "targets": typed},
        version=Report.objects.get(pk=world.stranger_report.pk).version,
        by=world.stranger,
        at=moment("2023-10-05 09:00"),
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_pages_are_accessible_and_fit(opened, world, width, scheme):
    for number in (1, 2):
        request = put_before(world, f"完成3户，第{number}次。")
        if number == 1:
            at = moment("2023-10-05 09:30")
            reason = "请写明户数。"
            signing.send_back(request=request, reason=reason, by=world.stranger_s_leader, at=at)
    here = f"/admin/supervision/report/{world.stranger_report.pk}"
    fill = f"/admin/supervision/report/{world.report.pk}/fill/"
    pages = {
        "stranger_s_leader": ["/admin/", f"{here}/sign/", f"{here}/change/"],
        "stranger": ["/admin/", f"{here}/sign/"],
        "owner": [fill, fill.replace("fill", "paper")],
        "officer": [f"{here}/change/"],
    }
    wrong = {}
    for who, paths in pages.items():
        page = opened(getattr(world, who), width, color_scheme=scheme, bypass_csp=True)
        for path in paths:
            page.goto(path)
            if found := findings(page, width):
                wrong[who, path] = found
    assert wrong == {}, "\n".join(map(str, wrong.items()))
