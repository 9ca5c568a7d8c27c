"""Who leads and who supports, in brackets, behind labels and in sentences."""

import pytest

from projects.drafting.reading import read

ROWS = """
# all of them lead
新建公园2处。（区城管局、区园林局共同牵头） → 区城管局、区园林局 +
新建公园2处。（区园林中心和区交通局共同牵头） → 区园林中心、区交通局 +
新建公园2处。（区城管局与区园林局联合牵头，区财政局配合） → 区城管局、区园林局 + 区财政局
新建公园2处。牵头单位：区城管局、区妇联（共同牵头） → 区城管局、区妇联 +
新建公园2处。牵头单位：区民政局、团区委（共同） → 区民政局、团区委 +
# in a sentence
新建公园2处，由文化站负责。 → 文化站 +
新建公园2处，由社保所负责。 → 社保所 +
新建公园2处，由城建公司负责实施。 → 城建公司 +
新建公园2处，由区发展和改革局（物价局）牵头。 → 区发展和改革局（物价局） +
新建公园2处，由城管办牵头，各社区配合。 → 城管办 + 各社区
新建公园2处。由区教育局牵头，区住建局、区规划分局配合。 → 区教育局 + 区住建局、区规划分局
新建公园2处。区教育局牵头，区住建局、区财政局配合。 → 区教育局 + 区住建局、区财政局
新建公园2处，由区教育局、区住建局共同牵头。 → 区教育局、区住建局 +
# units whose own names hold brackets
新建公园2处。（卫生健康（演示）、教育（演示）共同牵头） → 卫生健康（演示）、教育（演示） +
新建公园2处。卫生健康（演示）、教育（演示）共同牵头。 → 卫生健康（演示）、教育（演示） +
新建公园2处，由卫生健康（演示）和教育（演示）共同牵头。 → 卫生健康（演示）、教育（演示） +
新建公园2处。（卫生健康（演示）牵头，教育（演示）配合） → 卫生健康（演示） + 教育（演示）
"""
CASES = [line.split(" → ") for line in ROWS.strip().splitlines() if not line.startswith("#")]


def first(told: str):
    text = f"甲区2025年民生实事\n1.惠民工程。{told}\n2.食堂工程。新建食堂5个。牵头单位：区民政局"
    reading = read(text)
    return reading.projects[0], [each for each in reading.checks if each.code == "units"]


@pytest.mark.parametrize("told, expected", CASES, ids=[case[0][7:30] for case in CASES])
def test_who_leads_and_who_supports(told, expected):
    project, doubts = first(told)
    lead, _, support = expected.partition("+")
    assert "、".join(project.lead_units) == lead.strip()
    assert "、".join(project.support_units) == support.strip()
    assert [each.name for each in project.targets] == ["新建公园"]
    assert not any("牵头" in each.text or "负责" in each.text for each in project.tasks)
    assert doubts == []


@pytest.mark.parametrize(
    "told",
    [
        "新建公园2处。（区城管局牵头，园林养护第3组配合）",
        "新建公园2处。（区城管局、城建集团工程部项目甲组）",
        "新建公园2处，由绿化小组牵头。",
    ],
)
def test_units_that_are_not_understood_are_a_doubt(told):
    project, doubts = first(told)
    assert [each.project for each in doubts] == [0]
    assert "牵头单位" in doubts[0].sentence
    assert project.text[slice(*doubts[0].span)] in told


@pytest.mark.parametrize(
    "told",
    [
        "新建公园2处（含街道、社区）。",
        "改造道路3条（人民路、府前街、学府路）。",
        "为由社会力量负责运营的公园2处安装路灯。",
        "新建公园2处，形成部门负责、群众参与的格局。",
    ],
)
def test_other_words_are_neither_units_nor_a_doubt(told):
    project, doubts = first(told)
    assert project.lead_units == () and doubts == []


def test_labels_in_a_bracket_are_no_doubt():
    project, doubts = first("新建公园2处。（牵头单位：区城管局；配合单位：区财政局）")
    assert (project.lead_units, project.support_units) == (("区城管局",), ("区财政局",))
    assert doubts == []
