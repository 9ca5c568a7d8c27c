"""The sheet that an import's page hands out: what is known is in it, what is empty waits."""

import io

import openpyxl
import pytest

from projects.models import Assignment, Plan, UnitMember, User
from tests.factories import (
    make_officer,
    make_programme,
    make_project,
    make_target,
    make_unit,
    make_user,
    moment,
)
from tests.sheets.test_bringing_in import confirm, said, upload, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client, settings):
    settings.DEMO_CLOCK = moment("2023-01-20 09:00")
    client.force_login(make_user("root", is_superuser=True, name="演示首个账号"))
    return client


@pytest.fixture
def project(db):
    project = make_project(make_programme(2023), title="道路", number=3)
    make_target(project, "里程")
    return project


def handed_out(root, what: str) -> list[list[str]]:
    page = said(root.get(f"/admin/projects/{what}/import/"))
    assert "下载要填的表" in page
    content = root.get(f"/admin/projects/{what}/import/sheet.xlsx").getvalue()
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [
        [f"{cell:g}" if isinstance(cell, float) else str(cell or "") for cell in row]
        for row in rows
    ]


def text_in(cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell or "")


def brought_back(root, what: str, rows: list[list[str]], expected=200) -> str:
    answer = upload(root, what, workbook(rows[0], *rows[1:]))
    assert answer.status_code == expected, said(answer)
    if expected == 200:
        confirm(root, what, answer)
    return said(answer)


def put(rows: list[list[str]], line: int, **cells: str) -> None:
    for column, value in cells.items():
        rows[line][rows[0].index(column)] = value


def test_who_leads_what_comes_back_as_it_went_out(root, project):
    units = [make_unit(name) for name in ("演示甲局", "演示乙局", "演示丙局")]
    rows = handed_out(root, "assignment")
    assert [row[:3] for row in rows[1:]] == [["3", "", "牵头"], ["3", "", "配合"]]
    put(rows, 1, 单位名称="演示甲局")
    assert "尚未填写，跳过" in brought_back(root, "assignment", rows)
    assert Assignment.objects.get().unit == units[0]
    rows = handed_out(root, "assignment")
    assert rows[1][1] == "演示甲局"
    put(rows, 2, 单位名称="演示乙局、演示丙局")
    brought_back(root, "assignment", rows)
    assert Assignment.objects.filter(role="support").count() == 2
    rows = handed_out(root, "assignment")
    assert rows[2][1] == "演示乙局、演示丙局"
    brought_back(root, "assignment", rows)
    assert Assignment.objects.count() == 3


def test_the_people_that_are_wanting_need_but_their_names(root, project):
    make_officer()
    rows = handed_out(root, "user")
    assert [row[:2] for row in rows[1:]] == [["", "督查"], ["", "系统管理员"]]
    unit = make_unit("演示甲局")
    Assignment.objects.create(project=project, unit=unit, role="lead", since="2023-01-01")
    rows = handed_out(root, "user")
    assert [row[1] for row in rows[3:]] == ["经办人", "分管负责人"]
    put(rows, 3, 姓名="演示经办")
    page = brought_back(root, "user", rows)
    assert "尚未填写，跳过" in page and "下载好了请回到工作台" in page
    assert UnitMember.objects.get().person == User.objects.get(name="演示经办")
    put(rows, 1, 账号="nobody")
    assert "姓名" in brought_back(root, "user", rows, expected=400)


def test_the_plan_sheet_says_what_is_planned_and_takes_no_change_of_it(root, project):
    unit = make_unit("演示甲局")
    Assignment.objects.create(project=project, unit=unit, role="lead", since="2023-01-01")
    rows = handed_out(root, "target")
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["项目名称"], told["类型"], told["牵头单位"]) == ("道路", "数量", "演示甲局")
    assert told["目标值"] and told["计量单位"] and told["完成时限"] == "2023-12-31"
    put(rows, 1, **{"填充方式": "均匀", "12月": told["目标值"], "批准依据": "演示1号"})
    put(rows, 1, 目标值="7")
    page = brought_back(root, "target", rows, expected=400)
    assert "只供对照" in page and not Plan.objects.exists()
    put(rows, 1, 目标值=told["目标值"])
    brought_back(root, "target", rows)
    assert Plan.objects.get().points.count() == 12


def test_the_sheet_is_only_for_who_may_bring_it_back(client, root, project):
    assert handed_out(root, "leadunit") == [
        ["单位名称", "简称", "网址标识", "设立日期", "办公电话", "撤销日期", "原单位"]
    ]
    client.force_login(make_user("plain"))
    assert client.get("/admin/projects/target/import/sheet.xlsx").status_code in (403, 404)
