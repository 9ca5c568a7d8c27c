"""Lists on a phone: nothing is cut or lies off sideways, and every value has its name."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from projects.models import Project
from tests.admin.one_of_each import one_of_each
from tests.admin.typed import fill_url, full_sheet
from tests.browsing import IN_BROWSER, findings

pytestmark = IN_BROWSER

# What scrolls sideways within itself, which the width of the page does not tell.
SCROLLING = """() => [...document.querySelectorAll("#content *")].filter(each =>
  each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible"
  && each.clientWidth > 1).map(each => each.outerHTML.slice(0, 200))"""


def lists(person) -> list[str]:
    """Addresses of the lists that a person may see."""
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


@pytest.mark.parametrize("who", ["owner", "officer", "administrator"])
def test_no_list_runs_off_sideways(opened, world, who):
    one_of_each(world)
    Project.everything.filter(pk=world.project.pk).update(title="改善教学基础设施条件" * 4)
    person, wrong, rows = getattr(world, who), {}, 0
    page = opened(person, width=390)
    for address in lists(person):
        page.goto(address)
        rows += page.locator("#result_list tbody tr").count()
        if found := page.evaluate(SCROLLING):
            wrong[address] = found
    assert rows and wrong == {}


def test_a_row_says_what_each_value_is_and_can_be_ticked(opened, world, client):
    client.force_login(world.owner)
    client.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    page = opened(world.officer, width=390)
    page.goto("/admin/supervision/waitingreport/")
    cell = page.locator("#result_list tbody tr").first.locator("[data-label=牵头单位]")
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"牵头单位"'
    assert page.evaluate(SCROLLING) == [] and findings(page, 390) == []
    page.locator("#result_list tbody").get_by_role("checkbox").check()
    page.get_by_role("button", name="通过所选").click()
    expect(page.get_by_role("button", name="确认通过")).to_be_visible()


def test_where_it_is_wide_a_list_is_a_table(opened, world):
    page = opened(world.officer)
    page.goto("/admin/supervision/report/")
    row = page.locator("#result_list tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).display") == "table-row"
    cell = row.locator("[data-label=状态]")
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"
