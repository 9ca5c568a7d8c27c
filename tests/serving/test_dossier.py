"""What the archive keeps inside: papers, files as handed in, and their list."""

import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from projects.uploads import Checked
from supervision.actions.papers import attach_paper
from supervision.models import Acceptance, Evidence, Slip, SlipFile, SlipStep
from supervision.yearend import archive as archiving
from supervision.yearend.dossier import LOST
from tests.admin.files import PDF
from tests.factories import make_report, moment
from tests.finished import accepted
from tests.overriding import propose

pytestmark = pytest.mark.django_db
AT = moment("2024-01-12 10:00")


@pytest.fixture(autouse=True)
def without_pages(monkeypatch):
    monkeypatch.setattr(archiving.Offline, "read", lambda offline: None)


@pytest.fixture
def filed(year):
    """An acceptance, a slip that was answered with a file, and evidence of a report."""
    accepted(year, year.kept)
    unit = year.late.assignments.get().unit
    slip = Slip.objects.create(
        programme=year.programme, project=year.late, addressee=unit, number=3,
        demand="限期整改。", due="2024-01-20", drafted_at=AT, issued_at=AT, issued_by=year.officer,
    )  # fmt: skip
    step = SlipStep.objects.create(
        slip=slip, kind="answered", at=AT, by=year.stranger, cause="到货晚", measures="加班"
    )
    file = SlipFile(step=step)
    file.keep("进场照片.pdf", PDF)
    file.save()
    period = year.programme.periods.get(month="2023-12")
    report = make_report(period, year.late, unit)
    for name, withdrawn in (("竣工单.pdf", {}), ("撤回的.pdf", {"withdrawn_by": year.stranger})):
        evidence = Evidence(report=report, added_at=AT, added_by=year.stranger, **withdrawn)
        evidence.withdrawn_at = AT if withdrawn else None
        evidence.keep(name, PDF)
        evidence.save()
    return year


def packed(tmp_path: Path, *options: str) -> zipfile.ZipFile:
    call_command("archive_year", "2023", *options, output=str(tmp_path / "a.zip"),
                 address="http://www.example.cn", stdout=io.StringIO())  # fmt: skip
    return zipfile.ZipFile(tmp_path / "a.zip")


def listed(archive: zipfile.ZipFile, name: str = "归档文件目录") -> list[dict]:
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read(f"内部/{name}.xlsx"))).active
    header, *rows = [row for row in sheet.iter_rows(min_row=3, values_only=True)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_paper_and_file_of_the_year_is_on_the_list_and_in_its_place(filed, tmp_path):
    archive = packed(tmp_path)
    rows = listed(archive)
    assert [(row["类别"], row["文号"]) for row in rows] == [
        ("通报", "第10期"), ("通报", "第11期"), ("通报", "第12期"),
        ("督办单", Slip.objects.get().label), ("督办佐证", Slip.objects.get().label),
        ("验收", "演示验〔2024〕1号"), ("佐证", None),
    ]  # fmt: skip
    for row in rows:
        content = archive.read(row["文件"])
        assert hashlib.sha256(content).hexdigest() == row["SHA-256"]
        assert len(content) == row["字节数"] and row["文件"].endswith(row["格式"])
    assert [row["题名"] for row in rows[4:]] == [
        "答复：进场照片.pdf", "1. 教室照明验收：验收意见.pdf", "2023-12 2. 路灯改造：竣工单.pdf"
    ]  # fmt: skip


def test_the_course_of_each_slip_stands_in_a_sheet_of_its_own(filed, tmp_path):
    [row] = listed(packed(tmp_path), "督办办理过程")
    assert (row["环节"], row["原因分析"], row["整改措施"]) == ("答复", "到货晚", "加班")


def test_what_a_decision_rests_on_is_filed_and_the_office_s_own_as_the_office_s(filed, tmp_path):
    step = Slip.objects.get().steps.create(kind="drafted", at=AT, by=filed.officer)
    paper = SlipFile(step=step)
    paper.keep("领导批示.PDF", PDF)
    paper.save()
    override = propose(filed.late, by=filed.officer, at=AT)
    attach_paper(
        kind="override", about=override, file=Checked("会议纪要.pdf", PDF, photo=False),
        by=filed.officer, at=AT,
    )  # fmt: skip
    archive = packed(tmp_path)
    rows = {row["题名"]: row for row in listed(archive)}
    own = rows["拟稿：领导批示.PDF"]
    assert own["责任者"] == filed.programme.authority
    answered = Slip.objects.get().addressee.name
    assert rows["答复：进场照片.pdf"]["责任者"] == answered != own["责任者"]
    kept = rows["2. 路灯改造　亮牌认定：会议纪要.pdf"]
    assert (kept["类别"], kept["责任者"]) == ("附件", filed.programme.authority)
    assert archive.read(kept["文件"]) == PDF
    assert not [name for name in archive.namelist() if ".pdf.pdf" in name.lower()]


def test_a_file_that_the_disk_has_lost_stops_nothing_and_is_named(filed, tmp_path):
    file = Acceptance.objects.get().file
    file.storage.delete(file.name)
    archive = packed(tmp_path)
    [row] = [row for row in listed(archive) if row["备注"]]
    assert (row["类别"], row["文件"], row["备注"]) == ("验收", None, LOST)
    assert archive.testzip() is None


def test_the_public_part_holds_none_of_it(filed, tmp_path):
    assert not [name for name in packed(tmp_path, "--public").namelist() if "归档文件" in name]


def test_the_portal_s_own_papers_come_as_pdf_a_besides(filed, tmp_path):
    archive = packed(tmp_path, "--pdf")
    fixed = [row["版式文件"] for row in listed(archive) if row["版式文件"]]
    assert len(fixed) == 4
    for name in fixed:
        content = archive.read(name)
        assert content.startswith(b"%PDF-1.") and b"<pdfaid:part>2</pdfaid:part>" in content


def test_without_libreoffice_pdf_a_is_refused_in_words(filed, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="要用 LibreOffice"):
        packed(tmp_path, "--pdf")
    assert not list(tmp_path.glob("*.zip"))
