"""The office's pages are for those who supervise; to everybody else they are not there."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from projects.drafting import roles as drafting
from supervision.actions.policies import draft_policy
from supervision.admin.office.urls import PAGES
from supervision.roles import ROLES
from supervision.rules import PRESETS
from tests.factories import make_quota, moment

pytestmark = pytest.mark.django_db

ACTS = {"office_policy_draft", "office_policy_adopt", "office_policy_drop"}
ACTS |= {
    "office_discipline_export", "office_yearend_export", "office_yearend_archive",
    "office_year_state",
}  # fmt: skip


# Of something put before a leader of the district: tests/admin/test_reach.py has them.
OF_A_ROW = {"office_put", "office_signed_paper"}


@pytest.fixture
def addresses(world, closed):
    """Every page's address by name."""
    at = moment("2023-10-09 10:00")
    draft = draft_policy(policy=PRESETS["三色"], valid_from="2023-10", by=world.officer, at=at)
    keys = {
        "office_policy": draft.pk,
        "office_policy_drop": draft.pk,
        "office_change_target": world.rooms.pk,
        "office_change_project": world.project.pk,
        "office_change_quota": make_quota(
            world.programme, name="教室", measure="个", quota=Decimal(100)
        ).pk,
    }
    return {
        name: reverse(f"admin:{name}", args=[keys[name]] if name in keys else [])
        for _, _, name in PAGES
        if name not in OF_A_ROW
    }


@pytest.mark.parametrize("who", ["officer", "root"])
def test_the_office_reaches_every_page(sign_in, world, addresses, who):
    client = sign_in(getattr(world, who))
    for name, address in addresses.items():
        wanted = 405 if name in ACTS else 200
        assert client.get(address).status_code == wanted, name


@pytest.mark.parametrize("who", ["owner", "colleague", "stranger", "administrator", "district"])
def test_nobody_else_reads_or_posts(sign_in, world, addresses, who):
    client = sign_in(getattr(world, who))
    for name, address in addresses.items():
        if name not in ACTS:
            assert client.get(address).status_code == 404, name
        assert client.post(address, {}).status_code in (404, 405), name


def test_the_anonymous_are_asked_to_sign_in(client, addresses):
    for address in addresses.values():
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


def test_the_desk_links_to_every_page_of_the_office(office, sign_in, world, addresses):
    desk = office.get("/admin/").content.decode()
    hub = office.get("/admin/office/").content.decode()
    linked = set(addresses) - ACTS - {"office_policy", "office_change_target"}
    for name in linked - {
        "office_change_project",
        "office_change_quota",
        "office_scores",
        "office_onepage_word",
        "office",
    }:
        assert addresses[name] in desk, name
        assert addresses[name] in hub, name
    assert "督查工作" not in sign_in(world.owner).get("/admin/").content.decode()


def test_what_is_not_there_is_404(office):
    for address in ("policies/999999/", "changes/project/999999/", "nothing/", "policies/x/"):
        assert office.get(f"/admin/office/{address}").status_code == 404
    assert office.post("/admin/office/policies/draft/", {"from": "x"}).status_code == 404
    assert office.post("/admin/office/policies/adopt/", {"policy": "9999"}).status_code == 404


@pytest.mark.parametrize("year", ["x", "99999", "٢٠٢٣", "1999"])
def test_an_odd_year_is_404(office, world, year):
    for page in ("doubts", "discipline", "outlook", "consequences", "city", "changes"):
        assert office.get(f"/admin/office/{page}/", {"year": year}).status_code == 404


def test_every_role_has_exactly_its_permissions(db):
    for name, wanted in ROLES.items():
        held = Permission.objects.filter(group=Group.objects.get(name=name))
        labels = {f"{p.content_type.app_label}.{p.codename}" for p in held}
        drafts = {f"drafting.{codename}" for codename in drafting.ROLES.get(name, ())}
        assert labels == {*wanted, *drafts}, name
