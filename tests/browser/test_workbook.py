"""A month's workbook in a real browser: out, through LibreOffice, back, mended, confirmed."""

import io
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from supervision.models import Report
from tests.admin.workbook import book as b
from tests.admin.workbook.libreoffice import SOFFICE, resaved
from tests.browsing import IN_BROWSER

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
pytestmark = [
    *IN_BROWSER,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


def taken(page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    return Path(download.value.path()).read_bytes()


def given(page, content: bytes) -> None:
    file = {"name": "填报表.xlsx", "mimeType": XLSX, "buffer": content}
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()


def found_wrong(page, path: str) -> list:
    """What axe finds, and whether the page runs off sideways."""
    wrong = [each["id"] for each in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [(path, each) for each in [*wrong, *(["sideways"] if wide else [])]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_round_trip_of_a_workbook_saved_again_by_libreoffice(
    opened,
    world,
    tmp_path,
    width,
    scheme,
):
    page = opened(world.owner, width, color_scheme=scheme, bypass_csp=True)
    page.get_by_role("link", name="用表格填报9月").click()
    wrong = found_wrong(page, "start")

    book = b.filled(openpyxl.load_workbook(io.BytesIO(taken(page, "下载填报表"))))
    b.fill(book, "教室", 完成数="约八十")
    given(page, resaved(b.saved(book), tmp_path))
    expect(page.get_by_role("alert")).to_contain_text("有1处错误，一行也没有写入")
    expect(page.get_by_role("alert")).to_contain_text("“填报”J4格：教室：“约八十”不是数字")
    wrong += found_wrong(page, "problems")

    book = openpyxl.load_workbook(io.BytesIO(taken(page, "下载标出问题的表")))
    assert "不是数字" in b.cell(book, "教室", "完成数").comment.text
    b.fill(book, "教室", 完成数=80)
    page.get_by_role("link", name="重新上传").click()
    given(page, resaved(b.saved(book), tmp_path))
    expect(page.get_by_role("table")).to_contain_text("教室：完成数")
    wrong += found_wrong(page, "preview")
    assert Report.objects.get(pk=world.report.pk).draft == {}

    page.get_by_role("button", name="确认，存为草稿").click()
    expect(page.get_by_text("已把1个项目存为草稿，还没有报送")).to_be_visible()
    page.get_by_role("link", name="1. 教室照明").click()
    expect(page.get_by_label("完成数")).to_have_value("80")
    page.get_by_role("button", name="报送").click()
    expect(page.get_by_text("已报送，等待审核")).to_be_visible()
    assert wrong == []
