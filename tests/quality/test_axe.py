"""axe finds nothing in light, dark and large type, and nothing runs off sideways."""

import pytest

from projects.pages.addresses import VIEWS
from tests.browsing import findings
from tests.quality.pages import KINDS, NOT_FOUND

PATHS = {**KINDS, "not found": NOT_FOUND}


LOOKS = ["light", "dark", "large", "large dark", "larger", "larger dark", "meeting"]


@pytest.mark.parametrize("look", LOOKS)
def test_every_kind_of_page_is_accessible(chromium, base, look):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if "dark" in look else "light",
        bypass_csp=True,
    )
    page, wrong = context.new_page(), {}
    for name, path in PATHS.items():
        chosen = look.removesuffix("dark").strip()
        view = ("&" if "?" in path else "?") + f"view={chosen}" if chosen in VIEWS else ""
        page.goto(base + path + view)
        if found := findings(page, 390):
            wrong[name] = found
    context.close()
    assert not wrong


@pytest.mark.parametrize("width", [1920, 1280, 768, 640, 390, 320])
def test_nothing_runs_off_sideways(chromium, base, width):
    """640 and 320 px are 1280 at 200 % and 400 %."""
    page = chromium.new_page(viewport={"width": width, "height": 800})
    wrong = []
    for name, path in PATHS.items():
        for view in ("", *VIEWS):
            page.goto(f"{base}{path}{'&' if '?' in path else '?'}view={view}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append((name, view))
    page.close()
    assert not wrong


def test_the_strict_policy_is_kept_and_no_one_else_is_asked(chromium, base):
    context = chromium.new_context()
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda message: said.append((page.url, message.text)))
    page.on("request", lambda request: asked.append(request.url))
    for path in KINDS.values():
        page.goto(base + path)
    context.close()
    assert not said
    assert all(url.startswith(base) for url in asked)
