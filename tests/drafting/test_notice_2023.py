"""The notice that the portal began with: all its projects, tasks and figures, and no trap."""

from decimal import Decimal

from projects.drafting.proposing import category_for
from projects.drafting.reading import Comparison, Kind, read
from tests.drafting.scoring import NOTICES, Tally, load, score

TEXT, REFERENCE = load(NOTICES / "seed/notice-2023.txt")
READING = read(TEXT)
TASKS = {1: 2, 3: 2, 10: 2, 19: 2, 20: 4}
FIGURES = [
    (1, "537", "个"), (3, "6", "次"), (3, "4", "场"), (4, "1", "次"), (6, "30", "户"),
    (7, "50", "户"), (8, "1200", "户"), (9, "2", "处"), (9, "1", "处"), (10, "30", "所"),
    (10, "1", "次"), (12, "149", "口"), (14, "549", "个"), (15, "150", "人次"),
    (17, "10", "场次"), (20, "4", "公里"), (20, "15.6", "公里"),
]  # fmt: skip
COVERED = [3, 4, 10, 13, 16, 18, 20, 20]


def test_all_22_projects_stand_in_the_text_to_the_letter():
    assert [project.number for project in READING.projects] == list(range(1, 23))
    for project in READING.projects:
        assert project.text in TEXT
        assert READING.text[slice(*project.span)] == project.text
    assert READING.projects[18].title == "提升社区物业管理能力水平"


def test_all_29_tasks_are_told_apart():
    assert {p.number: len(p.tasks) for p in READING.projects if len(p.tasks) > 1} == TASKS
    tasks = [(project, task) for project in READING.projects for task in project.tasks]
    assert len(tasks) == 29
    for project, task in tasks:
        assert project.text[slice(*task.span)] == task.text
    assert READING.projects[0].tasks[1].text == "完成1个市级示范托育机构创建目标。"


def test_every_figure_is_a_target_and_no_other():
    found = [
        (project.number, str(target.value), target.measure)
        for project in READING.projects
        for target in project.targets
        if target.kind is Kind.QUANTITY
    ]
    assert found == FIGURES
    assert [p.number for p in READING.projects for t in p.targets if t.kind is Kind.COVERAGE] == (
        COVERED
    )


def test_162_more_and_537_in_all_are_one_target_from_375():
    places = READING.projects[0].targets[0]
    assert (places.baseline, places.value) == (Decimal(375), Decimal(537))
    assert places.excerpts == ("新增托位162个，托位总数达到537个",)


def test_209_and_340_are_parts_of_549():
    posts = READING.projects[13].targets[0]
    assert [part.value for part in posts.parts] == [209, 340]
    assert posts.parts[0].excerpts == ("城镇公益性岗位209个",)


def test_at_least_is_kept():
    assert READING.projects[16].targets[-1].comparison is Comparison.AT_LEAST


def test_traps_are_named_with_their_reason():
    whys = {(each.excerpt, each.why) for each in READING.not_targets}
    assert {("2022年", "年份"), ("65岁", "年龄"), ("2元", "标准"), ("200吨", "规模")} <= whys
    assert {("3个", "功能区"), ("1号", "编号")} <= whys


def test_likely_misprints_are_flagged_and_kept():
    said = " ".join(check.sentence for check in READING.checks if check.code == "misprint")
    assert "建全" in said and "全覆益" in said and "疑为“—”" in said
    assert "建全配齐" in READING.projects[9].text


def test_targets_and_head_agree_with_the_reference():
    tally, wrong = Tally(), []
    score(READING, REFERENCE, tally, wrong)
    assert tally.f1("targets") >= 0.97, wrong
    assert tally.share("year") == tally.share("number") == tally.share("issuer") == 1


def test_what_education_is_named_in_passing_is_of_no_school():
    found = {each.number: category_for(each.title, each.text) for each in READING.projects}
    assert (found[10], found[17], found[19]) == ("托育教育", "文化法治", "城乡建设")
    assert "其他" not in found.values()
