import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Assignment, LeadUnit, Project, TargetTerms
from supervision.actions import corrections, reports
from supervision.models import Period
from supervision.status_sheet.columns import COLUMNS
from supervision.status_sheet.files import KINDS
from supervision.status_sheet.status import status_sheet
from tests.factories import (
    make_programme,
    make_project,
    make_target,
    make_unit,
    moment,
)
from tests.overriding import confirm, propose
from tests.sheets.month import (
    close,
    lamps,
    officer,
    open_september,
    publish,
    release,
    report_all,
    rows,
    september,
    workbook_text,
)

pytestmark = pytest.mark.django_db

ISSUE = (
    "序号｜项目名称｜任务内容及指标｜年度目标｜区级分管领导｜牵头单位｜配合单位｜本月完成｜截至9月底累计完成"
    "｜截至9月底序时目标｜年度目标完成率(%)｜较序时进度(百分点)｜是否达序｜亮牌｜推进情况｜存在问题及原因"
    "｜下步措施｜完成时限｜备注"
)


def test_the_columns_are_those_of_the_issue():
    assert "｜".join(status_sheet(september(), public=False).headers) == ISSUE


def test_a_row_says_what_the_card_says():
    [row] = rows(september())
    assert (row["month_done"], row["total_done"], row["total_planned"]) == (90, 90, 120)
    assert (row["percent"], row["points"]) == (Decimal("60.40"), Decimal("-20.13"))
    assert (row["on_plan"], row["card"]) == ("否", "黄牌 进度偏慢")
    assert (row["annual_target"], row["due"]) == ("149口", "2023-12-31")
    assert (row["problems"], row["measures"]) == ("到货晚。", "加班。")
    assert (row["leader"], row["unit"], row["progress"]) == (
        "分管领导甲",
        "教育（演示）",
        "本月改造。",
    )


def test_the_public_edition_leaves_out_what_is_internal():
    period = september()
    sheet = status_sheet(period, public=True)
    assert len(sheet.columns) == len(COLUMNS) - 3
    for kind in KINDS.values():
        content = kind.make(sheet)
        text = content.decode() if kind.ending != "xlsx" else workbook_text(content)
        for word in (
            "分管领导甲",
            "到货晚",
            "加班",
            "本月改造",
            "继续改造",
            "分管领导",
            "下步措施",
        ):
            assert word not in text


@pytest.mark.parametrize(("signed", "said"), [(True, "已改造90口。"), (False, "")])
def test_the_public_reads_only_a_signed_sentence(signed, said):
    project = lamps()
    period = open_september(project.programme)
    report_all(period, {project: {"教室照明": {"value": "90"}}})
    period = close(period)
    release(period, project, "已改造90口。", signed=signed)
    [row] = rows(publish(period), public=True)
    assert row["progress"] == said


def test_a_target_without_a_plan_says_so_everywhere():
    project = lamps()
    make_target(project, "安全设施", value="10")
    period = open_september(project.programme)
    report_all(period, {project: {"教室照明": {"value": "90"}}})
    _, row = rows(close(period))
    figures = ("month_done", "total_done", "total_planned", "percent", "points", "on_plan")
    assert {row[key] for key in figures} == {"待定"}
    assert row["remark"] == "序时计划待定"


def test_a_missing_report_is_missing_never_zero():
    project = lamps()
    [row] = rows(close(open_september(project.programme)))
    figures = ("month_done", "total_done", "percent", "points", "on_plan", "progress")
    assert {row[key] for key in figures} == {"未报"}
    assert row["total_planned"] == 120


def test_project_values_stand_on_every_row_and_no_row_is_merged():
    project = lamps()
    make_target(project, "安全设施", value="10", plan={"2023-12": "10"})
    period = open_september(project.programme)
    report_all(period, {project: {"教室照明": {"value": "90"}, "安全设施": {"value": "0"}}})
    sheet = status_sheet(close(period), public=False)
    shared = ("number", "title", "leader", "unit", "card", "progress")
    assert len({tuple(row[key] for key in shared) for row in sheet.rows}) == 1
    book = openpyxl.load_workbook(io.BytesIO(KINDS["xlsx"].make(sheet))).active
    assert all(merged.max_row < 5 for merged in book.merged_cells.ranges)


def test_stages_are_said_in_words_with_their_percent():
    project = make_project(make_programme(), unit=make_unit())
    plan = [("设计", "30", "2023-06"), ("施工", "50", "2023-09"), ("验收", "20", "2023-12")]
    target = make_target(project, "书房", kind="milestones", plan=plan)
    period = open_september(project.programme)
    design = str(target.milestones.get(name="设计").pk)
    report_all(period, {project: {"书房": {"stages": {design: "2023-09"}}}})
    [row] = rows(close(period))
    assert row["annual_target"] == "设计、施工、验收"
    assert (row["month_done"], row["total_done"]) == ("设计", "设计（30%）")
    assert (row["total_planned"], row["percent"]) == ("设计、施工（80%）", Decimal("30.00"))


