"""One promise, one date: a unit's day stands at the late stage, the whole keeps its own."""

import datetime as dt
from decimal import Decimal

import pytest

from projects.actions.changes import change_terms
from supervision.models import StageFinish
from tests.factories import make_officer, make_project, make_target, moment
from tests.public.months import make_card, make_month, stages
from tests.public.reading import text_of
from tests.public.test_changes import AT, approval
from tests.public.test_essentials import reported
from tests.public.test_promised_dates import events

pytestmark = pytest.mark.django_db
ROWS = [("用地手续", "20", "2023-03"), ("主体完工", "50", "2023-08"), ("试运行", "30", "2023-12")]


@pytest.fixture
def station(programme, september, settings):
    settings.DEMO_CLOCK = moment("2023-10-20 10:00")
    project = make_project(programme, number=21, title="垃圾分类")
    target = make_target(project, "转运站", kind="milestones", plan=ROWS)
    make_card(september, project, stages())
    reported(project, september, target, None, finish=dt.date(2023, 11, 30))
    return target


def promise(target, **days):
    """The unit's days for stages, beside that of the target, in the report of September."""
    for name, day in days.items():
        stage, _ = target.milestones.get_or_create(name=name, defaults={"number": 9, "weight": 1})
        StageFinish.objects.create(reading=target.readings.get(), milestone=stage, day=day)


def line(page: str, stage: str) -> str:
    rows = (each.split("</li>")[0] for each in page.split("<li"))
    return next(each for each in rows if f"<b>{stage}</b>" in each)


def move(target):
    """The whole is moved to January and with it its last stage, in October."""
    moved = [(name, Decimal(weight), month) for name, weight, month in ROWS[:2]]
    change_terms(
        target=target, approval=approval(), due=dt.date(2024, 1, 31),
        points=[*moved, ("试运行", Decimal(30), "2024-01")], by=make_officer("x"), at=AT,
        answer="演示",
    )  # fmt: skip


def test_the_unit_s_day_is_told_of_the_late_stage(client, station):
    page = text_of(client, "/2023/21/")
    assert "责任单位承诺“主体完工”11月30日完成，要求12月底前" in page
    late = page.split('<li class="overdue">')[1].split("</li>")[0]
    assert 'datetime="2023-11-30"' in late and "计划8月" in late
    assert page.count('datetime="2023-11-30"') == 1, "nowhere as the day of the whole"


def test_a_broken_one_is_marked(client, station, settings):
    settings.DEMO_CLOCK = moment("2023-12-05 10:00")
    page = text_of(client, "/2023/21/")
    late = page.split('<li class="overdue">')[1].split("</li>")[0]
    assert "（已过期）" in late and "11月30日完成（已过期）" in page


CALENDAR = "责任单位承诺完成“转运站”的“主体完工”"


def test_the_calendar_names_the_stage_and_marks_a_day_that_is_over(client, station, settings):
    own = events(client)[CALENDAR]
    assert own["DTSTART"] == "20231130" and "（已过期）" not in own["DESCRIPTION"]
    settings.DEMO_CLOCK = moment("2023-12-05 10:00")
    assert "“主体完工”11月30日完成（已过期）" in events(client)[CALENDAR]["DESCRIPTION"]


def test_the_sheet_names_the_stage_of_a_unit_s_day(client, station):
    rows = client.get("/2023/status.json").json()["rows"]
    assert rows[-1]["remark"] == "节点“主体完工”承诺完成时间2023-11-30"


def test_in_the_calendar_a_stage_s_day_that_was_kept_is_not_cancelled(client, programme, station):
    october = make_month(programme, "2023-10", published="2023-11-12 10:00")
    done = [("用地手续", "2023-03"), ("主体完工", "2023-10"), ("试运行", None)]
    rows = [
        {"name": name, "weight": weight, "planned": month, "done": when}
        for (name, when), (_, weight, month) in zip(done, ROWS, strict=True)
    ]
    make_card(october, station.project, stages(milestones=rows), facts={"as_of": "2023-11-08"})
    own = events(client)[CALENDAR]
    assert own["STATUS"] == "CONFIRMED" and own["DESCRIPTION"].count("已经完成。") == 1


def test_stages_follow_a_moved_promise_and_the_late_one_keeps_its_day(client, station):
    move(station)
    page = text_of(client, "/2023/21/")
    assert "现定2024年1月（原定12月）" in page and "未到时间 · 计划12月" not in page
    assert "责任单位承诺“主体完工”11月30日完成，要求2024年1月31日前（原定12月底前）" in page


def test_a_place_says_it_of_the_stage_too(client, station):
    station.sites.create(name="演示转运站", place="演示镇", planned="2023-08")
    page = text_of(client, "/2023/places/演示镇/演示转运站/")
    assert "责任单位承诺“主体完工”11月30日前完成" in page and "前全部完成" not in page


def test_a_stage_keeps_its_own_day_and_the_sentence_names_the_late_ones(client, station):
    promise(station, 主体完工=dt.date(2023, 10, 31), 试运行=dt.date(2023, 12, 20))
    page = text_of(client, "/2023/21/")
    assert 'datetime="2023-10-31"' in line(page, "主体完工")
    assert "未到时间" in line(page, "试运行") and 'datetime="2023-12-20"' in line(page, "试运行")
    assert "责任单位承诺“主体完工”10月31日完成，要求12月底前" in page
    assert "2023-11-30" not in page, "the day of the whole lies before its last stage"


def test_stages_that_are_late_have_a_day_each(client, programme, september, settings):
    settings.DEMO_CLOCK = moment("2023-10-20 10:00")
    project = make_project(programme, number=21, title="垃圾分类")
    target = make_target(project, "转运站", kind="milestones", plan=ROWS)
    late = [
        {"name": name, "weight": weight, "planned": month, "done": None}
        for name, weight, month in ROWS
    ]
    make_card(september, project, stages(milestones=late))
    reported(project, september, target, None)
    promise(target, 用地手续=dt.date(2023, 10, 10), 主体完工=dt.date(2023, 11, 30))
    page = text_of(client, "/2023/21/")
    said = "责任单位承诺“用地手续”10月10日完成（已过期）、“主体完工”11月30日完成"
    assert said in page
    assert "（已过期）" in line(page, "用地手续") and "（已过期）" not in line(page, "主体完工")
    target.sites.create(name="演示转运站", place="演示镇", planned="2023-08")
    place = text_of(client, "/2023/places/演示镇/演示转运站/")
    assert said.replace("日完成", "日前完成") in place


def test_a_day_told_before_its_stage_was_moved_is_told_no_more(client, station):
    promise(station, 试运行=dt.date(2023, 12, 20))
    move(station)
    assert "承诺" not in line(text_of(client, "/2023/21/"), "试运行")
