"""A workbook opened and saved again by LibreOffice is the same workbook."""

import pytest

from tests.admin.typed import fill_url, full_sheet
from tests.admin.workbook import book as b
from tests.admin.workbook.libreoffice import SOFFICE, resaved

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


def test_it_comes_back_from_libreoffice_letter_for_letter(owner, world, tmp_path):
    rooms = world.rooms.pk
    typed = full_sheet(world, rooms_value="70", rooms_finish="2023-12-20", rooms_objective="1")
    typed[f"{rooms}-cause"] = "=1+1\n　　第二段“引号”"
    typed[f"{rooms}-measures"] = "007"
    owner.post(fill_url(world.report), {**typed, "save": "1"})
    content = owner.post(b.page_url(world.period) + "download/").content
    response = b.upload(owner, world, resaved(content, tmp_path))
    assert response.status_code == 200, b.said(response)
    assert response.context["upload"].outcome.changed == 0


def test_what_was_filled_in_is_read_and_locks_and_lists_survive(owner, world, tmp_path):
    book = b.filled(b.download(owner, world))
    b.fill(book, "教室", 填法="累计", 完成数="=60+20")
    content = resaved(b.saved(book), tmp_path)
    sheet = b.opened(content)["填报"]
    assert sheet.protection.sheet and sheet.column_dimensions["A"].hidden
    assert not sheet.cell(b.row(sheet, "教室"), b.column(sheet, "完成数")).protection.locked
    assert sheet.cell(b.row(sheet, "教室"), b.column(sheet, "总数")).protection.locked
    assert any(rule.type == "list" for rule in sheet.data_validations.dataValidation)
    response = b.upload(owner, world, content)
    assert "这一格是公式" in b.said(response)  # LibreOffice worked it out
    b.confirm(owner, world, response)
    assert b.figures(world, world.rooms)["value"] == "80"
    assert b.draft(world)["next"] == "10月改造剩余教室。"


def test_a_marked_workbook_survives_it_too(owner, world, tmp_path):
    book = b.filled(b.download(owner, world))
    b.fill(book, "教室", 完成数="约八十")
    preview = b.upload(owner, world, book)
    content = resaved(b.post(owner, world, preview, "marked/").content, tmp_path)
    back = b.opened(content)
    assert "不是数字" in b.cell(back, "教室", "完成数").comment.text
    b.fill(back, "教室", 完成数=80)
    assert b.upload(owner, world, back).status_code == 200
