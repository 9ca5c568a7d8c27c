"""A real browser for tests: people signed in, what the browser complains of, what axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests.admin.conftest import make_world
from tests.factories import moment
from tests.launching import CHROMIUM

IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


# What axe finds wrong with colours: all that a scheme can change.
OF_COLOUR = ["color-contrast", "link-in-text-block"]


@pytest.fixture
def chromium(launched):
    """The browser, without anything that an earlier test left open in it."""
    yield launched
    for context in launched.contexts:
        context.close()


def sign_in(context: BrowserContext, person) -> None:
    """Let a person be signed in there; the page that they sign in on has tests of its own."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": cookie["path"]}]
    )


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
        sign_in(context, person)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda said: complaints.append(complaint(page, said)))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error.stack}"))
        page.goto("/admin/")
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
    options = {"preload": False, "resultTypes": ["violations"]}
    options |= {"runOnly": [*only]} if only else {}
    found = [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in Axe().run(page, options=options).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(("sideways", width))
    return found
