"""Whatever a text holds, reading it answers, soon, and every span gives its excerpt."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.drafting.reading import Reading, read
from projects.drafting.reading.as_json import as_dict
from projects.drafting.reading.in_words import in_words
from tests.drafting.scoring import NOTICES, load

NOTICE = [load(path)[0] for path in sorted(NOTICES.rglob("*.txt"))]
PIECES = [
    "1.",
    "2、",
    "一、",
    "（一）",
    "①",
    "②",
    "01*",
    "一是",
    "项目（1）：",
    "\n",
    "\t",
    "|",
    "；",
    "。",
    "，",
    "、",
    "新增",
    "新建",
    "其中",
    "达到",
    "由",
    "提高到",
    "基础上",
    "各",
    "每季度",
    "全年",
    "累计",
    "不少于",
    "以上",
    "全覆盖",
    "七成",
    "半数",
    "162个",
    "1.2万人次",
    "30—50个",
    "65岁",
    "2024年",
    "6月底前",
    "80%",
    "３，２００户",
    "责任单位：",
    "区教育局",
    "（区民政局牵头）",
    "序号",
    "项目名称",
    "建设内容",
    "数量",
    "单位",
    "- 1 -",
    "\f",
    "第九百九十九",
    "公里",
    "学位",
    "改造老旧小区",
    "“",
    "”",
    "（",
    "）",
    "　",
    "12345热线",
    "附件",
    " ",
]


def check(reading: Reading) -> None:
    as_dict(reading), in_words(reading)
    for project in reading.projects:
        assert reading.text[slice(*project.span)] == project.text
        assert project.tasks or not project.targets
        for task in project.tasks:
            assert project.text[slice(*task.span)] == task.text
        names = [target.name for target in project.targets]
        assert len(set(names)) == len(names)
        for target in [*project.targets, *(p for t in project.targets for p in t.parts)]:
            assert target.spans and all(start < end for start, end in target.spans)
            assert target.excerpts == tuple(project.text[a:b] for a, b in target.spans)
            assert target.name
        for target in project.targets:
            assert (target.value is None) == (target.kind in ("milestones", "service"))
            assert target.task < len(project.tasks)
            assert target.baseline is None or target.baseline != target.value
    for each in reading.not_targets:
        assert reading.projects[each.project].text[slice(*each.span)] == each.excerpt


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_pieces_of_notices_in_any_order(text):
    check(read(text))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text(text):
    check(read(text))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(NOTICE), st.integers(0, 3000), st.integers(0, 3000), st.sampled_from(PIECES))
def test_a_notice_cut_and_mended_anywhere(text, start, end, piece):
    check(read(text[:start] + piece + text[end:]))


@pytest.mark.parametrize("text", NOTICE)
def test_the_notices_of_these_tests(text):
    check(read(text))


@pytest.mark.parametrize("text", NOTICE)
def test_a_text_read_again_from_its_reading_is_the_same(text):
    first = read(text)
    again = read(first.text)
    assert again.text == first.text
    assert [p.title for p in again.projects] == [p.title for p in first.projects]
    assert [p.targets for p in again.projects] == [p.targets for p in first.projects]


HOSTILE = [
    "1",
    "一",
    "（",
    "“",
    "①",
    "。",
    "，",
    "、",
    "；",
    "\n",
    "\t",
    "|",
    " ",
    "　",
    "1.",
    "1.\n",
    "一、",
    "1个",
    "各",
    "每",
    "12、",
    "新增1个",
    "（1个",
    "其中1个",
    "由1个提高到2个",
    "1个，",
    "区教育局、",
    "责任单位：",
    "一是1个。",
    "全覆盖",
    "1月底前",
    "建设",
    "完成建设",
    "1|2|3\n",
    "1\t2\t3\n",
    "序号\n项目\n内容\n1\n",
    "— 1 —\n",
    "附件\n",
    "第一",
    "九百",
    "在基础上",
    "为提供服务",
    "2024年",
    "人民政府办公室",
    "《",
    "年1月1日\n",
    "1,000",
    "1.1.1.",
    "A1",
    "+1",
    "区教育局牵头，",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_million_signs_of_hostile_text_are_read_in_seconds(piece):
    text = "甲区2024年民生实事\n1." + piece * (1_000_000 // len(piece))
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 5
