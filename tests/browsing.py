"""A real browser for tests: people signed in, what the browser complains of, what axe finds."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.admin.conftest import make_world
from tests.factories import PASSWORD, moment

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def world(live_server, settings):
    settings.DEMO_CLOCK = moment("2023-10-05 10:00")
    return make_world()


@pytest.fixture
def opened(chromium, live_server):
    """Opens the portal for a person in a browser of their own; nothing may be complained of:
    no error of a script, no breach of the content policy, nothing that is not there."""
    complaints = []

    def opened(person, width=1280, **options) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 844}, **options
        )
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda said: complaints.append(complaint(page, said)))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error.stack}"))
        page.goto("/admin/")
        page.get_by_label("用户名").fill(person.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("navigation", name="主要页面")).to_be_visible()
        return page

    yield opened
    assert not any(complaints), "\n".join(filter(None, complaints))


def complaint(page: Page, said) -> str:
    """What the console said, if it matters: a page's own 400 or 409 is said there too."""
    if said.type not in ("error", "warning"):
        return ""
    source = said.location.get("url", "")
    answered = "status of 4" in said.text
    if answered and (source.endswith("/favicon.ico") or "/static/" not in source):
        return ""
    return f"{page.url}: {said.text}"


def findings(page: Page, width: int, *only: str) -> list:
    """What axe finds (by these rules alone, where given), and whether it runs off sideways."""
    page.evaluate("document.getAnimations().forEach(each => each.finish())")
    # Preloading style sheets, axe itself would breach the content policy.
    options = {"preload": False} | ({"runOnly": [*only]} if only else {})
    found = [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in Axe().run(page, options=options).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(("sideways", width))
    return found
