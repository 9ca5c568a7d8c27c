"""What a month costs, counted in a browser: the clerk's share, in time too, and the office's.

Time is what the machine took, as measured, and an allowance for the person, who knows what to
write: the whole desk and the form down to its last box are read, 480 signs a minute; texts as long
as half of those in the demonstration are typed, 80 characters a minute; each box and button is
looked for, pointed at and pressed in 2.7 seconds.
"""

import re
import time

from playwright.sync_api import Page, expect

from projects.models import User
from supervision.models import Report, Submission
from tests.browsing import IN_BROWSER
from tests.factories import make_project, make_report, make_target, moment

pytestmark = IN_BROWSER
READ_A_SECOND, TYPED_A_SECOND, POINTED = 480 / 60, 80 / 60, 2.7
PROGRESS = "东段四十米路面已经铺完，路缘石安装过半，雨水管接通，西段完成交通导改和围挡。"
NEXT = "下月铺设西段路面，安装其余路缘石，月底前验收并开放通行，不再封路。"


class Clicks:
    """Every click of a person, counted."""

    def __init__(self, page: Page):
        self.page, self.count = page, 0

    def __call__(self, locator) -> None:
        self.count += 1
        locator.click(timeout=60_000)  # the office accepts nineteen in one act


def test_a_clerk_s_project_on_time_takes_two(opened, world):
    unit = world.unit
    project = make_project(world.programme, unit=unit, title="道路", number=3)
    make_target(project, "里程", plan={"2023-09": "40", "2023-12": "100"})
    make_report(world.period, project, unit)
    page = opened(world.owner)
    start, read = time.monotonic(), signs_on(page)
    click = Clicks(page)
    click(page.get_by_role("link", name=re.compile("填报.*道路")))
    read += signs_on(page, until="佐证材料")
    typed = {"完成数": "40", "本月进展": PROGRESS, "下步打算": NEXT}
    for box, text in typed.items():
        page.get_by_label(box).fill(text)
    click(page.get_by_role("button", name="报送"))
    expect(page.get_by_text("已报送，等待审核")).to_be_visible()
    machine = time.monotonic() - start
    assert click.count == 2
    hands = sum(map(len, typed.values())) / TYPED_A_SECOND + POINTED * (len(typed) + click.count)
    spent = {"machine": machine, "reading": read / READ_A_SECOND, "hands": hands}
    assert sum(spent.values()) < 120, spent


def signs_on(page: Page, until: str = "\0") -> int:
    """How many signs the page shows below its head, blanks left out, down to these words."""
    return len("".join(page.locator("#content").inner_text().split(until)[0].split()))


def test_nineteen_reports_are_accepted_in_four(opened, world):
    for number in range(3, 22):
        project = make_project(world.programme, unit=world.unit, title=f"道路{number}",
                               number=number)  # fmt: skip
        report = make_report(world.period, project, world.unit)
        Report.objects.filter(pk=report.pk).update(state=Report.State.SUBMITTED, version=1)
        Submission.objects.create(
            report=report, number=1, progress="完成。", next_steps="验收。", unit_name="教育演示",
            at=moment("2023-10-05 09:00"), by=world.owner,
        )  # fmt: skip
    page = opened(world.officer)
    click = Clicks(page)
    click(page.get_by_role("navigation", name="主要页面").get_by_role("link", name="待审核"))
    click(page.locator("#action-toggle"))
    click(page.get_by_role("button", name="通过所选"))
    click(page.get_by_role("button", name="确认通过"))
    expect(page.get_by_text("已通过19份")).to_be_visible()
    assert click.count == 4


def test_a_new_clerk_s_account_is_one_page(opened, world):
    page = opened(world.administrator)
    click, names = Clicks(page), page.get_by_role("navigation", name="主要页面")
    click(names.get_by_role("link", name="账号"))
    click(page.get_by_role("link", name="增加账号"))
    page.get_by_label("用户名").fill("new")
    page.get_by_label("姓名").fill("演示新人")
    for box in ("密码：", "密码确认："):
        page.get_by_label(box, exact=True).fill("a passphrase nobody reads")
    click(page.get_by_role("checkbox", name="经办人"))
    page.get_by_label("单位").select_option(label=world.unit.name)
    page.get_by_label("职责").select_option(label="经办人")
    click(page.get_by_role("button", name="保存", exact=True))
    expect(page.get_by_role("heading", name="演示新人")).to_be_visible()
    assert click.count == 4
    person = User.objects.get(username="new")
    assert [post.unit for post in person.posts.all()] == [world.unit]
    assert [role.name for role in person.groups.all()] == ["经办人"]
