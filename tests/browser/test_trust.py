"""Why a card, corrections, overrides and changed promises in a real browser, with axe."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from projects.actions.changes import Approval, change_project
from supervision.models import CardOverride, Correction, Report
from tests.browsing import IN_BROWSER, findings
from tests.factories import PASSWORD, make_project, moment
from tests.overriding import confirm, propose
from tests.public.test_changes import halved
from tests.public.test_corrections import hand_in, publish
from tests.sheets.month import officer, september

PUBLIC = ["/2023/corrections/", "/about/", "/2023/1/", "/2023/1/cards/2023-09/", "/2023/2/",
          "/about/?view=large"]  # fmt: skip
CARD = "/admin/supervision/card/2023/"
OFFICE = [f"{CARD}1/2023-09/", f"{CARD}1/2023-09/?known=2023-10-12", f"{CARD}1/?known=2023-10-12",
          f"{CARD}board/", f"{CARD}board/?known=x", "/admin/supervision/correction/",
          "/admin/supervision/cardoverride/",
          "/admin/supervision/cardoverride/propose/"]  # fmt: skip
AT = moment("2023-10-27 09:00")

pytestmark = IN_BROWSER


@pytest.fixture
def site(live_server, settings):
    """September corrected, then decided, its promise changed; a second project suspended."""
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    programme = september(demonstration=True).programme
    publish(hand_in("110", "2023-10-21"))
    project = programme.projects.get()
    halved(project.targets.get(), effective="2023-10")
    for confirmed in (True, False):
        override = propose(project, by=officer(), at=AT, colour="yellow", last="2023-11")
        if confirmed:
            confirm(override, AT)
    approval = Approval("演示党工委", "演示会议", "演示文件", "2023-10", "用地未落实")
    change_project(
        project=make_project(programme, number=2), state="suspended", approval=approval,
        by=officer(), at=AT,
    )  # fmt: skip
    return live_server.url


@pytest.mark.parametrize("width", [1280, 390])
def test_public_pages_are_accessible_and_fit(chromium, site, width):
    context = chromium.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page, wrong = context.new_page(), {}
    for path in PUBLIC:
        page.goto(site + path)
        if found := findings(page, width):
            wrong[path] = found
    context.close()
    assert not wrong


def signed_in(context, site, username: str):
    page = context.new_page()
    page.goto(f"{site}/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_the_office_s_pages_are_accessible_and_fit(chromium, site, width):
    context = chromium.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page, wrong = signed_in(context, site, "officer"), {}
    own = [
        f"/admin/supervision/correction/{Correction.objects.get().pk}/change/",
        *(f"/admin/supervision/cardoverride/{o.pk}/change/" for o in CardOverride.objects.all()),
    ]
    for path in [*OFFICE, *own]:
        page.goto(site + path)
        if found := findings(page, width):
            wrong[path] = found
    context.close()
    assert not wrong


@pytest.mark.parametrize("width", [1280, 390])
def test_a_clerk_corrects_a_closed_month(chromium, site, width):
    report = Report.objects.get()
    context = chromium.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page = signed_in(context, site, report.changed_by.username)
    page.goto(f"{site}/admin/supervision/report/{report.pk}/change/")
    page.get_by_role("link", name="更正", exact=True).click()
    assert not findings(page, width)
    page.get_by_label("完成数").fill("112")
    page.get_by_role("button", name="报送更正").click()
    expect(page.get_by_role("alert")).to_contain_text("更正要写明原因")
    assert not findings(page, width)
    page.get_by_role("textbox", name="更正原因").fill("漏报2口")
    page.get_by_role("button", name="报送更正").click()
    expect(page.get_by_text("更正已报送，等待审核")).to_be_visible()
    context.close()


def test_a_day_is_picked_and_left_again(chromium, site):
    context = chromium.new_context()
    page = signed_in(context, site, "officer")
    page.goto(f"{site}{CARD}1/2023-09/")
    page.get_by_label("看哪一天所知").fill(dt.date(2023, 10, 12).isoformat())
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name="当时所知与现在所知")).to_be_visible()
    page.get_by_role("link", name="回到现在").click()
    expect(page.get_by_role("heading", name="当时所知与现在所知")).to_have_count(0)
    context.close()