def test_a_day_promised_for_a_stage_stands_in_the_remarks():
    project = make_project(make_programme(), unit=make_unit())
    plan = [("设计", "30", "2023-06"), ("施工", "70", "2023-09")]
    target = make_target(project, "书房", kind="milestones", plan=plan)
    period = open_september(project.programme)
    keys = {each.name: str(each.pk) for each in target.milestones.all()}
    typed = {"stages": {keys["设计"]: "2023-09"}, f"finish-{keys['施工']}": "2023-10-31"}
    report_all(period, {project: {"书房": typed}})
    [row] = rows(close(period))
    assert "节点“施工”承诺完成时间2023-10-31" in row["remark"]


def test_services_say_the_months_run_and_the_people_served():
    project = make_project(make_programme(), unit=make_unit())
    months = ["2023-06", "2023-09", "2023-12"]
    make_target(project, "筛查", kind="service", plan=months, measure="人次")
    period = open_september(project.programme)
    report_all(period, {project: {"筛查": {"ran": ["2023-09"], "served": "218"}}})
    [row] = rows(close(period))
    assert row["annual_target"] == "开展3个月（6、9、12月）"
    assert (row["month_done"], row["total_done"]) == ("已开展", "开展1个月，服务218人次")
    assert (row["total_planned"], row["remark"]) == ("开展1个月", "1个月未报"), "June: no report"


def test_a_baseline_is_said_beside_the_cumulative_number():
    project = make_project(make_programme(), unit=make_unit())
    make_target(
        project, "托位", baseline="375", value="537", plan={"2023-09": "495", "2023-12": "537"}
    )
    period = open_september(project.programme)
    report_all(period, {project: {"托位": {"value": "489"}}})
    [row] = rows(close(period))
    assert row["annual_target"] == "537个（基数375，新增162）"
    assert (row["total_done"], row["month_done"], row["total_planned"]) == (489, 114, 495)
    assert (row["percent"], row["remark"]) == (Decimal("70.37"), "其中本年新增114个")


def test_a_part_names_its_whole_which_has_no_row_to_be_counted_twice():
    project = make_project(make_programme(), unit=make_unit())
    whole = make_target(project, "岗位", value="549")
    for name, value in (("城镇", "209"), ("乡村", "340")):
        make_target(project, name, value=value, plan={"2023-12": value}, part_of=whole)
    period = open_september(project.programme)
    report_all(period, {project: {"城镇": {"value": "209"}, "乡村": {"value": "340"}}})
    found = rows(close(period))
    assert [row["total_done"] for row in found] == [209, 340]
    assert {row["remark"] for row in found} == {"属于“岗位”，合计549个，各分项累计549个"}


def test_points_are_never_rounded_across_a_threshold():
    """9.9996 points behind is blue; a sheet that said 10.00 would seem to lie."""
    project = make_project(make_programme(), unit=make_unit())
    make_target(project, "户数", value="250000", plan={"2023-09": "25000", "2023-12": "250000"})
    period = open_september(project.programme)
    report_all(period, {project: {"户数": {"value": "1"}}})
    [row] = rows(close(period))
    assert row["points"] == Decimal("-9.9996")
    assert row["percent"] == Decimal("0.0004")
    assert row["card"].startswith("蓝牌")


def test_small_counts_of_sensitive_projects_stay_out_of_every_public_file():
    project = make_project(make_programme(), unit=make_unit(), sensitive=True)
    make_target(project, "手术", value="40", plan={"2023-12": "40"}, measure="例")
    make_target(project, "诊断", kind="service", plan=["2023-09"], measure="例")
    period = open_september(project.programme)
    report_all(
        period,
        {project: {"手术": {"value": "7"}, "诊断": {"ran": ["2023-09"], "served": "6"}}},
    )
    period = publish(close(period))
    surgery, diagnosis = rows(period, public=True)
    assert (surgery["total_done"], surgery["month_done"]) == ("不足10", "不公布")
    assert {surgery["percent"], surgery["points"], surgery["on_plan"]} == {"不公开"}
    assert diagnosis["total_done"] == "开展1个月，服务不足10例"
    assert rows(period)[0]["total_done"] == 7


