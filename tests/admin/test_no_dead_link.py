"""No page of the signed-in side links to what its reader is refused."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest

from projects.models import UnitMember
from tests.admin.addresses import PEOPLE, admitted
from tests.admin.one_of_each import one_of_each
from tests.admin.test_reach import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')


def links(answer, page: str) -> set[str]:
    """The addresses within the site that a page links to, as a browser would ask for them."""
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return set()
    found = {urljoin(page, unescape(each)) for each in LINK.findall(answer.content.decode())}
    return {each.partition("#")[0] for each in found if each.startswith("/")}


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_links_to_what_its_reader_is_refused(sign_in, world, who):
    keys, client, dead, asked = one_of_each(world), sign_in(getattr(world, who)), [], {}
    for page, people in PAGES.items():
        if not page.endswith("/change/") or not admitted(who, people):
            continue
        page = page.format(**keys)
        for link in sorted(links(client.get(page), page)):
            if link not in asked:
                asked[link] = client.get(link).status_code
            if asked[link] not in (200, 302):
                dead.append((page, link, asked[link]))
    assert dead == []
    assert asked or who not in ("owner", "officer", "administrator")


@pytest.mark.parametrize(("who", "led"), [("officer", False), ("administrator", True)])
def test_a_person_s_name_leads_to_the_account_of_whom_may_see_it(sign_in, world, who, led):
    member = UnitMember.objects.get(person=world.owner)
    page = sign_in(getattr(world, who)).get(f"/admin/projects/unitmember/{member.pk}/change/")
    shown = page.content.decode()
    assert str(world.owner) in shown
    assert (f"/admin/projects/user/{world.owner.pk}/change/" in shown) == led
