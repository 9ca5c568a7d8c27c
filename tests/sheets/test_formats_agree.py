"""The three files of one month carry the same numbers, and those of the stored cards."""

import csv
import io
import json
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from supervision.models import Card
from supervision.status_sheet.files import KINDS
from supervision.status_sheet.status import status_sheet
from tests.sheets.month import september

pytestmark = pytest.mark.django_db

ABOVE_CSV, ABOVE_XLSX = 3, 4


def value(text):
    """A number where it is one, so that 60.4 and 60.40 are the same."""
    try:
        return Decimal(str(text))
    except ArithmeticError:
        return str(text or "")


def from_xlsx(content: bytes) -> list[list]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [list(map(value, row)) for row in sheet.to_python()[ABOVE_XLSX:]]


def from_csv(content: bytes) -> list[list]:
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[ABOVE_CSV:]
    return [[value(text.removeprefix("'")) for text in line] for line in lines]


def from_json(content: bytes) -> list[list]:
    body = json.loads(content)
    fields = [field for field in body["fields"] if field["name"]]
    header = [field["name"] for field in fields]
    rows = [[value(row[field["key"]]) for field in fields] for row in body["rows"]]
    return [header, *rows]


@pytest.mark.parametrize("public", [False, True])
def test_xlsx_csv_and_json_agree_on_every_cell(public):
    sheet = status_sheet(september(), public=public)
    content = {ending: kind.make(sheet) for ending, kind in KINDS.items()}
    read = from_json(content["json"])
    assert len(read) == 2
    assert from_xlsx(content["xlsx"]) == read
    assert from_csv(content["csv"]) == read


def test_the_numbers_are_those_of_the_stored_card():
    period = september()
    card = Card.everything.get()
    [target] = json.loads(card.verdict)["targets"]
    row = dict(zip(*from_csv(KINDS["csv"].make(status_sheet(period, public=False))), strict=True))
    assert row["截至9月底累计完成"] == Decimal(target["value"])
    assert row["年度目标完成率(%)"] == Decimal(target["actual"]) * 100
    assert row["较序时进度(百分点)"] == Decimal(target["deviation"]) * 100
    assert row["亮牌"] == card.label