@pytest.mark.parametrize(("display", "said"), [("words", "进度偏慢"), ("bar", "")])
def test_the_setting_for_what_the_public_sees_of_cards_is_obeyed(display, said):
    period = september(card_display=display)
    sheet = status_sheet(period, public=True)
    assert sheet.rows[0]["card"] == said
    for kind in KINDS.values():
        content = kind.make(sheet)
        text = workbook_text(content) if kind.ending == "xlsx" else content.decode()
        for colour in ("黄牌", "蓝牌", "红牌", "yellow"):
            assert colour not in text
    assert rows(period)[0]["card"] == "黄牌 进度偏慢"


def test_the_unit_keeps_the_name_it_had_that_month():
    period = september()
    LeadUnit.objects.filter(name="教育（演示）").update(name="教育体育（演示）")
    assert rows(period)[0]["unit"] == "教育（演示）"


def test_what_changed_since_the_month_was_closed_changes_nothing():
    period = september()
    before = status_sheet(period, public=False).rows
    terms = TargetTerms.objects.get()
    terms.pk, terms.version, terms.due = None, 2, "2024-06-30"
    terms.recorded_at = "2023-11-01T00:00:00+08:00"
    terms.save(force_insert=True)
    Project.everything.update(title="改了名")
    assert status_sheet(period, public=False).rows == before


def test_a_project_the_month_did_not_judge_is_listed_and_says_so():
    period = september(published=False)
    make_project(period.programme, state="suspended")
    row = rows(period)[1]
    assert (row["card"], row["remark"]) == ("", "本月未纳入调度，现状态：暂缓")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"category": "children"}, 1),
        ({"category": "care"}, 0),
        ({"unit": "教育（演示）"}, 1),
        ({"unit": "民政（演示）"}, 0),
        ({"colour": "yellow"}, 1),
        ({"colour": "red"}, 0),
        ({"colour": ""}, 0),
    ],
)
def test_the_sheet_is_narrowed_by_category_unit_and_card(wanted, count):
    assert len(rows(september(), **wanted)) == count


def test_queries_do_not_grow_with_the_projects(django_assert_num_queries):
    few = september(published=False)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        rows(few)
    for number in range(2, 12):
        lamps_like = make_project(few.programme, number=number)
        unit = LeadUnit.objects.first()
        Assignment.objects.create(project=lamps_like, unit=unit, role="support", since="2023-01-01")
    with django_assert_num_queries(len(counted)):
        rows(few)


def corrected(period):
    """90 becomes 110 by an accepted correction, not yet published."""
    report = period.reports.get()
    [target] = report.project.targets.all()
    typed = {
        "mode": "total",
        "value": "110",
        "cause": "到货晚。",
        "measures": "加班。",
        "doubt": "已核对。",
    }
    submission = reports.correct(
        report=report,
        draft={
            "progress": "更正后。",
            "next": "装完剩余的灯。",
            "targets": {str(target.pk): typed},
        },
        reason="漏报20口。",
        version=report.version,
        by=report.changed_by,
        at=moment("2023-10-20 10:00"),
    )
    reports.accept(submission=submission, by=officer(), at=moment("2023-10-21 10:00"))
    return submission.corrected


def test_a_correction_is_inside_at_once_and_public_only_when_published():
    period = september()
    before = status_sheet(period, public=True)
    correction = corrected(period)
    [inside], [outside] = rows(period), rows(period, public=True)
    assert (inside["total_done"], outside["total_done"]) == (110, 90)
    assert "定稿后更正（第2版）" in inside["remark"] and "更正" not in outside["remark"]
    assert status_sheet(period, public=True).data_version == before.data_version
    corrections.publish_correction(
        correction=correction,
        signer="签发人",
        basis="会议",
        public_note="9月漏报20口，已更正。",
        by=officer(),
        at=moment("2023-10-22 10:00"),
    )
    sheet = status_sheet(Period.everything.get(pk=period.pk), public=True)
    assert sheet.rows[0]["total_done"] == 110 and "含定稿后更正1项" in sheet.about
    assert sheet.data_version == sheet.period.data_version != before.data_version


@pytest.mark.parametrize(
    ("display", "said"),
    [("full", "蓝牌 按序时推进（经认定）"), ("words", "按序时推进（经认定）"), ("bar", "")],
)
def test_an_override_says_that_it_is_one_and_on_what_basis(display, said):
    period = september(card_display=display)
    project, at = Project.everything.get(), moment("2023-10-13 10:00")
    override = propose(project, by=officer(), at=at, reason="供货商破产", basis="会议纪要3号")
    [row] = rows(period)
    assert row["card"] == "黄牌 进度偏慢"
    confirm(override, at)
    assert rows(period)[0]["card"] == "蓝牌 按序时推进（经认定）"
    [row] = rows(period, public=True)
    assert row["card"] == said
    assert ("供货商破产（会议纪要 会议纪要3号）" in row["remark"]) is bool(said)
    assert len(rows(period, colour="blue")) == 1 and not rows(period, colour="yellow")
