import pytest

from tests.factories import make_programme, make_project, make_unit
from tests.public.crawled import site, told_once  # noqa: F401
from tests.public.months import count_cards, make_card, make_month, quantity


@pytest.fixture
def programme(db):
    return make_programme(demonstration=True)


@pytest.fixture
def lights(programme):
    """Project 12 of the notice, led by the education unit."""
    unit = make_unit("教育（演示）", phone="0537-000-0002（演示）")
    return make_project(
        programme,
        unit=unit,
        number=12,
        title="改善教学基础设施条件",
        text="12. 改善教学基础设施条件。改造提升149口教室照明条件。",
        category="children",
    )


@pytest.fixture
def september(programme, lights):
    """September published: docs/rules.md's yellow card, and one that is 未评."""
    period = make_month(programme)
    make_card(period, lights, quantity())
    make_card(period, make_project(programme, number=13), quantity("待定指标", "", plan=None))
    return count_cards(period)
