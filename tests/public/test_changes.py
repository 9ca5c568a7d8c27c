"""What was promised and then changed: both in view, progress against both."""

import datetime as dt
from decimal import Decimal

import pytest

from projects.actions.changes import Approval, change_project, change_terms
from projects.actions.plans import add_plan
from projects.values.months import span
from projects.values.planning import fill
from tests.factories import make_officer, make_project, make_target, moment
from tests.public.months import make_card, make_month, quantity, stages
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
AT = moment("2023-10-18 10:00")
PROJECT = "/2023/12/"


def approval(**kw):
    return Approval(
        **{
            "authority": "演示党工委",
            "meeting": "演示第10次会议",
            "document": "演示纪要〔2023〕10号",
            "effective": "2023-10",
            "reason": "设备调试需跨年度",
            **kw,
        }
    )


@pytest.fixture
def lamps(lights):
    steps = {"2023-03": "20", "2023-06": "60", "2023-09": "120", "2023-12": "149"}
    return make_target(lights, "改造提升教室照明", value="149", plan=steps, measure="口")


def points(reached: dict, months: list[str]) -> dict:
    given = {month: Decimal(value) for month, value in reached.items()}
    return fill(given, months=months, baseline=Decimal(0), step=Decimal(1), how="steps")


def halved(lamps, **kw):
    return change_terms(
        target=lamps,
        approval=approval(**kw),
        points=points({"2023-09": "90", "2023-12": "100"}, span("2023-01", "2024-01")),
        value=Decimal(100),
        due=dt.date(2024, 1, 31),
        by=make_officer("changer"),
        at=AT,
        answer="演示",
    )


def test_a_promise_never_changed_shows_one_column(client, lamps, september):
    assert "原承诺" not in text_of(client, PROJECT)


def test_original_and_present_stand_side_by_side_with_their_basis(client, lamps, september):
    halved(lamps)
    page = text_of(client, PROJECT)
    for part in (
        "原承诺", "现承诺", "149口", "100口", "2023年12月31日", "2024年1月31日",
        "2023年10月18日", "演示党工委", "演示第10次会议", "演示纪要〔2023〕10号",
        "设备调试需跨年度", "自2023年10月起",
    ):  # fmt: skip
        assert part in page, part
    assert page.count("（没有改）") == 1  # its definition


def test_published_progress_is_measured_against_both(client, lamps, september):
    halved(lamps)
    page = text_of(client, PROJECT)
    assert "完成60.4%，计划80.5%；比计划少30口" in page
    assert "完成90%，计划90%；与计划持平" in page
    assert "黄牌" in page  # the published card stays as it was


def test_without_published_progress_the_terms_alone_are_shown(client, lamps):
    halved(lamps)
    page = text_of(client, PROJECT)
    assert "2024年1月31日" in page and "比计划少" not in page


def test_a_plan_changed_alone_is_told_too(client, lamps, september):
    add_plan(
        target=lamps, points=points({"2023-09": "90", "2023-12": "149"}, list(MONTHS)),
        document="演示计划2号", effective="2023-10", reason="供货推迟", by=make_officer("x"), at=AT,
        answer="演示",
    )  # fmt: skip
    page = text_of(client, PROJECT)
    assert "分月计划调整" in page and "演示计划2号" in page and "供货推迟" in page
    assert "计划60.4%；与计划持平" in page
    assert "2023年12月31日（没有改）" in page


MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]


def test_stages_moved_are_shown_with_both_plans(client, programme):
    project = make_project(programme, number=12)
    rows = [
        ("用地手续", "20", "2023-03"),
        ("主体完工", "50", "2023-08"),
        ("试运行", "30", "2023-12"),
    ]
    target = make_target(project, "转运站", kind="milestones", plan=rows)
    make_card(make_month(programme), project, stages())
    moved = [(name, Decimal(weight), month) for name, weight, month in rows[:2]]
    change_terms(
        target=target, approval=approval(), due=dt.date(2024, 1, 31),
        points=[*moved, ("试运行", Decimal(30), "2024-01")], by=make_officer("x"), at=AT,
        answer="演示",
    )  # fmt: skip
    page = text_of(client, PROJECT)
    assert "试运行 2023年12月" in page and "试运行 2024年1月" in page
    assert page.count("完成20%，计划70%") >= 2


def test_a_small_count_stays_withheld_against_both(client, programme):
    project = make_project(programme, number=12, sensitive=True)
    steps = {"2023-09": "120", "2023-12": "149"}
    target = make_target(project, "改造提升教室照明", value="149", plan=steps, measure="口")
    target.people = True
    target.save()
    make_card(make_month(programme), project, quantity(value="7"))
    halved(target)
    page = text_of(client, PROJECT)
    assert "不足10口" in page and "完成4.7" not in page and "7口" not in page


@pytest.mark.parametrize(("state", "word"), [("suspended", "暂缓"), ("removed", "调出")])
def test_a_project_no_longer_pushed_forward_says_so_with_its_basis(
    client, lights, september, state, word
):
    change_project(
        project=lights, state=state, approval=approval(),
        by=make_officer("x"), at=AT,
    )  # fmt: skip
    page = text_of(client, PROJECT)
    for part in (f"已{word}", "自2023年10月起不再评定", "演示党工委", "演示纪要〔2023〕10号"):
        assert part in page
    assert f"<b>{word}</b>" in text_of(client, "/")


def test_a_merged_project_leads_to_the_one_it_went_into(client, programme, lights, september):
    other = make_project(programme, number=3, title="合并后的项目")
    change_project(
        project=lights, state="merged", merged_into=other, approval=approval(),
        by=make_officer("x"), at=AT,
    )  # fmt: skip
    page = text_of(client, PROJECT)
    assert 'href="/2023/3/"' in page and "第3项 合并后的项目" in page


def test_once_left_out_of_a_month_it_keeps_the_last_card_with_its_date(
    client, programme, lights, september
):
    make_month(programme, "2023-10")
    change_project(
        project=lights, state="suspended", approval=approval(),
        by=make_officer("x"), at=AT,
    )  # fmt: skip
    page = text_of(client, PROJECT)
    assert "数据截至9月30日" in page and "已完成90口" in page
    assert "这个月没有参加评定" in page


def test_one_resumed_says_so_and_keeps_its_history(client, lights, september):
    for state, month in (("suspended", "2023-10"), ("ongoing", "2023-11")):
        change_project(
            project=lights, state=state, approval=approval(effective=month),
            by=make_officer(state), at=AT,
        )  # fmt: skip
    page = text_of(client, PROJECT)
    assert "已恢复推进" in page and "暂缓" in page and "不再评定" not in page
