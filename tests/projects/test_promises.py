"""A whole and its parts before a list is issued; what a project is as a dictionary and back."""

import json

import pytest

from projects.values.lacking import lacking_whole
from projects.values.promises import (
    ProjectText,
    TargetText,
    TaskText,
    as_dict,
    from_dict,
)

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([("10", "20"), ("20", "20.5")], "目标值是40，各分项合计40.5"),
        ([("10", "20"), ("10", "20")], "基数是30，各分项合计20"),
        ([("10", "30"), ("20", "10")], "有增有减"),
        ([("10", "15"), ("20", "25")], ""),
    ],
)
def test_parts_add_up_before_a_list_is_issued(parts, why):
    whole = TargetText(name="合计", measure="个", baseline="30", value="40")
    own = [
        TargetText(name=f"分项{at}", measure="个", baseline=start, value=value, part_of="合计")
        for at, (start, value) in enumerate(parts)
    ]
    said = "".join(lacking_whole(whole, [whole, *own]))
    assert why in said and bool(said) == bool(why)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"measure": "户"}, "计量单位不同"),
        ({"kind": "coverage"}, "都要是数量指标"),
        ({"part_of": "没有"}, "没有这个指标"),
    ],
)
def test_a_part_is_a_quantity_of_the_whole_s_measure(changes, why):
    whole = TargetText(name="合计", measure="个", baseline="0", value="40")
    part = TargetText(**{"name": "分项", "measure": "个", "part_of": "合计", **changes})
    assert why in "".join(lacking_whole(part, [whole, part]))


def test_a_project_comes_back_from_json_as_it_was():
    project = ProjectText(
        number=1, supports=("甲", "乙"), tasks=(TaskText(1, "①", "一"),),
        remarks=((3, "错", "疑"),),
        targets=(TargetText(name="托位", spans=((1, 4), (6, 9))),),
    )  # fmt: skip
    assert from_dict(json.loads(json.dumps(as_dict(project)))) == project
