"""The workbook that comes back with its wrong cells marked."""

import pytest

from projects.models import Event
from tests.admin.workbook import book as b

pytestmark = pytest.mark.django_db


def test_a_workbook_with_errors_comes_back_marked_and_can_be_mended_in_place(owner, world, book):
    b.fill(book, "教室", 完成数="约八十", 原因="=1+1")
    b.fill(book, "覆盖", 完成数=41)
    b.cell(book, "教室", "原因").data_type = "s"
    preview = b.upload(owner, world, book)
    assert preview.status_code == 400
    response = b.post(owner, world, preview, "marked/")
    back = b.opened(response.content)
    wrong = b.cell(back, "教室", "完成数")
    assert wrong.value == "约八十" and wrong.fill.fgColor.rgb.endswith("F9D6D5")
    assert "“约八十”不是数字" in wrong.comment.text
    assert "“约八十”不是数字" in b.cell(back, "教室", "问题").value
    assert not b.cell(back, "咨询", "问题").value
    assert b.cell(back, "教室", "原因").data_type == "s"  # still text, not a formula
    assert wrong.coordinate == b.cell(book, "教室", "完成数").coordinate
    assert not b.cell(back, "教室", "填法").protection.locked
    assert Event.objects.latest("pk").action == "导出"
    b.fill(back, "教室", 完成数=80)
    b.fill(back, "覆盖", 完成数=20)
    again = b.upload(owner, world, back)
    assert again.status_code == 200, b.said(again)
    b.confirm(owner, world, again)
    assert b.figures(world, world.rooms)["value"] == "80"


def test_a_workbook_with_errors_cannot_be_confirmed_by_force(owner, world, book):
    b.fill(book, "教室", 完成数="约八十")
    preview = b.upload(owner, world, book)
    forced = b.confirm(owner, world, preview)
    assert forced.status_code == 400 and "一行也没有写入" in b.said(forced)
    world.report.refresh_from_db()
    assert world.report.draft == {}


def test_hostile_text_is_shown_as_text(owner, world, book):
    b.fill(book, "教室", 完成数="<script>alert(1)</script>")
    shown = b.said(b.upload(owner, world, book, '"><img src=x>.xlsx'))
    assert "<script>alert" not in shown and "<img src=x>" not in shown
