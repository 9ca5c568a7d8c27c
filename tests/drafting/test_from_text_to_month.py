"""From an issued text to the first open month, as a new office does it, in a browser, counted.

Sixty clicks at the most beside checking: what is pressed and what is uploaded, sign-ins too.
"""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from projects.models import Assignment, Programme, Target
from projects.spreadsheets.workbook import write
from supervision.models import Period
from tests.browsing import IN_BROWSER, findings
from tests.factories import make_user, moment

pytestmark = IN_BROWSER
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTICE = Path(__file__).parent / "notices/seed/notice-2023.txt"
UNITS = ["演示教育局", "演示卫健局", "演示民政局", "演示住建局", "演示人社局"]
MOST_CLICKS = 60
PASSWORD = "an-office-of-our-own-2023"


def the_text() -> str:
    """The notice of 2023, with units behind each item as most places print them."""
    lines, count = [], 0
    for line in NOTICE.read_text().splitlines():
        if re.match(r"\d+\. ?\S", line):
            lead, *support = (UNITS[(count + at) % len(UNITS)] for at in range(3))
            line = f"{line.rstrip()}（牵头单位：{lead}；配合单位：{'、'.join(support)}）"
            count += 1
        lines.append(line)
    return "\n".join(lines)


def sheet(headers, rows) -> bytes:
    buffer = io.BytesIO()
    write(buffer, headers, rows)
    return buffer.getvalue()


class Counted:
    """A person at a browser whose presses are counted; `aside` those of checking."""

    def __init__(self, page: Page):
        self.page, self.clicks, self.aside = page, 0, 0

    def press(self, name: str, role: str = "link", exact: bool = False) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def upload(self, content: bytes) -> None:
        self.clicks += 1
        file = {"name": "表.xlsx", "mimeType": XLSX, "buffer": content}
        self.page.get_by_label("文件").set_input_files(file)

    def home(self) -> None:
        self.press("工作台")

    def bring_in(self, content: bytes) -> None:
        self.upload(content)
        self.press("预览", "button")
        self.press("确认导入", "button")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)


@pytest.fixture
def first(live_server, settings):
    settings.DEMO_CLOCK = moment("2023-01-20 09:00")
    settings.SECOND_STEP_DEMANDED = False
    return make_user("first", is_superuser=True, name="演示首个账号")


def people() -> bytes:
    rows = [["督查甲", "ducha", "督查", ""], ["管理员", "guanli", "系统管理员", ""]]
    rows += [[f"经办{unit}", f"jb{at}", "经办人", unit] for at, unit in enumerate(UNITS)]
    rows += [[f"负责{unit}", f"fz{at}", "分管负责人", unit] for at, unit in enumerate(UNITS)]
    return sheet(["姓名", "账号", "角色", "单位"], rows)


def plans() -> bytes:
    headers = ["项目序号", "指标名称", "填充方式", "节点名称", "权重", "计划月份", "12月",
               "批准依据", "生效月份", "计划说明"]  # fmt: skip
    rows = []
    targets = Target.everything.filter(parts=None).select_related("project")
    for target in targets.order_by("project__number", "number"):
        start = [target.project.number, target.name]
        end = ["演示计划", "2023-01", "演示：按工期安排"]
        if target.kind == "milestones":
            rows.append([*start, "", "完成", 100, "2023-12", "", *end])
        elif target.kind == "service":
            rows.append([*start, "", "", "", "1—12月", "", *end])
        else:
            value = target.terms.get().value
            due = f"{target.terms.get().due:%m}".lstrip("0")
            assert due == "12", target
            rows.append([*start, "均匀", "", "", "", f"{value.normalize():f}", *end])
    return sheet(headers, rows)


def passwords(download) -> dict[str, str]:
    rows = openpyxl.load_workbook(io.BytesIO(Path(download.path()).read_bytes())).active.iter_rows(
        values_only=True
    )
    return {row[1]: row[4] for row in rows if row[4]}


def test_a_new_office_reaches_its_first_month(opened, first, chromium, live_server):
    office = Counted(opened(first))
    page = office.page
    assert findings(page, 1280) == []
    office.press("开始编制")
    office.fill("粘贴清单全文：", the_text())
    office.press("识读，去核对", "button")
    expect(page.get_by_text("读到22个项目")).to_be_visible()
    check(office)
    office.press("印发", exact=True)
    office.press("一起登记")
    office.press("登记这5个单位", "button")
    office.fill("印发日期：", "2023-01-18")
    office.fill("签发人：", "演示签发人")
    office.fill("审定机关：", "演示党工委")
    office.press("提请印发", "button")
    expect(page.get_by_text("等另一人复核")).to_be_visible()
    office.home()
    office.press("导入人员")
    office.upload(people())
    office.press("预览", "button")
    with page.expect_download() as taken:
        office.press("确认导入", "button")
    second = grant(chromium, live_server, "ducha", passwords(taken.value)["ducha"])
    programme = Programme.public.get()
    assert (programme.projects.count(), Target.everything.count()) == (22, Target.published.count())
    assert Assignment.objects.filter(role="lead").count() == 22
    office.home()
    office.press("导入计划表")
    office.bring_in(plans())
    office.home()
    office.press("启动", exact=True)
    office.press("先看将启动什么", "button")
    office.press("核对无误，启动调度", "button")
    period = Period.everything.get()
    assert (period.month, period.reports.count()) == ("2023-01", 22)
    clicks = office.clicks + second.clicks
    assert clicks <= MOST_CLICKS


def check(office: Counted) -> None:
    """Everything without a doubt at once, the rest one by one."""
    page = office.page
    page.get_by_role("button", name="收下没有疑问的").click()
    office.aside += 1
    while page.locator(".draft-project [data-take]").count():
        page.locator(".draft-project [data-take]").first.click()
        page.wait_for_load_state()
        office.aside += 1
    expect(page.locator(".draft-project.draft-taken")).to_have_count(22)


def grant(chromium, live_server, username: str, password: str) -> Counted:
    """The second person signs in for the first time, changes the password, and issues."""
    context = chromium.new_context(base_url=live_server.url, accept_downloads=True)
    page = context.new_page()
    second = Counted(page)
    page.goto("/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    second.press("登录", "button")
    page.locator("input[name=old_password]").fill(password)
    for name in ("new_password1", "new_password2"):
        page.locator(f"input[name={name}]").fill(PASSWORD)
    second.clicks += 1
    page.locator("form:has([name=new_password1]) [type=submit]").click()
    page.goto("/admin/")
    second.press("去印发")
    second.press("复核无误，印发", "button")
    expect(page.get_by_text("公众现在就能看到").first).to_be_visible()
    context.close()
    return second
