"""Import by the office: preview, confirm, all or nothing, and every refusal says where."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.models import Assignment, Event, LeadUnit, Plan
from projects.spreadsheets import kept
from projects.spreadsheets.importing import NEW, SAME
from projects.spreadsheets.workbook import write
from tests.factories import (
    make_clerk,
    make_officer,
    make_programme,
    make_project,
    make_target,
    make_unit,
    make_user,
    moment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]

UNITS = ["单位名称", "简称", "网址标识", "设立日期", "办公电话"]
ROLES = ["项目序号", "单位名称", "分工", "自"]
PLANS = ["项目序号", "指标名称", "填充方式", "3月", "6月", "9月", "12月", "批准依据", "生效月份"]


def workbook(header, *rows) -> bytes:
    buffer = io.BytesIO()
    write(buffer, header, rows)
    return buffer.getvalue()


def text(header, *rows) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in (header, *rows)).encode()


def upload(client, name: str, content: bytes, filename="表.xlsx"):
    file = SimpleUploadedFile(filename, content)
    return client.post(reverse(f"admin:projects_{name}_import"), {"import_file": file})


def confirm(client, name: str, preview):
    data = {"token": preview.context["upload"].token}
    return client.post(reverse(f"admin:projects_{name}_process_import"), data)


def said(response) -> str:
    return response.content.decode()


@pytest.fixture
def officer(client):
    person = make_officer()
    client.force_login(person)
    return person


@pytest.fixture
def target():
    project = make_project(make_programme(), unit=make_unit("教育（演示）"))
    return make_target(project, "教室照明", value="149", measure="口")


def test_a_sheet_is_previewed_and_only_then_written(client, officer):
    sheet = workbook(UNITS, ["民政（演示）", "民政", "mz", "2023-01-01", "0537-0000000"])
    preview = upload(client, "leadunit", sheet)
    assert preview.status_code == 200
    assert "民政（演示）：新登记" in said(preview) and "还没有写入" in said(preview)
    assert not LeadUnit.objects.exists() and not Event.objects.exists()
    response = confirm(client, "leadunit", preview)
    assert response.status_code == 302
    assert LeadUnit.objects.get().phone == "0537-0000000"
    event = Event.objects.get()
    assert (event.action, event.actor) == ("导入单位", officer)
    assert not default_storage.listdir("imports")[1]


def test_a_known_unit_is_changed_and_an_unchanged_one_left_alone(client, officer):
    make_unit("民政（演示）", slug="mz", short_name="民政")
    make_unit("教育（演示）", slug="jy", short_name="教育")
    sheet = workbook(
        UNITS,
        ["民政（演示）", "民政", "mz", "2023-01-01", "0537-1"],
        ["教育（演示）", "教育", "jy", "2023-01-01", ""],
    )
    preview = upload(client, "leadunit", sheet)
    assert "更新" in said(preview) and "不变" in said(preview)
    confirm(client, "leadunit", preview)
    assert LeadUnit.objects.get(slug="mz").phone == "0537-1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_of_any_office_is_taken(client, officer, encoding):
    sheet = (
        text(UNITS, ["民政（演示）", "民政", "mz", "2023年1月1日", ""]).decode().encode(encoding)
    )
    confirm(client, "leadunit", upload(client, "leadunit", sheet, "表.csv"))
    assert LeadUnit.objects.get().name == "民政（演示）"


def test_one_bad_row_keeps_all_rows_out_and_says_line_column_and_reason(client, officer):
    sheet = text(
        UNITS,
        ["民政（演示）", "民政", "mz", "2023-01-01", ""],
        ["教育（演示）", "教育", "jy", "去年", ""],
        ["", "", "", "", ""],
        ["", "司法", "sf", "2023-01-01", ""],
        ["卫健（演示）", "卫健", "汉字", "2023-01-01", ""],
        ["医保（演示）", "医" * 21, "yb", "2023-01-01", ""],
    )
    response = upload(client, "leadunit", sheet)
    assert response.status_code == 400 and not response.context["upload"].token
    for sentence in (
        "第3行“设立日期”：“去年”不是日期",
        "第5行“单位名称”：没有填写",
        "第6行“网址标识”：只能用英文字母、数字、下划线和短横线。",
        "第7行“简称”：最多20个字，现在有21个。",
    ):
        assert sentence in said(response)
    assert not LeadUnit.objects.exists() and not Event.objects.exists()
    assert not default_storage.exists("imports") or not default_storage.listdir("imports")[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (text(["简称", "网址标识"], ["甲", "yi"]), "缺少“单位名称”列"),
        (text([*UNITS, "密码"], ["甲", "乙", "c", "2023-01-01", "", "x"]), "不认识“密码”列"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为"),
        (b"x" * (6 * 1024 * 1024), "文件太大"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_at_once(client, officer, content, words):
    response = upload(client, "leadunit", content)
    assert response.status_code == 400 and words in said(response)
    assert not LeadUnit.objects.exists()


@pytest.mark.parametrize("name", ["leadunit", "assignment", "target"])
def test_nobody_but_the_office_brings_anything_in(client, name):
    stranger, colleague = make_user("stranger"), make_clerk(make_unit(), "colleague")
    for person in (stranger, colleague):
        client.force_login(person)
        assert client.get(reverse(f"admin:projects_{name}_import")).status_code == 404
        assert upload(client, name, text(UNITS, ["甲"] * 5)).status_code == 404
        assert client.post(reverse(f"admin:projects_{name}_process_import")).status_code == 404


def test_a_colleague_cannot_confirm_what_an_officer_uploaded(client, officer):
    sheet = workbook(UNITS, ["民政（演示）", "民政", "mz", "2023-01-01", ""])
    preview = upload(client, "leadunit", sheet)
    client.force_login(make_officer("another"))
    response = confirm(client, "leadunit", preview)
    assert response.status_code == 400 and not LeadUnit.objects.exists()


@pytest.mark.parametrize("token", ["../../etc/passwd", "secret.key", ""])
def test_a_made_up_token_reads_nothing(client, officer, token):
    response = client.post(reverse("admin:projects_leadunit_process_import"), {"token": token})
    assert response.status_code == 400 and kept.GONE in said(response)


def test_confirming_twice_writes_once(client, officer):
    sheet = workbook(UNITS, ["民政（演示）", "民政", "mz", "2023-01-01", ""])
    preview = upload(client, "leadunit", sheet)
    confirm(client, "leadunit", preview)
    assert confirm(client, "leadunit", preview).status_code == 400
    assert Event.objects.count() == 1


def test_what_became_wrong_since_the_preview_is_not_written_by_half(client, officer, target):
    make_unit("司法（演示）")
    sheet = workbook(
        ROLES,
        [1, "司法（演示）", "配合", "2023-02-01"],
        [1, "司法（演示）", "牵头", "2023-02-01"],
    )
    preview = upload(client, "assignment", sheet)
    standing = Assignment.objects.get()
    standing.since = "2023-06-01"
    standing.save()
    response = confirm(client, "assignment", preview)
    assert response.status_code == 409 and "第3行“自”" in said(response)
    assert Assignment.objects.count() == 1 and not Event.objects.exists()


def test_assignments_go_through_the_action_that_people_use(client, officer, target):
    make_unit("司法（演示）")
    sheet = workbook(
        ROLES,
        [1, "司法（演示）", "牵头", "2023-07-01"],
        [1, "教育（演示）", "配合", "2023-07-01"],
    )
    confirm(client, "assignment", upload(client, "assignment", sheet))
    former = Assignment.objects.get(unit__name="教育（演示）", role="lead")
    assert str(former.until) == "2023-06-30"
    assert Event.objects.filter(action="分工登记").count() == 2
    again = upload(client, "assignment", sheet)
    assert said(again).count("已登记") == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([9, "教育（演示）", "牵头", "2023-07-01"], "“项目序号”：2023年清单没有第9项"),
        ([1, "没有的", "牵头", "2023-07-01"], "“单位名称”：没有登记过“没有的”"),
        ([1, "教育（演示）", "lead", "2023-07-01"], "请填牵头或共同牵头或配合"),
        ([1, "司法（演示）", "牵头", "2022-01-01"], "不在“司法（演示）”存续的日期之内"),
        (["①", "教育（演示）", "牵头", "2023-07-01"], "不是数字"),
        (["1e2", "教育（演示）", "牵头", "2023-07-01"], "不是数字"),
    ],
)
def test_a_wrong_assignment_says_which_cell(client, officer, target, row, words):
    make_unit("司法（演示）")
    response = upload(client, "assignment", workbook(ROLES, row))
    assert response.status_code == 400 and words in said(response)
    assert Assignment.objects.count() == 1


def test_assignments_go_out_and_come_back_unchanged(client, officer, target):
    make_unit("司法（演示）")
    row = [1, "司法（演示）", "牵头", "2023-07-01"]
    confirm(client, "assignment", upload(client, "assignment", workbook(ROLES, row)))
    url = reverse("admin:projects_assignment_export")
    sheet = client.post(url, {"format": "0", "resource": "0"}).content
    preview = upload(client, "assignment", sheet)
    assert preview.status_code == 200
    assert preview.context["upload"].outcome.count(SAME) == 2
    assert "2023-06-30已结束" in said(preview)


def test_a_sheet_ends_no_assignment(client, officer, target):
    sheet = workbook([*ROLES, "至"], [1, "教育（演示）", "牵头", "2023-01-01", "2023-06-30"])
    response = upload(client, "assignment", sheet)
    assert response.status_code == 400 and "“至”：没有登记过这一段分工" in said(response)


def test_a_plan_is_filled_in_steps_and_approved(client, officer, target):
    sheet = workbook(PLANS, [1, "教室照明", "按阶梯", 20, 60, 120, 149, "会议纪要", "1月"])
    preview = upload(client, "target", sheet)
    assert "2023年3月20、2023年6月60、2023年9月120、2023年12月149（第1版，自2023年1月起）" in said(
        preview
    )
    assert not Plan.objects.exists()
    confirm(client, "target", preview)
    plan = Plan.objects.get()
    assert [int(point.value) for point in plan.points.all()] == [
        0, 0, 20, 20, 20, 60, 60, 60, 120, 120, 120, 149,
    ]  # fmt: skip
    assert (plan.document, plan.effective, plan.recorded_by) == ("会议纪要", "2023-01", officer)
    assert Event.objects.get().action == "计划批准"


def test_an_even_plan_is_rounded_down_to_whole_steps(client, officer, target):
    row = [1, "教室照明", "均匀", 20, "", "", 149, "会议纪要", "2023-01"]
    confirm(client, "target", upload(client, "target", workbook(PLANS, row)))
    values = [int(point.value) for point in Plan.objects.get().points.all()]
    assert values[:4] == [6, 13, 20, 34] and values[-1] == 149


def test_stages_stand_a_row_each_and_are_approved_together(client, officer, target):
    works = make_target(target.project, "书房", kind="milestones")
    header = ["项目序号", "指标名称", "节点名称", "权重", "计划月份", "批准依据", "生效月份"]
    sheet = workbook(
        [*header, "计划说明"],
        [1, "书房", "设计", 30, "6月", "纪要", "2023-01", "演示"],
        [1, "书房", "施工", 70, "2023-12", "", "", ""],
        [1, "书房", "", "", "", "", "", ""],
    )
    confirm(client, "target", upload(client, "target", sheet))
    points = works.plans.get().points.order_by("month")
    assert [(p.milestone.name, p.month) for p in points] == [
        ("设计", "2023-06"),
        ("施工", "2023-12"),
    ]


@pytest.mark.parametrize("months", ["4-11", "4—11月", "4至11", "4、5、6、7、8、9、10、11"])
def test_service_months_are_read_as_offices_write_them(client, officer, target, months):
    service = make_target(target.project, "培训", kind="service")
    header = ["项目序号", "指标名称", "计划月份", "批准依据", "生效月份"]
    sheet = workbook(header, [1, "培训", months, "纪要", "2023-01"])
    confirm(client, "target", upload(client, "target", sheet))
    assert service.plans.get().points.count() == 8


def test_service_months_may_be_ticked(client, officer, target):
    service = make_target(target.project, "培训", kind="service")
    sheet = workbook(PLANS, [1, "培训", "", "√", "是", "", "1", "纪要", "2023-01"])
    confirm(client, "target", upload(client, "target", sheet))
    months = service.plans.get().points.values_list("month", flat=True)
    assert list(months) == ["2023-03", "2023-06", "2023-12"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([1, "没有的", "", 20, 60, 120, 149, "纪要", "1月"], "第2行“指标名称”"),
        ([1, "教室照明", "", "是", 60, 120, 149, "纪要", "1月"], "第2行“3月”：“是”不是数字"),
        ([1, "教室照明", "", "1e308", 60, 120, 149, "纪要", "1月"], "“3月”"),
        ([1, "教室照明", "", "NaN", 60, 120, 149, "纪要", "1月"], "“3月”"),
        ([1, "教室照明", "", -5, 60, 120, 149, "纪要", "1月"], "负数"),
        ([1, "教室照明", "", 20, 60, 50, 149, "纪要", "1月"], "倒退"),
        ([1, "教室照明", "", 20, 60, 120, 140, "纪要", "1月"], "应等于目标值149"),
        ([1, "教室照明", "", 20.5, 60, 120, 149, "纪要", "1月"], "整倍数"),
        ([1, "教室照明", "随意", 20, 60, 120, 149, "纪要", "1月"], "第2行“填充方式”"),
        ([1, "教室照明", "", 20, 60, 120, 149, "", "1月"], "第2行“批准依据”：没有填写"),
        ([1, "教室照明", "", 20, 60, 120, 149, "纪要", "开春"], "第2行“生效月份”"),
        ([1, "教室照明", "", "", "", "", "", "纪要", "1月"], "各月都空着"),
        ([1, "教室照明", "按阶梯", "", "", "", "", "", ""], "各月都空着"),
    ],
)
def test_a_wrong_plan_says_which_cell_and_writes_nothing(client, officer, target, row, words):
    response = upload(client, "target", workbook(PLANS, row))
    assert response.status_code == 400 and words in said(response)
    assert not Plan.objects.exists() and not Event.objects.exists()


def test_full_width_digits_are_read(client, officer, target):
    row = ["１", "教室照明", "", "２０", 60, 120, "１４９", "纪要", "１月"]
    assert upload(client, "target", workbook(PLANS, row)).status_code == 200


def test_a_whole_is_planned_by_its_parts(client, officer, target):
    make_target(target.project, "甲段", value="149", part_of=target)
    sheet = workbook(PLANS, [1, "教室照明", "", 20, 60, 120, 149, "纪要", "1月"])
    assert "请给各分项制定计划" in said(upload(client, "target", sheet))


def test_a_second_plan_of_a_public_list_is_no_sheet_s(client, officer, target, settings):
    settings.DEMO_CLOCK = moment("2023-09-04 09:00")
    first = workbook(PLANS, [1, "教室照明", "", 20, 60, 120, 149, "纪要", "1月"])
    confirm(client, "target", upload(client, "target", first))
    row = [1, "教室照明", "", 20, 60, 100, 149, "纪要2", "9月"]
    sheet = workbook(PLANS, row)
    assert "调整计划请办理承诺调整" in said(upload(client, "target", sheet))
    target.project.programme.state = "draft"
    target.project.programme.save()
    confirm(client, "target", upload(client, "target", sheet))
    assert Plan.objects.get(version=2).points.get(month="2023-09").value == 100


def test_a_plan_sheet_goes_out_and_comes_back_unchanged(client, officer, target):
    make_target(target.project, "书房", kind="milestones", plan=[("设计", "30", "2023-06")])
    make_target(target.project, "培训", kind="service", plan=["2023-03", "2023-04"])
    steps = {"2023-09": "6.5", "2024-02": "9.5"}
    make_target(
        target.project,
        "管道",
        value="9.5",
        plan=steps,
        due="2024-02-29",
        step="0.1",
        measure="公里",
    )
    url = reverse("admin:projects_target_export")
    assert "计划表（填好后可导入）" in said(client.get(url))
    sheet = client.post(url, {"format": "0", "resource": "1"}).content
    preview = upload(client, "target", sheet)
    assert preview.status_code == 200
    assert preview.context["upload"].outcome.count(SAME) == 4
    assert not preview.context["upload"].outcome.count(NEW)
    assert "教室照明：尚未填写，跳过" in said(preview)
    before = Plan.objects.count()
    assert confirm(client, "target", preview).status_code == 302
    assert Plan.objects.count() == before
    assert [event.action for event in Event.objects.all()] == ["导出"]  # the sheet going out


def test_the_page_lists_the_columns_it_takes(client, officer):
    page = said(client.get(reverse("admin:projects_target_import")))
    for words in ("项目序号、指标名称、批准依据、生效月份", "每个节点一行", "xlsx 或 csv"):
        assert words in page
    assert "style=" not in page


def test_a_unit_by_its_name_alone_gets_an_address_and_no_question(client, officer):
    sheet = text(["单位名称", "办公电话"], ["区教育局", "0537-2345678"])
    confirm(client, "leadunit", upload(client, "leadunit", sheet))
    unit = LeadUnit.objects.get()
    assert (unit.slug, unit.short_name) == ("education", "区教育局")
    assert "未动1行" in said(upload(client, "leadunit", sheet))


def test_several_units_that_support_stand_in_one_cell(client, officer):
    project = make_project(make_programme())
    for name in ("甲局", "乙局", "丙局"):
        make_unit(name)
    rows = [1, "甲局", "牵头", "2023-01-01"], [1, "乙局、丙局", "配合", "2023-01-01"]
    confirm(client, "assignment", upload(client, "assignment", workbook(ROLES, *rows)))
    assert set(project.assignments.values_list("role", "unit__name")) == {
        ("lead", "甲局"), ("support", "乙局"), ("support", "丙局")
    }  # fmt: skip
    both = upload(client, "assignment", workbook(ROLES, [1, "乙局、丙局", "牵头", "2023-06-01"]))
    assert "同时只有一个牵头单位" in said(both)
