"""报送计划 in a real browser: the unit's page, its desk, and the office's page of all that wait."""

import pytest
from playwright.sync_api import expect

from supervision.models import Period, PlanDraft, Report
from tests.browsing import IN_BROWSER, findings
from tests.factories import make_target

pytestmark = IN_BROWSER


@pytest.mark.parametrize("width", [1280, 390])
def test_a_plan_goes_from_the_unit_to_the_office(opened, world, width):
    Report.objects.all().delete()
    Period.everything.all().delete()
    make_target(world.project, "护栏")
    unit = opened(world.owner, width=width)
    unit.goto("/admin/")
    assert findings(unit, width) == []
    unit.get_by_role("link", name="报计划").click()
    unit.get_by_label("12月").fill("100")
    unit.get_by_role("button", name="先看各月结果").click()
    expect(unit.get_by_text("计划后重").first).to_be_visible()
    unit.get_by_label("均匀").check()
    assert findings(unit, width) == []
    unit.get_by_role("button", name="报送计划").click()
    expect(unit.get_by_text("等办公室批准").first).to_be_visible()
    office = opened(world.officer, width=width)
    office.goto("/admin/")
    office.get_by_role("link", name="单位报的计划待批准").click()
    office.get_by_label("护栏").check()
    office.get_by_label("批准依据").fill("演示纪要")
    assert findings(office, width) == []
    office.get_by_role("button", name="批准勾选的").click()
    expect(office.get_by_text("已批准1个指标的计划。")).to_be_visible()
    assert PlanDraft.objects.get().decision.confirmed
