"""督办单 and the hearing of units in a real browser: an officer and a clerk."""

import re

from playwright.sync_api import Page, expect

from supervision.actions import policies
from supervision.models import Slip, SlipFile
from tests.admin import files
from tests.admin.slips import close
from tests.browsing import IN_BROWSER
from tests.factories import make_officer, moment

pytestmark = IN_BROWSER

TO_ANSWER = re.compile("答复.*督〔2023〕1号")


def fill_answer(page: Page, measures: str) -> None:
    form = page.locator("#act-answer")
    form.get_by_label("原因分析").fill("采购流标。")
    form.get_by_label("客观原因").fill("汛期停工。")
    form.get_by_label("整改措施").fill(measures)
    form.get_by_label("承诺整改完成").fill("2023-11-30")
    form.get_by_label("责任人").fill("演示负责人")


def test_a_slip_from_its_issue_to_its_clearance(opened, world, settings):
    close(world, settings)
    settings.DEMO_CLOCK = moment("2023-10-11 10:00")
    officer = opened(world.officer)
    officer.get_by_role("link", name="待核稿").click()
    officer.get_by_role("link", name="待编号").click()
    officer.locator("#act-edit > summary").click()
    officer.get_by_label("督办要求").fill("请加快教室改造，每周报一次进度。")
    officer.get_by_role("button", name="保存，待核稿").click()
    second = opened(make_officer("second"))
    second.get_by_role("link", name="待核稿").click()
    second.get_by_role("link", name="待编号").click()
    second.get_by_role("button", name="核稿通过").click()
    expect(second.get_by_text("已核稿，请签发。")).to_be_visible()
    officer.reload()
    officer.get_by_label("签发人").fill("演示签发人")
    officer.get_by_role("button", name="签发", exact=True).click()
    expect(officer.get_by_text("已签发，编号督〔2023〕1号")).to_be_visible()

    clerk = opened(world.owner)
    clerk.get_by_role("link", name=TO_ANSWER).click()
    clerk.get_by_role("button", name="提交答复").click()
    expect(clerk.get_by_text("这一项必填。").first).to_be_visible()
    fill_answer(clerk, "增加班组。")
    clerk.locator("#act-answer").get_by_label("佐证材料").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": files.photo()}
    )
    clerk.get_by_role("button", name="提交答复").click()
    expect(clerk.get_by_text("已答复，等待督查人员核验")).to_be_visible()
    expect(clerk.get_by_role("link", name="现场.jpg")).to_be_visible()

    officer.reload()
    officer.locator("#act-return > summary").click()
    officer.locator("#act-return").get_by_label("退回理由").fill("请写明每周完成几间。")
    officer.get_by_role("button", name="退回", exact=True).click()
    expect(officer.get_by_text("已退回，请单位重新答复")).to_be_visible()

    clerk.goto("/admin/")
    expect(clerk.get_by_text("已退回，请补充后重新答复")).to_be_visible()
    clerk.get_by_role("link", name=TO_ANSWER).click()
    expect(clerk.locator("#act-answer").get_by_label("整改措施")).to_have_value("增加班组。")
    fill_answer(clerk, "每周完成十间。")
    clerk.get_by_role("button", name="提交答复").click()

    officer.reload()
    officer.locator("#act-clear > summary").click()
    officer.locator("#act-clear").get_by_label("核验情况").fill("现场核验，全部完成。")
    officer.get_by_role("button", name="核验通过，提请销号").click()
    second.reload()
    second.get_by_label("结论").select_option("同意销号")
    second.get_by_role("button", name="提交", exact=True).click()
    expect(second.get_by_text("已办理。")).to_be_visible()
    expect(second.locator(".timeline > li")).to_have_count(9)
    assert Slip.objects.get().state == "cleared"
    assert SlipFile.objects.get().photo


def test_a_trial_card_is_answered_and_an_appeal_decided(opened, world, settings):
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-09-01 09:00"))
    clerk = opened(world.owner)
    clerk.get_by_role("link", name="查看、申辩").click()
    clerk.get_by_label("申辩内容").fill("汛期停工三周。")
    clerk.get_by_role("button", name="提交申辩").click()
    expect(clerk.get_by_text("已提交申辩")).to_be_visible()
    officer = opened(world.officer)
    officer.get_by_role("heading", name="单位申辩").locator("xpath=following::a[1]").click()
    officer.get_by_label("结论").select_option("部分采纳")
    officer.get_by_label("理由").fill("停工记为客观原因。")
    officer.get_by_role("button", name="答复申辩").click()
    expect(officer.get_by_text("已答复申辩")).to_be_visible()

    close(world, settings)
    settings.DEMO_CLOCK = moment("2023-10-12 09:00")
    clerk.goto("/admin/")
    clerk.get_by_role("link", name="查看、申请").click()
    clerk.get_by_label("申请复核的理由").fill("三项正常而整个项目亮牌。")
    clerk.get_by_role("button", name="申请复核").click()
    officer.goto("/admin/supervision/appeal/")
    officer.get_by_role("link", name="教室照明").click()
    officer.get_by_role("button", name="受理").click()
    officer.get_by_label("结论").select_option("维持")
    officer.get_by_label("理由").fill("一项滞后即按最差一项亮牌。")
    officer.get_by_role("button", name="记录结论").click()
    expect(officer.get_by_text("复核申请：维持")).to_be_visible()
    clerk.reload()
    expect(clerk.get_by_text("一项滞后即按最差一项亮牌。")).to_be_visible()
