"""The month in a real browser: a clerk and an officer, by keyboard and mouse."""

import re

from playwright.sync_api import Page, expect

from supervision.models import Report, Submission
from tests.admin.files import photo
from tests.browsing import IN_BROWSER
from tests.factories import PASSWORD

pytestmark = IN_BROWSER


def line(page: Page, name: str):
    return page.locator("fieldset.line", has=page.locator("legend", has_text=name))


def fill_month(page: Page) -> None:
    rooms = line(page, "教室")
    rooms.get_by_label("完成数").fill("70")
    expect(rooms).to_contain_text("完成年度目标70%，比计划慢10个")
    rooms.get_by_label("原因", exact=True).fill("灯具到货晚。")  # open by itself, being behind
    rooms.get_by_label("措施").fill("增加一个班组。")
    rooms.get_by_label("完成数").fill("80")
    expect(rooms).to_contain_text("与计划相同")
    share = line(page, "覆盖")
    share.get_by_label("已覆盖数").fill("20")
    share.get_by_label("总数").fill("40")
    line(page, "工程").get_by_role("combobox", name="招标").select_option("2023-06")
    line(page, "咨询").get_by_label("9月已开展").check()
    page.get_by_label("本月进展").fill("完成二十间教室的灯具更换。")
    page.get_by_label("下步打算").fill("改造剩余二十间。")


def test_a_month_from_the_to_do_list_to_acceptance(opened, world):
    clerk = opened(world.owner)
    clerk.get_by_role("link", name=re.compile("填报.*教室照明")).click()
    fill_month(clerk)
    clerk.get_by_label("添加文件").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.get_by_text("草稿已保存")).to_be_visible()
    expect(clerk.get_by_role("link", name="现场.jpg", exact=True)).to_be_visible()
    expect(line(clerk, "教室").get_by_label("完成数")).to_have_value("80")
    clerk.get_by_role("button", name="报送").click()
    expect(clerk.get_by_text("已报送，等待审核")).to_be_visible()

    officer = opened(world.officer)
    officer.get_by_role("navigation", name="主要页面").get_by_role("link", name="待审核").click()
    officer.get_by_role("link", name=re.compile("审核.*教室照明")).click()
    expect(officer.get_by_role("cell", name="与计划相同").first).to_be_visible()
    officer.get_by_label("退回理由").fill("请说明是哪二十间。")
    officer.get_by_role("button", name="退回").click()
    expect(officer.get_by_text("已退回")).to_be_visible()

    clerk.goto("/admin/")
    expect(clerk.get_by_text("退回理由：请说明是哪二十间。")).to_be_visible()
    clerk.get_by_role("link", name="修改重报").click()
    clerk.get_by_label("本月进展").fill("完成第一中学二十间教室的灯具更换。")
    clerk.get_by_role("button", name="报送").click()
    expect(clerk.get_by_text("已报送，等待审核")).to_be_visible()

    again = Submission.objects.get(number=2)
    officer.goto(f"/admin/supervision/submission/{again.pk}/change/")
    expect(officer.get_by_text("请说明是哪二十间。")).to_be_visible()
    officer.get_by_role("button", name="通过").click()
    expect(officer.get_by_text("已通过")).to_be_visible()
    assert Report.objects.get(pk=world.report.pk).state == Report.State.ACCEPTED


def test_what_is_wrong_is_said_where_it_is_wrong(opened, world):
    page = opened(world.owner)
    page.goto(f"/admin/supervision/report/{world.report.pk}/fill/")
    line(page, "教室").get_by_label("完成数").fill("约八十")
    page.get_by_role("button", name="报送").click()
    expect(page.locator("#problems")).to_be_focused()
    expect(line(page, "教室")).to_contain_text("“约八十”不是数字")
    page.get_by_role("link", name="“约八十”不是数字").click()
    expect(line(page, "教室").get_by_label("完成数")).to_have_value("约八十")


def test_the_form_is_complete_without_script(opened, world):
    page = opened(world.owner, java_script_enabled=False)
    page.goto(f"/admin/supervision/report/{world.report.pk}/fill/")
    line(page, "教室").locator("summary").click()
    expect(line(page, "教室").get_by_label("措施")).to_be_visible()


PASTE = """(box, text) => {
  const held = new DataTransfer();
  held.setData("text/plain", text);
  const given = { clipboardData: held, bubbles: true, cancelable: true };
  box.dispatchEvent(new ClipboardEvent("paste", given));
}"""


def test_a_table_from_a_spreadsheet_fills_several_boxes(opened, world):
    page = opened(world.owner)
    page.goto(f"/admin/supervision/report/{world.report.pk}/fill/")
    rooms = line(page, "教室").get_by_label("完成数")
    share = line(page, "覆盖")
    rooms.evaluate(PASTE, "70\r\n20\t40\r\n\r\n")
    expect(rooms).to_have_value("70")
    expect(share.get_by_label("已覆盖数")).to_have_value("20")
    expect(share.get_by_label("总数")).to_have_value("40")
    expect(line(page, "教室")).to_contain_text("已填入：教室、覆盖。")
    expect(line(page, "教室")).to_contain_text("比计划慢10个")
    rooms.evaluate(PASTE, "指标\t数\n覆盖\t21\t42\n教室\t７１个\n绿道\t3\n")
    expect(rooms).to_have_value("７１个")
    expect(share.get_by_label("已覆盖数")).to_have_value("21")
    expect(line(page, "教室")).to_contain_text("没有填：“绿道”不是本页的指标。")
    page.get_by_role("button", name="保存草稿").click()
    expect(line(page, "教室")).to_contain_text("累计71个")


def test_a_half_filled_page_asks_before_it_is_left(opened, world):
    page = opened(world.owner)
    page.goto(f"/admin/supervision/report/{world.report.pk}/fill/")
    page.get_by_label("本月进展").fill("完成二十间教室的灯具更换。")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="工作台").first.click()
    expect(page.get_by_label("本月进展")).to_have_value("完成二十间教室的灯具更换。")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.get_by_role("link", name="工作台").first.click()
    expect(page.get_by_label("本月进展")).to_have_count(0)
    assert asked == ["beforeunload"]


def test_a_session_that_ended_loses_no_words(opened, world):
    page = opened(world.owner)
    page.goto(f"/admin/supervision/report/{world.report.pk}/fill/")
    page.get_by_label("本月进展").fill("完成二十间教室的灯具更换。")
    line(page, "教室").get_by_label("填累计").check()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_label("用户名").fill(world.owner.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("本月进展")).to_have_value("完成二十间教室的灯具更换。")
    expect(line(page, "教室").get_by_label("填累计")).to_be_checked()
    expect(page.get_by_text("已放回格子里")).to_be_visible()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    world.report.refresh_from_db()
    assert world.report.draft["progress"] == "完成二十间教室的灯具更换。"


def test_a_sentence_about_a_box_goes_once_the_box_changes(opened, world):
    page = opened(world.owner)
    page.goto(f"/admin/supervision/report/{world.report.pk}/fill/")
    rooms = line(page, "教室")
    rooms.get_by_label("完成数").fill("约八十")
    page.get_by_role("button", name="报送").click()
    expect(rooms).to_contain_text("不是数字")
    rooms.get_by_label("完成数").fill("80")
    expect(rooms).not_to_contain_text("不是数字")
    expect(page.locator("#problems li", has_text="不是数字")).to_contain_text("已改")
