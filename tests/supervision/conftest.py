from types import SimpleNamespace

import pytest

from supervision.actions import opening
from tests.factories import (
    make_clerk,
    make_officer,
    make_programme,
    make_project,
    make_target,
    make_unit,
    moment,
)

# docs/rules.md's plan, month by month.
VALUES = [0, 0, 20, 33, 46, 60, 80, 100, 120, 129, 139, 149]
PLAN = {f"2023-{month:02d}": str(value) for month, value in enumerate(VALUES, 1)}


@pytest.fixture
def month(db):
    """September of a project of one target, open, with its unit's people and an officer."""
    unit = make_unit("演示教育")
    project = make_project(make_programme(), unit=unit, number=12, title="改善教学基础设施条件")
    target = make_target(project, "改造提升教室照明", value="149", plan=PLAN, measure="口")
    officer = make_officer()
    period = opening.open_period(
        programme=project.programme, month="2023-09", by=officer, at=moment("2023-09-20 09:00")
    )
    return SimpleNamespace(
        unit=unit,
        project=project,
        target=target,
        officer=officer,
        owner=make_clerk(unit, "owner"),
        colleague=make_clerk(unit, "colleague"),
        stranger=make_clerk(make_unit("演示卫健"), "stranger"),
        period=period,
        report=period.reports.get(),
    )


@pytest.fixture
def draft(month):
    """A sheet as typed; `draft(value="90")`."""

    def make(value="90", mode="total", progress="", **typed):
        typed = {"cause": "采购流标", "measures": "夜间施工", **typed}
        return {
            "progress": progress or f"已改造{value}口。",
            "next": "继续改造。",
            "targets": {str(month.target.pk): {"value": value, "mode": mode, **typed}},
        }

    return make
