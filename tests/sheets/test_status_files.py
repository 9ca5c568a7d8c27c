"""The status spreadsheet as files: the same rows as workbook, CSV and JSON."""

import io
import json

import openpyxl
import pytest

from supervision.actions import reports
from supervision.status_sheet import status
from supervision.status_sheet.files import KINDS, filename
from supervision.status_sheet.status import Wanted, status_sheet
from tests.factories import (
    make_project,
)
from tests.sheets.month import (
    HANDED_IN,
    clerk_of,
    close,
    hand_in,
    lamps,
    officer,
    open_september,
    rows,
    september,
)

pytestmark = pytest.mark.django_db


def test_the_head_names_date_policy_version_and_demonstration():
    sheet = status_sheet(september(demonstration=True), public=True)
    assert sheet.title.endswith("推进情况（截至9月底）（演示数据）")
    for words in ("2023-09-30", "三色 第1版", sheet.period.data_version, "演示数据", "签发人"):
        assert words in sheet.about
    assert "黄牌：进度偏慢" in sheet.legend and "牌针对项目，不针对个人" in sheet.legend
    assert sheet.data_version == sheet.period.data_version
    assert "演示数据" in filename(sheet, "xlsx")


def test_a_report_longer_than_a_row_is_whole_in_csv_and_says_so_in_the_workbook():
    project = lamps()
    period = open_september(project.programme)
    long = "已完成线路改造，正在调试。" * 150
    submission = hand_in(project, {"教室照明": {"value": "90"}}, clerk_of(project), period,
                         progress=long)  # fmt: skip
    reports.accept(submission=submission, by=officer(), at=HANDED_IN)
    sheet = status_sheet(close(period), public=False)
    assert long in KINDS["csv"].make(sheet).decode("utf-8-sig")
    cells = openpyxl.load_workbook(io.BytesIO(KINDS["xlsx"].make(sheet))).active
    said = [cell.value for row in cells for cell in row if str(cell.value).startswith(long[:20])]
    assert len(said) == 1 and said[0].endswith("…（全文见同月的CSV、JSON文件）")


@pytest.mark.parametrize("public", [True, False])
def test_read_in_parts_it_is_the_same_to_the_byte(monkeypatch, public):
    period = september()
    for number in (2, 3):
        make_project(period.programme, number=number)
    whole = [kind.make(status_sheet(period, public=public)) for kind in KINDS.values()]
    monkeypatch.setattr(status, "CHUNK", 1)
    assert [kind.make(status_sheet(period, public=public)) for kind in KINDS.values()] == whole
    assert len(rows(period, public=public)) == 3


@pytest.mark.parametrize("ending", KINDS)
def test_a_long_sheet_is_handed_out_from_a_file(client, monkeypatch, ending):
    address = f"/{september().programme.year}/status.{ending}"
    whole = client.get(address)
    monkeypatch.setattr(status, "CHUNK", 1)
    pieces = client.get(address)
    assert pieces.streaming and b"".join(pieces) == whole.content
    for header in ("Content-Type", "Content-Disposition", "Access-Control-Allow-Origin"):
        assert pieces[header] == whole[header]


def test_the_json_is_laid_out_as_the_library_does():
    period = september()
    for wanted in (Wanted(), Wanted(unit="没有这个单位")):
        text = KINDS["json"].make(status_sheet(period, public=True, wanted=wanted)).decode()
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1)


def test_the_data_say_whose_they_are(settings):
    """So that a city that reads the data of its districts tells them apart for good."""
    settings.SITE_FOOTER = {"主办单位": "演示办公室", "网站标识码": "3700000000"}
    settings.SITE_URL = "https://a.example.gov.cn"
    about = json.loads(KINDS["json"].make(status_sheet(september(), public=True)))["about"]
    assert about["site"] == {
        "name": "演示办公室", "code": "3700000000", "address": "https://a.example.gov.cn"
    }  # fmt: skip


def test_json_explains_itself():
    body = json.loads(KINDS["json"].make(status_sheet(september(), public=True)))
    keys = {field["key"] for field in body["fields"]}
    assert all(set(row) == keys for row in body["rows"])
    assert all(field["description"] for field in body["fields"])
    assert len(body["about"]["ledger"]["hash"]) == 64 and body["about"]["ledger"]["number"] > 0
    assert body["about"]["month"] == "2023-09" and body["about"]["demonstration"] is False
    assert body["rows"][0]["total_done"] == 90 and body["rows"][0]["colour"] == "yellow"
