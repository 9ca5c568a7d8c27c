"""A target that is counted from a later month has not begun, and is not told as undetermined."""

import pytest

from tests.factories import make_project, make_target
from tests.public.months import count_cards, make_card, make_month, quantity
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
PROJECT = "/2023/5/"


@pytest.fixture
def later(programme):
    project = make_project(programme, number=5, title="开秋季班")
    plan = {"2023-10": "1", "2023-12": "12"}
    make_target(project, "秋季班", value="12", measure="个", start="2023-10", plan=plan)
    return project


def test_alone_it_says_when_it_begins_with_promise_and_date(client, programme, later):
    period = make_month(programme)
    make_card(period, later)
    count_cards(period)
    page = text_of(client, PROJECT)
    assert "承诺12个，2023年10月起开始；要求12月底前完成。" in page
    assert "现在还不到报送和比较的时候" in page
    assert "待定" not in page and "0项指标" not in page
    assert "2023年10月起开始" in text_of(client, "/") and "未到时间" in text_of(client, "/")


def test_beside_another_it_waits_and_the_other_is_told_first(client, programme, later):
    make_target(later, "改造提升教室照明", value="149", measure="口", plan={"2023-12": "149"})
    period = make_month(programme)
    make_card(period, later, quantity())
    count_cards(period)
    page = text_of(client, PROJECT)
    assert "改造提升教室照明：承诺149口，截至9月底已完成90口" in page and "另1项未到时间" in page


def test_once_it_has_begun_its_figures_are_told(client, programme, later):
    period = make_month(programme, "2023-10", published="2023-11-12 10:00")
    own = quantity("秋季班", measure="个", target="12", start="2023-10", readings={"2023-10": "1"},
                   plan={"2023-10": "1", "2023-11": "6", "2023-12": "12"})  # fmt: skip
    make_card(period, later, own)
    assert "2023年10月起开始" not in text_of(client, PROJECT)


def test_what_was_moved_to_begin_later_is_not_told_as_on_its_plan(client, programme, later):
    """Reported before its start was moved: there is a reading, and nothing to compare with yet."""
    own = quantity("秋季班", measure="个", target="12", start="2023-10", readings={"2023-09": "1"},
                   plan={"2023-10": "1", "2023-11": "6", "2023-12": "12"})  # fmt: skip
    make_card(make_month(programme), later, own)
    page = text_of(client, PROJECT)
    assert "各项指标都还没有到起算月份，不比较快慢。" in page and "都达到或超过了计划" not in page
