"""清单项目表 and 清单指标表: what goes out comes back, compared cell by cell, until the issue."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from projects.drafting.list_sheets import SHEETS, workbook
from projects.drafting.models import Drafting, Passage
from projects.spreadsheets.workbook import write
from tests.drafting.consulted import own_list
from tests.drafting.lists import AT, projects
from tests.factories import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, settings):
    settings.DEMO_CLOCK = AT
    officer = make_officer()
    client.force_login(officer)
    return officer


def sheet_of(drafting, what) -> list[list[str]]:
    made = workbook(SHEETS[what], drafting)
    return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()


def sent(client, drafting, what, rows):
    out = io.BytesIO()
    write(out, rows[0], rows[1:])
    page = f"/admin/drafting/drafting/{drafting.pk}/sheets/{what}/import/"
    looked = client.post(page, {"import_file": SimpleUploadedFile("表.xlsx", out.getvalue())})
    token = re.search('name="token" value="([^"]+)"', looked.content.decode())
    return looked.content.decode(), token and client.post(page, {"token": token[1]})


def test_a_sheet_unchanged_changes_nothing(client, officer):
    drafting = own_list(officer)
    before = Passage.objects.count()
    for what in SHEETS:
        shown, _ = sent(client, drafting, what, sheet_of(drafting, what))
        assert "第2行" in shown and Passage.objects.count() == before


def test_changed_cells_are_shown_and_kept_and_nothing_else(client, officer):
    drafting = own_list(officer)
    rows = sheet_of(drafting, "projects")
    at = rows[0].index("配合单位")
    rows[1][at] = "演示财政局、演示住建局"
    assert rows[1][rows[0].index("共同牵头单位")] == "演示卫健局"
    rows[1][rows[0].index("共同牵头单位")] = "演示卫健局、演示民政局"
    shown, done = sent(client, drafting, "projects", rows)
    assert "演示财政局、演示住建局" in shown and done.status_code == 302
    first = projects(drafting)[0]
    assert first.content.project.supports == ("演示财政局", "演示住建局")
    assert first.content.project.partners == ("演示卫健局", "演示民政局")
    assert first.version == 2 and projects(drafting)[1].version == 1
    rows = sheet_of(drafting, "targets")
    rows[1][rows[0].index("目标值")] = "540"
    rows[2][rows[0].index("要求")] = "不少于"
    sent(client, drafting, "targets", rows)
    one, other = projects(drafting)[0].content.project.targets
    assert (one.value, other.comparison) == ("540", "at_least")
    assert one.spans and one.baseline == "375", "what the sheet does not hold stands"


@pytest.mark.parametrize(
    ("what", "column", "value", "sentence"),
    [
        ("projects", "项目序号", "9", "没有第9项"),
        ("projects", "项目名称", "长" * 101, "最多100字"),
        ("targets", "指标名称", "没有这个", "没有指标"),
        ("targets", "类型", "别的", "类型"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_written(
    client, officer, what, column, value, sentence
):
    drafting = own_list(officer)
    rows = sheet_of(drafting, what)
    rows[1][rows[0].index(column)] = value
    shown, done = sent(client, drafting, what, rows)
    assert sentence in shown and done is None
    assert not Passage.objects.filter(version=2).exists()


def test_a_row_twice_is_refused(client, officer):
    drafting = own_list(officer)
    rows = sheet_of(drafting, "projects")
    shown, done = sent(client, drafting, "projects", [*rows, rows[1]])
    assert "写了两次" in shown and done is None


def test_after_the_issue_there_is_no_way_back_in(client, officer):
    drafting = own_list(officer)
    Drafting.objects.update(state=Drafting.State.DROPPED)
    here = f"/admin/drafting/drafting/{drafting.pk}/sheets/projects/"
    assert client.get(here).status_code == 200
    assert client.get(f"{here}import/").status_code == 404
    assert client.get(here.replace("projects/", "nothing/")).status_code == 404
