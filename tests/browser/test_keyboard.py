"""A whole month by the keyboard alone, and always with a mark on where one is."""

from playwright.sync_api import Page, expect

from supervision.models import Submission
from tests.browsing import IN_BROWSER
from tests.factories import PASSWORD

pytestmark = IN_BROWSER

# Where the keyboard is, whether the eye is told so (frame, shadow and colours differ without the
# focus), and whether anything lies over it.
STOP = """() => {
  const at = document.activeElement;
  if (at === document.body)  // past the last one
    return {name: "", marked: true, covered: false, date: false};
  const label = at.labels && at.labels[0] ? at.labels[0] : at;
  const look = () => {
    const {outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor} =
      getComputedStyle(at);
    const line = outlineStyle === "none" ? "" : outlineWidth + outlineColor;
    return [line, boxShadow, borderColor, backgroundColor].join();
  };
  const box = at.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const covered = top !== at && !at.contains(top) && !(top && top.contains(at));
  const withIt = look();
  at.blur();
  document.getAnimations().forEach(each => each.finish());
  const without = look();
  at.focus({focusVisible: true, preventScroll: true});
  const name = label.textContent.trim().replace(/\\s+/g, " ");
  return {name, marked: withIt !== without, covered, date: at.type === "date"};
}"""

# Looked at, a box for a date has its first part in focus again: these follow within it.
DATE_PARTS = ("month or day", "year", "calendar")


def stop(page: Page, key: str = "Tab") -> str:
    """The next stop's name; it can be seen that one is there."""
    page.keyboard.press(key)
    found = page.evaluate(STOP)
    assert found["marked"], f"nothing shows that “{found['name']}” has the focus"
    assert not found["covered"], f"“{found['name']}” has the focus under something else"
    if found["date"] and key == "Tab":
        for _ in DATE_PARTS:
            page.keyboard.press("Tab")
    return found["name"]


def reach(page: Page, name: str, key: str = "Tab") -> None:
    """On and on until what is called `name` has the focus."""
    for _ in range(60):
        if stop(page, key).endswith(name):
            return
    raise AssertionError(f"“{name}” is out of the keyboard's reach")


def write(page: Page, name: str, text: str) -> None:
    reach(page, name)
    page.keyboard.type(text)


def test_the_keyboard_alone_hands_a_month_in(chromium, live_server, world):
    page = chromium.new_context(base_url=live_server.url).new_page()
    page.goto("/admin/")
    page.keyboard.type(world.owner.username)
    write(page, "密码：", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    reach(page, "教室照明 2023年9月调度")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fill/")
    write(page, "完成数", "70")
    write(page, "原因", "灯具到货晚。")  # open by itself, being behind
    reach(page, "客观原因（本单位不能左右，如资金未到、招标质疑、用地审批）")
    page.keyboard.press("Space")
    write(page, "措施", "增加一个班组。")
    write(page, "已覆盖数（累计）", "20")
    write(page, "总数", "40")
    reach(page, "招标 权重40，计划2023年6月")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    reach(page, "9月已开展")
    page.keyboard.press("Space")
    write(page, "下步打算", "改造剩余的教室。")
    reach(page, "报送")
    page.keyboard.press("Enter")
    mend(page)
    reach(page, "报送")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已报送，等待审核")).to_be_visible()
    readings = {each.target.name: each for each in Submission.objects.get().readings.all()}
    assert (readings["教室"].value, readings["教室"].objective) == (70, True)
    assert (readings["覆盖"].numerator, readings["覆盖"].denominator) == (20, 40)
    assert [str(stage) for stage in readings["工程"].stages.all()] == ["招标"]
    assert [ran.month for ran in readings["咨询"].ran.all()] == ["2023-09"]


def mend(page: Page) -> None:
    """What was left out is said at once; a link leads to its box; Shift+Tab goes back."""
    expect(page.locator("#problems")).to_be_focused()
    reach(page, "请填写本月进展。")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fill/#*")
    assert stop(page) == "本月进展"
    page.keyboard.type("完成七十间教室的灯具更换。")
    reach(page, "9月已开展", "Shift+Tab")
