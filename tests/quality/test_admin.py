"""Every admin page, as each kind of person who reaches it: axe finds nothing, in light and dark,
wide and narrow; and the browser complains of nothing, least of all of the content policy."""

import pytest
from playwright.sync_api import Page

from tests.admin.addresses import ADMIN, DISTRICT, OFFICE, OWNER, STRANGER, admitted
from tests.admin.one_of_each import one_of_each
from tests.admin.test_reach import PAGES
from tests.browsing import IN_BROWSER, findings
from tests.factories import make_target

pytestmark = IN_BROWSER

WIDE, NARROW = 1280, 390
CONTRAST = "color-contrast"
# Grading besides the first, and the rules that can come out otherwise there; none means all.
LOOKS = [
    (WIDE, "light", ()),
    (WIDE, "dark", (CONTRAST,)),
    (NARROW, "dark", ()),
    (NARROW, "light", (CONTRAST,)),
]
# Sent as it stands, with every box emptied: the page comes back with what is wrong.
EMPTY = {
    "/admin/password_change/": OWNER,
    "/admin/supervision/report/{other}/fill/": STRANGER,
    "/admin/supervision/correction/of/{former}/": OWNER,
    "/admin/supervision/slip/{slip}/change/": OWNER,
    "/admin/supervision/photo/propose/": OWNER,
    "/admin/projects/site/add/": OWNER,
    "/admin/supervision/cardoverride/propose/": OFFICE,
    "/admin/supervision/acceptance/propose/": OFFICE,
    "/admin/supervision/period/open/": OFFICE,
    "/admin/projects/target/{unplanned}/plan/": OFFICE,
    "/admin/projects/target/import/": OFFICE,
    "/admin/drafting/drafting/start/": OFFICE,
    "/admin/projects/citytask/add/": OFFICE,
    "/admin/office/changes/target/{rooms}/": OFFICE,
    "/admin/office/policies/{policy}/": OFFICE,
    "/admin/projects/user/add/": ADMIN,
    "/admin/projects/user/{owner}/password/": ADMIN,
    "/admin/projects/unitmember/add/": ADMIN,
}
SAID = ".errornote, .errorlist, .box-problem:not(:empty), [role=alert]"
SEND_EMPTY = """() => {
  const form = document.querySelector("#content form[method=post]");
  form.noValidate = true;
  for (const box of form.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (["checkbox", "radio"].includes(box.type)) box.checked = false;
    else if (!["submit", "button"].includes(box.type)) box.value = "";
  }
  form.requestSubmit(form.querySelector("[type=submit].default, [name=_save]"));
}"""


@pytest.fixture
def keys(world):
    unplanned = make_target(world.project, "待定", plan=None).pk
    return one_of_each(world) | {"other": world.stranger_report.pk, "unplanned": unplanned}


def look(page: Page) -> list:
    """What is wrong with the page in any look, with all that is folded away opened."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = []
    for width, scheme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        found += [(width, scheme, each) for each in findings(page, width, *rules)]
    return found


@pytest.mark.parametrize("who", [OWNER, OFFICE, ADMIN, DISTRICT])
def test_every_page_is_accessible_and_fits(opened, world, keys, who):
    page, wrong = opened(getattr(world, who)), {}
    for address, people in PAGES.items():
        path = address.format(**keys)
        if not admitted(who, people) or not is_a_page(page, path):
            continue
        page.goto(path)
        if found := look(page):
            wrong[path] = found
    assert wrong == {}, "\n".join(map(str, wrong.items()))


def is_a_page(page: Page, path: str) -> bool:
    """Files and scripts are none."""
    return page.request.get(path).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("who", [OWNER, STRANGER, OFFICE, ADMIN])
def test_a_form_with_errors_is_too(opened, world, keys, who):
    page, wrong = opened(getattr(world, who)), {}
    for address in [address for address, person in EMPTY.items() if person == who]:
        page.goto(address.format(**keys))
        with page.expect_navigation():
            page.evaluate(SEND_EMPTY)
        if not page.locator(
            ".errornote, .errorlist, .box-problem:not(:empty), [role=alert]"
        ).count():
            wrong[address] = f"no error is shown at {page.url}"
        elif found := look(page):
            wrong[address] = found
    assert wrong == {}, "\n".join(map(str, wrong.items()))
