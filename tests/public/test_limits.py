"""Limits on public pages: told as limits, and those of before never as growth."""

import pytest

from supervision.cards import bridge
from supervision.models import CardPolicy
from tests.factories import make_programme, make_project, make_target
from tests.public.months import held, make_card, make_month, quantity
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return make_programme()


def test_what_comes_down_is_told_by_what_is_taken_away(client, programme):
    project = make_project(programme, number=3)
    kw = {"measure": "件", "baseline": "8", "value": "5", "comparison": "at_most"}
    make_target(project, "积案", **kw)
    page = text_of(client, "/2023/3/")
    assert "积案减少不少于3件" in page and "减少不超过" not in page
    facts = {
        "baseline": "8", "target": "5", "measure": "件", "value": "7",
        "plan": held({"2023-01": "8", "2023-06": "7", "2023-12": "5"}),
    }  # fmt: skip
    make_card(make_month(programme), project, quantity("积案", **facts))
    page = text_of(client, "/2023/3/")
    assert "积案减少不少于3件" in page and "承诺减少不少于3件" in page
    assert "现有7件，要降到5件" in page


@pytest.mark.parametrize(
    ("baseline", "value", "bound", "said", "never"),
    [
        ("97", "99", "at_least", "不少于99%", "不少于2%"),
        ("8", "5", "at_most", "不超过5%", "3%，"),
        ("97", "99", "exactly", "达到99%", "覆盖2%"),
    ],
)
def test_a_rate_is_promised_as_what_it_reaches_in_a_published_month_too(
    client, programme, baseline, value, bound, said, never
):
    project = make_project(programme, number=3)
    kw = {"kind": "coverage", "measure": "%", "baseline": baseline, "value": value}
    make_target(project, "水质合格率", comparison=bound, **kw)
    facts = {
        "kind": "coverage", "measure": "%", "step": "0.01", "baseline": baseline, "target": value,
        "plan": held({"2023-01": baseline, "2023-12": value}),
    }  # fmt: skip
    make_card(make_month(programme), project, quantity("水质合格率", baseline, **facts))
    page = text_of(client, "/2023/3/")
    assert f"水质合格率，{said}" in page and f"承诺{said}" in page
    assert never not in page


def test_a_limit_of_before_is_judged_no_more_and_told_as_what_it_is(client, programme):
    project = make_project(programme, number=3)
    plan = {"2023-06": "2", "2023-12": "5"}
    kw = {"measure": "%", "baseline": "1", "value": "5", "comparison": "at_most", "plan": plan}
    target = make_target(project, "投诉率", **kw)
    month = make_month(programme)
    policy = CardPolicy.objects.adopted_for(month.month) or CardPolicy()
    [facts] = bridge.facts_of([project], month, month.due, policy)[project.pk]["targets"]
    assert facts["plan"] is None
    make_card(month, project, facts)
    page = text_of(client, "/2023/3/")
    assert "投诉率不超过5%" in page and "承诺不超过" in page
    assert "只要守住，不比较快慢" in page
    assert "新增" not in page and "计划待定" not in page and "分月计划还没有核定" not in page
    why = text_of(client, "/2023/3/cards/2023-09/")
    assert "待定：没有可以比较的分月计划，不参加评定" in why and "还没有核定" not in why
    assert target.plans.exists(), "nothing stored is touched"
