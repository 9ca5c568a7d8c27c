"""The status spreadsheet as a file: xlsx, CSV or JSON, all from the same rows."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from projects.spreadsheets.cells import cell, text
from projects.spreadsheets.dated import write_dated
from projects.spreadsheets.workbook import (
    A3,
    MIME,
    Layout,
    cut_to_fit,
    height,
    write,
    write_csv,
)
from projects.values.months import in_words
from supervision.status_sheet.columns import FACTS
from supervision.status_sheet.status import Sheet

FILLS = {
    "blue": ("#DCE9F9", "#0B3D91"),
    "yellow": ("#FFF0B3", "#5C4400"),
    "red": ("#F9D6D5", "#8A0F0F"),
}


ENCODE_CELLS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# A row at once, its entries on lines of their own.
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",\n   ", ": ")).encode
CUT = "…（全文见同月的CSV、JSON文件）"


def cells(sheet: Sheet) -> Iterator[tuple]:
    return map(itemgetter(*(column.key for column in sheet.columns)), sheet)


def xlsx(sheet: Sheet, target: BinaryIO) -> None:
    """To be read and printed: no text is taller than a row can be.

    A workbook begins with the heights of its rows, so each row waits in a file until all are known.
    """
    widths = [column.width for column in sheet.columns]
    heights = [height(sheet.headers, widths)]
    with TemporaryFile() as kept, TemporaryFile() as book:
        for values in cells(sheet):
            row, tall = cut_to_fit(list(map(cell, values)), widths, CUT)
            heights.append(tall)
            kept.write(f"{ENCODE_CELLS(row)}\n".encode())
        kept.seek(0)
        write(book, sheet.headers, map(json.loads, kept), layout(sheet, heights))
        write_dated(book, timezone.localdate(sheet.head.at), target)


def layout(sheet: Sheet, heights: list[float]) -> Layout:
    headers = dict(zip((column.key for column in sheet.columns), sheet.headers, strict=True))
    grades = sheet.grading.legend() if sheet.grading else []
    widths = tuple(column.width for column in sheet.columns)
    fills = [(grade.name, *FILLS[grade.colour]) for grade in grades if grade.colour in FILLS]
    return Layout(
        name=f"{in_words(sheet.period.month)}推进情况",
        title=sheet.title,
        notes=(sheet.about, sheet.legend),
        widths=widths,
        row_heights=tuple(heights),
        fills={headers["card"]: fills} if fills else {},
        formats={headers[each.key]: each.format for each in sheet.columns if each.format},
        fixed_columns=2,
        paper=A3,
    )


def csv(sheet: Sheet, target: BinaryIO) -> None:
    above = sheet.title, sheet.about, sheet.legend
    write_csv(target, sheet.headers, cells(sheet), above)


def as_json(sheet: Sheet, target: BinaryIO) -> None:
    """As `json.dumps(…, indent=1)` writes it; with an indent that one is five times slower."""
    head = json.dumps(
        {"about": about(sheet), "fields": fields(sheet)}, ensure_ascii=False, indent=1
    )
    target.write(f'{head[:-2]},\n "rows": ['.encode())
    before, end = "", "]"
    for row in plain_rows(sheet):
        target.write(f"{before}{as_object(row)}".encode())
        before, end = ",", "\n ]"
    target.write(f"{end}\n}}".encode())


def as_object(row: dict) -> str:
    return f"\n  {{\n   {ENCODE(row)[1:-1]}\n  }}"


def about(sheet: Sheet) -> dict:
    """What the file is, and by which chain of records it can be held to account."""
    period, programme = sheet.period, sheet.programme
    return {
        "title": sheet.title,
        "site": {
            "name": settings.SITE_FOOTER.get("主办单位", ""),
            "code": settings.SITE_FOOTER.get("网站标识码", ""),
            "address": settings.SITE_URL,
        },
        "programme": {
            "year": programme.year,
            "title": programme.title,
            "authority": programme.authority,
            "document_number": programme.document_number,
        },
        "month": period.month,
        "covers_from": period.covers_from,
        "data_until": period.data_until.isoformat(),
        "data_version": sheet.data_version,
        "corrected_cards": sheet.corrected,
        "policies": sheet.policies,
        "demonstration": programme.demonstration,
        "edition": "公开版" if sheet.public else "内部版",
        "legend": sheet.legend,
        "ledger": {"number": sheet.head.number, "hash": sheet.head.hash},
    }


def fields(sheet: Sheet) -> list[dict]:
    names = [*sheet.headers, *(column.name for column in FACTS)]
    return [
        {"key": column.key, "name": name, "description": column.note}
        for column, name in zip((*sheet.columns, *FACTS), names, strict=True)
    ]


def plain_rows(sheet: Sheet) -> Iterator[dict]:
    keys = [column.key for column in (*sheet.columns, *FACTS)]
    return ({key: plain_value(row.get(key)) for key in keys} for row in sheet)


def plain_value(value):
    """Numbers as JSON numbers; text without control characters, empty text kept as text."""
    if type(value) is str:
        return text(value)
    return cell(value) if isinstance(value, Decimal) or value is None else cell(value) or ""


@dataclass(frozen=True)
class Kind:
    """A format of the file: how it is made, and how it is announced."""

    ending: str
    words: str
    content_type: str
    write: Callable[[Sheet, BinaryIO], None]

    def make(self, sheet: Sheet) -> bytes:
        buffer = io.BytesIO()
        self.write(sheet, buffer)
        return buffer.getvalue()

    def file(self, sheet: Sheet) -> BinaryIO:
        """The same to be read from a file: a long sheet is never held in memory as a whole."""
        target = TemporaryFile()  # noqa: SIM115  # whoever hands it out closes it
        self.write(sheet, target)
        target.seek(0)
        return target


KINDS = {
    kind.ending: kind
    for kind in (
        Kind("xlsx", "Excel工作簿（xlsx）", MIME, xlsx),
        Kind("csv", "CSV文本（csv）", "text/csv; charset=utf-8", csv),
        Kind("json", "JSON数据（json）", "application/json; charset=utf-8", as_json),
    )
}


def filename(sheet: Sheet, ending: str) -> str:
    edition = "公开" if sheet.public else "内部"
    programme = sheet.programme
    mark = programme.demonstration_mark
    month = in_words(sheet.period.month)
    return f"{programme.year}年民生实事推进情况_{month}_{edition}{mark}.{ending}"
