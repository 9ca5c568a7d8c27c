"""The principles of drawing up a list: what is told, with its sentence, and never bars."""

from dataclasses import replace

import pytest

from projects.drafting.principles import findings
from projects.values.promises import ProjectText, TargetText, TaskText, WholeList

pytestmark = pytest.mark.once

SOUND = ProjectText(
    number=1, title="建设社区球场", text="1. 建设社区球场。建成球场2个。", category="体育",
    lead="演示体育局", funds="300万元", tasks=(TaskText(1, text="建成球场2个。"),),
    targets=(TargetText(name="球场", value="2", measure="个", due="2024-12-31"),),
)  # fmt: skip
OTHER = replace(
    SOUND, number=2, title="改造老旧小区", text="2. 改造老旧小区。",
    targets=(TargetText(name="小区", value="5", measure="个", due="2024-12-31"),),
)  # fmt: skip


def said(*projects, former=()) -> list[str]:
    whole = WholeList(2024, "演示", "演示", "演示", projects=projects)
    return [each.text for each in findings(whole, former)]


def test_a_sound_list_is_told_nothing():
    assert said(SOUND, OTHER) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"targets": (replace(SOUND.targets[0], due="2026-06-30"),)}, "到2024年底办不完"),
        ({"targets": ()}, "任务1没有指标"),
        ({"targets": (TargetText(name="咨询", kind="service"),)}, "只有常年服务，没有数字"),
        ({"funds": ""}, "没有写投资和资金来源"),
        ({"lead": ""}, "没有写牵头单位"),
        ({"partners": ("演示教育局",)}, "写了几个牵头单位（演示体育局、演示教育局）"),
        ({"text": "1. 建设办公楼。"}, "原文写到“办公楼”"),
    ],
)
def test_what_a_principle_asks_is_told(changes, why):
    (found,) = said(replace(SOUND, **changes))
    assert why in found


def test_the_same_promise_twice_is_told_within_the_list_and_against_last_year():
    assert "很像" in said(SOUND, replace(OTHER, title="建设社区球场地"))[0]
    same = (replace(SOUND.targets[0], name="社区球场"),)
    both = said(replace(SOUND, targets=same), replace(OTHER, targets=same))
    assert both == ["都有指标“社区球场”（社区球场）。"]
    assert "上年第7项" in said(SOUND, former=[ProjectText(number=7, title="建设社区球场")])[0]
