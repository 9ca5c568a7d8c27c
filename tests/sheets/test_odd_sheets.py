"""Sheets as spreadsheet programmes leave them: read as meant, or refused by row and column with
the way out; nothing is guessed, erased or passed over in silence."""

import datetime as dt
import io

import openpyxl
import pytest

from projects.models import Assignment, LeadUnit, Plan, Programme, Site
from tests.factories import make_programme, make_project, make_target, make_unit, moment
from tests.sheets.test_bringing_in import PLANS, confirm, officer, said, text, upload  # noqa: F401

pytestmark = pytest.mark.django_db

UNITS = {"单位名称": "民政（演示）", "简称": "民政", "网址标识": "mz", "设立日期": "2023-01-01"}
ROLES = {"项目序号": 1, "单位名称": "司法（演示）", "分工": "牵头", "自": "2023-07-01"}
PLACES = {"项目序号": 1, "指标名称": "教室照明", "点位名称": "演示第1小学"}
PLAN = dict(zip(PLANS, [1, "教室照明", "", 20, 60, 120, 149, "纪要", "1月"], strict=True))
# Each import with a sheet that it takes and a column that may stand empty.
IMPORTS = {
    "leadunit": (UNITS, "办公电话"),
    "assignment": (ROLES, "项目名称"),
    "site": (PLACES, "地名"),
    "target": (PLAN, "9月"),
}


@pytest.fixture
def target(officer):  # noqa: F811
    make_unit("司法（演示）")
    project = make_project(make_programme(), unit=make_unit("教育（演示）"), title="教室照明")
    return make_target(project, "教室照明", value="149", measure="口")


def make_site(target, name: str, **kw) -> Site:
    return Site.objects.create(target=target, name=name, **kw)


