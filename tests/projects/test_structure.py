"""A whole and its parts: quantities of one project and measure that add up."""

import pytest
from django.core.exceptions import ValidationError

from projects.models import Target
from tests.factories import make_programme, make_project, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    return make_target(make_project(make_programme()), "合计", baseline="30", value="40")


def part(whole, name="分项", **kw) -> Target:
    return make_target(whole.project, name, part_of=whole, **kw)


def refusal(target) -> str:
    with pytest.raises(ValidationError) as caught:
        target.full_clean()
    return str(caught.value.message_dict["part_of"])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"measure": "户"}, "计量单位要相同"),
        ({"kind": "coverage", "measure": "%"}, "都要是数量指标"),
        ({"kind": "service", "measure": ""}, "都要是数量指标"),
    ],
)
def test_a_part_is_a_quantity_of_the_whole_s_measure(whole, changes, why):
    one = part(whole)
    one.full_clean()
    for name, value in changes.items():
        setattr(one, name, value)
    assert why in refusal(one)


def test_a_part_has_no_parts_and_nothing_is_a_part_of_itself(whole):
    one = part(whole)
    assert "不能再有分项" in refusal(part(one, "分项的分项"))
    whole.part_of = one
    assert "不能再有分项" in refusal(whole)
    one.part_of = one
    assert "属于自己" in refusal(one)


def test_a_part_belongs_to_the_project_of_its_whole(whole):
    stray = make_target(make_project(whole.project.programme), "别处", part_of=whole)
    assert "不是这个项目的指标" in refusal(stray)
