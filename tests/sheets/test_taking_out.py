"""Export from the admin's lists: whose rows, in which words."""

import io
from urllib.parse import quote

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from projects.models import Project
from projects.sheets.resources import ProjectResource
from supervision.models import Card, Report
from tests.factories import (
    make_clerk,
    make_officer,
    make_programme,
    make_project,
    make_report,
    make_unit,
    make_user,
)
from tests.sheets.month import september

pytestmark = pytest.mark.django_db

MODELS = ["project", "target", "leadunit", "assignment"]
EVERY = [*(f"projects_{name}" for name in MODELS), "supervision_report", "supervision_card"]
XLSX, CSV = "0", "1"


def export(client, name, **data):
    url = reverse(f"admin:{name}_export")
    return client.post(url, {"format": XLSX, "resource": "0", **data})


def table(response) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", EVERY)
def test_every_export_is_in_chinese_without_keys_or_codes(client, name):
    september()
    client.force_login(make_officer("another"))
    assert client.get(reverse(f"admin:{name}_export")).status_code == 200
    response = export(client, name)
    assert f'filename="{name.split("_")[1]}.' in response["Content-Disposition"]
    assert "filename*=UTF-8''" in response["Content-Disposition"]
    header, *rows = table(response)
    assert rows
    assert not [title for title in header if title.isascii()]
    values = {value for row in rows for value in row if isinstance(value, str)}
    codes = {"children", "city", "ongoing", "quantity", "lead", "support", "accepted", "yellow"}
    assert not values & (codes | {"True", "False"})


def test_the_plan_sheet_goes_out_under_its_own_name(client):
    september()
    client.force_login(make_officer("another"))
    for number, name in enumerate(("目标指标", "计划表")):
        response = export(client, "projects_target", resource=str(number))
        assert f"''{quote(name)}_" in response["Content-Disposition"]


@pytest.mark.parametrize("name", EVERY)
def test_what_is_invented_says_so_in_the_file_and_its_name(client, name):
    september(demonstration=True)
    client.force_login(make_officer("another"))
    response = export(client, name)
    assert quote("（演示数据）.xlsx") in response["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["演示数据"]
    csv = export(client, name, format=CSV)
    assert quote("（演示数据）.csv") in csv["Content-Disposition"]


@pytest.mark.parametrize("name", EVERY)
def test_staff_without_the_permission_can_take_nothing_out(client, name):
    september()
    client.force_login(make_user("stranger"))
    assert client.get(reverse(f"admin:{name}_export")).status_code == 404
    assert export(client, name).status_code == 404


def test_a_unit_takes_out_its_own_reports_only(client):
    period = september()
    [report] = Report.objects.all()
    other = make_project(period.programme, unit=make_unit("民政（演示）"))
    make_report(period, other, make_unit())
    owner = make_clerk(report.unit, "owner")
    client.force_login(owner)
    rows = table(export(client, "supervision_report"))[1:]
    assert [row[3] for row in rows] == [report.project.title]
    assert export(client, "supervision_card").status_code == 404
    assert export(client, "projects_project").status_code == 404


def test_a_resource_gives_no_more_than_its_reader_may_see():
    """Even handed every row: the library itself scopes nothing."""
    own, unit = make_project(make_programme(), unit=make_unit()), make_unit()
    make_project(own.programme, unit=unit)
    owner = make_clerk(own.assignments.get().unit, "owner")
    everything = Project.everything.all()
    day = own.assignments.get().since
    taken = ProjectResource(by=owner, day=day).export(everything)
    assert taken["序号"] == [own.number]
    assert len(ProjectResource(by=make_user("stranger"), day=day).export(everything)) == 0
    assert len(ProjectResource().export(everything)) == 0
    assert len(ProjectResource(by=make_officer(), day=day).export(everything)) == 2


def test_figures_are_numbers_and_formulas_are_text(client):
    september()
    Project.everything.update(leader="=1+1")
    client.force_login(make_officer("another"))
    header, row = table(export(client, "projects_project"))
    assert row[header.index("序号")] == 1.0
    assert row[header.index("区级分管领导")] == "=1+1"
    csv = export(client, "projects_project", format=CSV).content.decode("utf-8-sig")
    assert "'=1+1" in csv


def test_cards_say_percent_and_points(client):
    september()
    client.force_login(make_officer("another"))
    header, row = table(export(client, "supervision_card"))
    said = dict(zip(header, row, strict=True))
    card = Card.everything.get()
    assert said["完成率(%)"] == float(card.actual * 100)
    assert said["偏差(百分点)"] == float(card.deviation * 100)
    assert said["亮牌文字"] == "黄牌 进度偏慢"


def test_reports_say_why_what_is_done_and_whether_they_came_late(client):
    september()
    client.force_login(make_officer("another"))
    header, row = table(export(client, "supervision_report"))
    said = dict(zip(header, row, strict=True))
    assert said["原因"] == "教室照明：到货晚。" and said["措施"] == "教室照明：加班。"
    assert said["迟报"] == "否" and said["退回理由"] == ""


def test_queries_do_not_grow_with_the_rows(client, django_assert_max_num_queries):
    period = september()
    for _ in range(12):
        make_project(period.programme, unit=make_unit())
    client.force_login(make_officer("another"))
    for name in EVERY:
        with django_assert_max_num_queries(25):
            assert export(client, name).status_code == 200


@pytest.mark.parametrize("name", EVERY)
def test_the_list_leads_to_its_export(client, name):
    client.force_login(make_officer())
    assert (
        f"/{name.split('_')[1]}/export/"
        in client.get(reverse(f"admin:{name}_changelist")).content.decode()
    )


def test_the_list_of_months_leads_to_the_status_spreadsheet(client):
    client.force_login(make_officer())
    page = client.get(reverse("admin:supervision_period_changelist")).content.decode()
    assert reverse("admin:supervision_status_export") in page