def book(*rows: dict, change=None) -> bytes:
    """A workbook of rows by header; `change` may do to it what an office does."""
    made = openpyxl.Workbook()
    headers = list(dict.fromkeys(header for row in rows for header in row))
    made.active.append(headers)
    for row in rows:
        made.active.append([row.get(header) for header in headers])
    if change:
        change(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def refused(client, name: str, content: bytes, filename="表.xlsx") -> str:
    response = upload(client, name, content, filename)
    assert response.status_code == 400 and not response.context["upload"].token
    return said(response)


def previewed(client, name: str, content: bytes, filename="表.xlsx"):
    response = upload(client, name, content, filename)
    assert response.status_code == 200, said(response)
    return response


@pytest.mark.parametrize("name", IMPORTS)
@pytest.mark.parametrize("fault", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_is_no_empty_cell(client, target, name, fault):
    row, column = IMPORTS[name]
    page = refused(client, name, book(row | {column: fault}))
    assert f"第2行“{column}”：这一格是错误值（{fault}）" in page


@pytest.mark.parametrize("name", IMPORTS)
def test_an_error_in_a_csv_is_one_too(client, target, name):
    row, column = IMPORTS[name]
    row = row | {column: "#N/A"}
    page = refused(client, name, text(row, row.values()), "表.csv")
    assert f"第2行“{column}”：这一格是错误值（#N/A）" in page


@pytest.mark.parametrize("name", IMPORTS)
def test_a_formula_without_its_result_is_no_empty_cell(client, target, name):
    row, column = IMPORTS[name]
    page = refused(client, name, book(row | {column: "=1+1"}))
    assert f"第2行“{column}”：这一格是公式" in page


@pytest.mark.parametrize("name", IMPORTS)
def test_a_column_that_is_not_known_is_named(client, target, name):
    row, _ = IMPORTS[name]
    assert "不认识“备注”列" in refused(client, name, book(row | {"备注": "无"}))


@pytest.mark.parametrize("name", IMPORTS)
def test_two_columns_that_read_the_same_are_one_too_many(client, target, name):
    row, column = IMPORTS[name]
    assert "都叫" in refused(client, name, book(row | {column: 1, f" {column}": 2}))


@pytest.mark.parametrize("name", IMPORTS)
def test_what_is_hidden_or_elsewhere_in_the_file_is_told(client, target, name):
    row, _ = IMPORTS[name]

    def hide(made):
        made.active.row_dimensions[2].hidden = True
        made.create_sheet("去年").append(["序号", "值"])
        made.create_sheet("藏着的", 0).append(["序号", "值"])
        made["藏着的"].sheet_state = "hidden"
        made.active = 1

    page = said(previewed(client, name, book(row, change=hide)))
    assert "“去年”表不是第一张，没有读" in page and "“藏着的”表是隐藏的，没有读" in page
    assert "第2行在表里是隐藏的，也读了" in page


@pytest.mark.parametrize("name", ["assignment", "site", "target"])
def test_the_year_stands_in_every_line(client, target, name):
    page = previewed(client, name, book(IMPORTS[name][0]))
    assert all("2023年第1项" in line.said for line in page.context["upload"].outcome.lines)


# --- without a year ---


@pytest.mark.parametrize("name", ["assignment", "site", "target"])
def test_a_sheet_without_year_is_for_the_running_list_and_no_draft(client, target, name):
    draft = make_programme(2024)
    Programme.everything.filter(pk=draft.pk).update(state="draft")
    make_target(make_project(draft, unit=make_unit("又一家")), "教室照明", value="149")
    assert "2023年第1项" in said(previewed(client, name, book(IMPORTS[name][0])))


@pytest.mark.parametrize("name", ["assignment", "site", "target"])
def test_where_two_lists_run_the_year_is_asked_for(client, target, name):
    make_programme(2024)
    page = refused(client, name, book(IMPORTS[name][0]))
    assert "“年份”：现有2023年、2024年几份清单，请加“年份”一列" in page
    previewed(client, name, book(IMPORTS[name][0] | {"年份": 2023}))


# --- cells that a spreadsheet changed ---


@pytest.mark.parametrize(
    ("name", "column"), [("site", "计划月份"), ("site", "建成月份"), ("target", "生效月份")]
)
def test_a_number_is_no_month(client, target, name, column):
    page = refused(client, name, book(IMPORTS[name][0] | {column: 2023.10}))
    assert f"“{column}”：2023.1是数字，分不清是1月还是10月，请写成 2023-10" in page


@pytest.mark.parametrize(
    "month", ["2023-09", "2023年9月", "202309", "2023.09", "9月", 9, "２０２３年９月",
              dt.date(2023, 9, 1), dt.date(2023, 9, 15), "2023-09-15"]
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(client, target, month):
    confirm(client, "site", previewed(client, "site", book(PLACES | {"计划月份": month})))
    assert Site.objects.get().planned == "2023-09"


def test_a_day_of_another_year_is_no_month(client, target):
    page = refused(client, "site", book(PLACES | {"计划月份": dt.date(2025, 10, 1)}))
    assert "文件里是日期2025-10-01，请核对年份" in page


def test_a_span_of_months_that_became_a_day_is_told_how_to_write(client, target):
    service = make_target(target.project, "培训", kind="service")
    row = {"项目序号": 1, "指标名称": "培训", "批准依据": "纪要", "生效月份": "1月"}
    page = refused(client, "target", book(row | {"计划月份": dt.date(2025, 1, 12)}))
    assert "若是1月至12月，请写成“1月至12月”" in page
    sheet = book(row | {"计划月份": "1月至12月"})
    confirm(client, "target", previewed(client, "target", sheet))
    assert service.plans.get().points.count() == 12


def test_a_month_twice_is_refused_by_name(client, target):
    page = refused(client, "target", book(PLAN | {"2023年9月": 0}))
    assert "“9月”和“2023年9月”是同一个月，请只留一列" in page


@pytest.mark.parametrize(
    "day", [dt.date(1995, 3, 1), "1995-03-01", "19950301", "1995年3月1日", "1995/3/1"]
)
def test_any_real_day_is_read(client, target, day):
    confirm(client, "leadunit", previewed(client, "leadunit", book(UNITS | {"设立日期": day})))
    assert LeadUnit.objects.get(slug="mz").since == dt.date(1995, 3, 1)


def test_the_number_of_a_day_is_told_as_the_day(client, target):
    page = refused(client, "leadunit", book(UNITS | {"设立日期": 45170}))
    assert "45170是日期的序号（2023-09-01），请写成 2023-09-01" in page


def test_a_telephone_that_lost_its_first_digit_is_asked_about(client, target):
    page = refused(client, "leadunit", book(UNITS | {"办公电话": 5370000099}))
    assert "“5370000099”像是少了区号开头的0" in page
    confirm(
        client, "leadunit", previewed(client, "leadunit", book(UNITS | {"办公电话": "05370000099"}))
    )
    assert LeadUnit.objects.get(slug="mz").phone == "05370000099"


def test_borders_below_the_table_are_no_rows(client, target):
    def border(made):
        made.active.cell(5201, 1).number_format = "0.00"

    assert "演示第1小学，新登记" in said(previewed(client, "site", book(PLACES, change=border)))


# --- names ---


@pytest.mark.parametrize("name", ["教育(演示)", "教育 （演示）"])
def test_a_name_that_looks_the_same_makes_no_second_unit(client, target, name):
    page = refused(client, "leadunit", book(UNITS | {"单位名称": name}))
    assert "与已登记的“教育（演示）”只差括号宽窄或空格" in page


def test_a_name_much_like_another_is_asked_about(client, target):
    page = said(previewed(client, "leadunit", book(UNITS | {"单位名称": "教育局（演示）"})))
    assert "与已登记的“教育（演示）”很像，请核对" in page


def test_a_place_that_looks_the_same_makes_no_second_place(client, target):
    make_site(target, "演示第1小学")
    page = refused(client, "site", book(PLACES | {"点位名称": "演示 第１小学"}))
    assert "与已登记的“演示第1小学”只差括号宽窄或空格" in page


def test_what_a_sheet_looks_for_is_found_however_wide_its_signs(client, target):
    sheet = book(ROLES | {"单位名称": "司法 (演示)"})
    confirm(client, "assignment", previewed(client, "assignment", sheet))
    assert Assignment.objects.filter(unit__name="司法（演示）").exists()
    assert "2023年第1项 教室照明" in said(
        previewed(client, "target", book(PLAN | {"指标名称": "教室 照明"}))
    )


# --- old and new, and nothing erased ---


def test_every_cell_is_shown_old_and_new_and_an_empty_one_erases_nothing(client, target):
    site = make_site(target, "演示第1小学", place="疃里镇（演示）", planned="2023-08")
    moved = {"计划月份": "10月", "更正原因": "演示：等设备"}
    sheet = book(PLACES | moved | {"地名": None, "建成月份": "9月"})
    page = previewed(client, "site", sheet)
    [line] = page.context["upload"].outcome.lines
    assert [(each.label, each.old, each.new) for each in line.changes] == [
        ("计划月份", "2023-08", "2023-10"),
        ("建成月份", "", "2023-09"),
    ]
    confirm(client, "site", page)
    site.refresh_from_db()
    assert (site.place, site.planned, site.done) == ("疃里镇（演示）", "2023-10", "2023-09")


def test_clearing_is_asked_for_by_a_word(client, target):
    site = make_site(target, "演示第1小学", place="疃里镇（演示）", planned="2023-08")
    cleared = {"地名": "清空", "计划月份": "清空", "更正原因": "演示：还没有定"}
    sheet = book(PLACES | cleared)
    confirm(client, "site", previewed(client, "site", sheet))
    site.refresh_from_db()
    assert (site.place, site.planned) == ("", "")


def test_a_unit_keeps_its_telephone_unless_it_is_cleared(client, target):
    unit = make_unit("民政（演示）", slug="mz", short_name="民政", phone="0537-0000001")
    confirm(client, "leadunit", previewed(client, "leadunit", book(UNITS | {"办公电话": None})))
    unit.refresh_from_db()
    assert unit.phone == "0537-0000001"
    sheet = book(UNITS | {"办公电话": "清空"})
    confirm(client, "leadunit", previewed(client, "leadunit", sheet))
    unit.refresh_from_db()
    assert unit.phone == ""


def test_a_unit_that_leads_is_not_dissolved_by_a_sheet(client, target):
    education = LeadUnit.objects.get(name="教育（演示）")
    row = {"单位名称": education.name, "简称": education.short_name, "网址标识": education.slug,
           "设立日期": education.since, "撤销日期": "2023-12-31"}  # fmt: skip
    page = refused(client, "leadunit", book(row))
    assert "以后还牵头1个项目" in page and "移交经办" in page


def test_what_another_lead_brings_about_is_said(client, target):
    page = said(previewed(client, "assignment", book(ROLES)))
    assert "原牵头单位“教育（演示）”到2023-06-30为止" in page


def test_a_plan_is_shown_month_by_month(client, target, settings):
    settings.DEMO_CLOCK = moment("2023-09-04 09:00")
    target.project.programme.__class__.everything.update(state="draft")
    confirm(client, "target", previewed(client, "target", book(PLAN)))
    later = PLAN | {"9月": 130, "生效月份": "2023-12", "调整原因": "提速"}
    [line] = previewed(client, "target", book(later)).context["upload"].outcome.lines
    changed = {each.label: (each.old, each.new) for each in line.changes}
    assert changed["2023年9月"] == ("120", "130") and "2023年6月" not in changed
    assert Plan.objects.count() == 1


# --- between preview and confirmation ---


def test_what_changed_since_the_preview_is_shown_anew_and_not_written(client, target):
    site = make_site(target, "演示第1小学", place="甲镇")
    page = previewed(client, "site", book(PLACES | {"地名": "乙镇"}))
    Site.objects.filter(pk=site.pk).update(place="丙镇")
    again = confirm(client, "site", page)
    assert again.status_code == 409 and "丙镇" in said(again) and "有人改过" in said(again)
    site.refresh_from_db()
    assert site.place == "丙镇"
    assert confirm(client, "site", again).status_code == 302
