"""The workbook as a clerk holds it: downloaded, opened, changed, uploaded."""

import io
import re
import zipfile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Event
from supervision.reports.workbook.columns import FIGURES, WORDS

HEADER = 3


def page_url(period) -> str:
    return f"/admin/supervision/report/workbook/{period.pk}/"


def download(client, world) -> openpyxl.Workbook:
    response = client.post(page_url(world.period) + "download/")
    assert response.status_code == 200
    return opened(response.content)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def column(sheet, header: str) -> int:
    return next(cell.column for cell in sheet[HEADER] if cell.value == header)


def row(sheet, label: str) -> int:
    """The row of a target or stage, or of a project among the words."""
    named = column(sheet, "目标指标" if sheet.title == FIGURES else "实事项目")
    rows = range(HEADER + 1, sheet.max_row + 1)
    return next(number for number in rows if label in str(sheet.cell(number, named).value))


def cell(book, label: str, header: str):
    sheet = book[WORDS if header in ("本月进展", "下步打算", "文字疑点说明") else FIGURES]
    return sheet.cell(row(sheet, label), column(sheet, header))


def fill(book, label: str, **values) -> None:
    for header, value in values.items():
        cell(book, label, header).value = value


def filled(book) -> openpyxl.Workbook:
    """Everything on plan for September."""
    fill(book, "教室", 填法="本月新增", 完成数=80)
    fill(book, "覆盖", 完成数=20, 总数=40)
    fill(book, "节点：招标", 完成月份="2023年6月")
    fill(book, "咨询", 开展情况="已开展")
    fill(book, "教室照明", 本月进展="9月完成二十间教室的灯具更换。", 下步打算="10月改造剩余教室。")
    return book


def saved(book) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(client, world, content, name="填报表.xlsx"):
    if not isinstance(content, bytes):
        content = saved(content)
    return client.post(page_url(world.period), {"import_file": SimpleUploadedFile(name, content)})


def post(client, world, preview, step: str, **choices):
    token = re.search(r'name="token" value="([^"]+)"', preview.content.decode())[1]
    return client.post(page_url(world.period) + step, {"token": token, **choices})


def confirm(client, world, preview, **choices):
    return post(client, world, preview, "confirm/", **choices)


def said(response) -> str:
    return response.content.decode()


def draft(world) -> dict:
    world.report.refresh_from_db()
    return world.report.draft


def figures(world, target) -> dict:
    return draft(world)["targets"][str(target.pk)]


def refused(owner, world, content, name="填报表.xlsx") -> str:
    """What the page says; nothing may have been written."""
    events = Event.objects.count()
    response = upload(owner, world, content, name)
    assert response.status_code == 400
    world.report.refresh_from_db()
    assert (world.report.draft, Event.objects.count()) == ({}, events)
    return said(response)


def problems(owner, world, content) -> list[str]:
    """The sentences of the preview, each with the cell it names."""
    response = upload(owner, world, content)
    assert response.status_code == 400 and "确认，存为草稿" not in said(response)
    return [str(each) for each in response.context["upload"].outcome.problems]


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """The same zip with parts replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return buffer.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.read(name)
