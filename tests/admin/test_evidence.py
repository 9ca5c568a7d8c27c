"""Evidence: told by content, drawn anew, and handed only to those it concerns."""

import errno
import io
import struct
import zlib

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from projects import uploads
from supervision.models import Evidence, Report
from tests.admin import files
from tests.admin.typed import fill_url, full_sheet
from tests.naming import named_as_it_stands

pytestmark = pytest.mark.django_db


def attach(client, world, name: str, content: bytes, do="save", **changes):
    data = full_sheet(world, **changes)
    return client.post(
        fill_url(world.report), {**data, do: "1", "evidence": files.upload(name, content)}
    )


def stored() -> bytes:
    return Evidence.objects.get().file.open().read()


GOOD = [
    ("现场.jpg", files.photo(), "现场.jpg", True),
    ("现场.JPEG", files.photo(), "现场.JPEG", True),
    ("截图.png", files.photo("PNG"), "截图.png", True),
    ("签到表.pdf", files.PDF, "签到表.pdf", False),
    ("说明.docx", files.DOCX, "说明.docx", False),
    ("清单.xlsx", files.XLSX, "清单.xlsx", False),
    ("现场.exe", files.photo(), "现场.jpg", True),
    ("../../etc/passwd.pdf", files.PDF, "passwd.pdf", False),
    ('C:\\照片\\现"场.jpg', files.photo(), "现场.jpg", True),
]


@pytest.mark.parametrize(("name", "content", "kept_as", "is_photo"), GOOD)
def test_photos_and_documents_are_kept(sign_in, world, name, content, kept_as, is_photo):
    assert attach(sign_in(world.owner), world, name, content).status_code == 302
    row = Evidence.objects.get()
    assert (row.name, row.photo, row.added_by) == (kept_as, is_photo, world.owner)


BAD = [
    ("图.svg", files.SVG, "只收 JPEG、PNG"),
    ("图.jpg", files.SVG, "只收 JPEG、PNG"),
    ("动图.gif", b"GIF89a" + b"\0" * 40, "只收 JPEG、PNG"),
    ("假.gif.jpg", b"GIF89a<script>", "只收 JPEG、PNG"),
    ("程序.pdf", b"MZ\x90\0" + b"\0" * 100, "只收 JPEG、PNG"),
    ("断.jpg", files.photo()[:60], "不是完整的照片"),
    ("空.pdf", b"", "是空文件"),
    ("宏.xlsx", files.MACRO, "带有宏"),
    ("包.docx", files.package("a.txt"), "只收 JPEG、PNG"),
    ("坏.xlsx", b"PK\x03\x04 nothing", "打不开"),
    ("网页.pdf", b"<html><script>alert(1)</script>" + files.PDF, "的内容不是pdf格式"),
    ("远.pdf", b" " * 65 + files.PDF, "的内容不是pdf格式"),
    ("无.ofd", files.package("OFD.xml"), "的内容不是ofd格式"),
    ("深.ofd", files.package("a/OFD.xml", content=files.OFD_ROOT), "的内容不是ofd格式"),
    ("别.ofd", files.package("OFD.xml", content='<OFD xmlns="http://a.cn"/>'), "的内容不是ofd格式"),
    (
        "实体.ofd",
        files.package("OFD.xml", content=f"<!DOCTYPE a [<!ENTITY b 'c'>]>{files.OFD_ROOT}"),
        "的内容不是ofd格式",
    ),
    ("旧.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "只收 JPEG、PNG"),
    ("大.pdf", files.PDF + b" " * 10 * 1024 * 1024, "最多10MB"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD)
def test_anything_else_is_refused_and_the_draft_kept(sign_in, world, name, content, sentence):
    response = attach(sign_in(world.owner), world, name, content, do="submit")
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Evidence.objects.exists()
    world.report.refresh_from_db()
    assert world.report.state == Report.State.DRAFT  # not handed in without its proof
    assert world.report.draft["progress"].startswith("9月完成")


def test_a_photo_is_drawn_anew(sign_in, world):
    code = b"<?php system('id'); ?>"
    attach(sign_in(world.owner), world, "现场.jpg", files.photo(exif=True, after=code))
    content = stored()
    assert b"php" not in content
    assert b"GPS" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_sensitive_project_takes_no_photo(sign_in, world):
    world.project.sensitive = True
    world.project.save()
    response = attach(sign_in(world.owner), world, "孩子.jpg", files.photo())
    assert response.status_code == 400
    assert "不能上传照片" in response.content.decode()
    assert attach(sign_in(world.owner), world, "表.pdf", files.PDF, version="1").status_code == 302


def test_evidence_belongs_to_the_target_chosen_and_to_no_foreign_one(sign_in, world):
    target = {"evidence-target": str(world.rooms.pk)}
    attach(sign_in(world.owner), world, "a.pdf", files.PDF, **target)
    foreign = world.stranger_report.project.targets.get()
    attach(
        sign_in(world.owner),
        world,
        "b.pdf",
        files.PDF,
        version="1",
        **{"evidence-target": str(foreign.pk)},
    )
    assert [row.target for row in Evidence.objects.order_by("pk")] == [world.rooms, None]


def test_a_file_is_handed_to_its_unit_and_the_office_alone(sign_in, world, client):
    attach(sign_in(world.owner), world, "签到表.pdf", files.PDF)
    url = f"/admin/supervision/evidence/{Evidence.objects.get().pk}/file/"
    for person in (world.owner, world.colleague, world.officer):
        response = sign_in(person).get(url)
        assert response.status_code == 200
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"].split("; ")
        assert "no-store" in response["Cache-Control"]
    assert sign_in(world.stranger).get(url).status_code == 404
    assert sign_in(world.administrator).get(url).status_code == 404
    assert client.get(url).status_code == 302  # to the sign-in page


def withdraw_url(row) -> str:
    return f"/admin/supervision/evidence/{row.pk}/withdraw/"


def test_a_file_attached_by_mistake_is_taken_back_and_erased(
    sign_in, world, django_capture_on_commit_callbacks
):
    client = sign_in(world.owner)
    attach(client, world, "错传.pdf", files.PDF)
    row = Evidence.objects.get()
    assert "确认撤回" in client.get(withdraw_url(row)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(withdraw_url(row)).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_by == world.owner and not row.file.storage.exists(row.file.name)
    assert named_as_it_stands(row)
    assert client.get(f"/admin/supervision/evidence/{row.pk}/file/").status_code == 404
    assert "已撤回" in client.get(fill_url(world.report)).content.decode()


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_only_the_unit_takes_its_files_back(sign_in, world, who):
    attach(sign_in(world.owner), world, "签到.pdf", files.PDF)
    row = Evidence.objects.get()
    assert sign_in(getattr(world, who)).post(withdraw_url(row)).status_code == 404
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_what_was_handed_in_is_not_taken_back(sign_in, world):
    client = sign_in(world.owner)
    attach(client, world, "签到.pdf", files.PDF, do="submit")
    row = Evidence.objects.get()
    said = client.post(withdraw_url(row), follow=True).content.decode()
    row.refresh_from_db()
    assert row.withdrawn_at is None and "不能撤回" in said


def picture(mode: str, kind: str, **saved) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (60, 40), saved.pop("colour", 0)).save(out, kind, **saved)
    return out.getvalue()


def turned() -> bytes:
    """A photo whose notes hold a text where a number belongs, beside how the camera was held."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(
        "<HHI4s", 0x011A, 2, 4, b"a/b"
    )
    notes = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=notes)
    return out.getvalue()


def heic() -> bytes:
    pillow_heif.register_heif_opener()
    return picture("RGB", "HEIF", colour="teal")


TAKEN = [
    ("手机.heic", heic(), "手机.jpg", (60, 40)),
    ("手机.jpg", turned(), "手机.jpg", (30, 40)),
    ("印刷.jpg", picture("CMYK", "JPEG"), "印刷.jpg", (60, 40)),
    ("图章.png", picture("P", "PNG"), "图章.png", (60, 40)),
    ("传真.png", picture("1", "PNG"), "传真.png", (60, 40)),
]


@pytest.mark.parametrize(("name", "content", "kept_as", "size"), TAKEN)
def test_photos_as_telephones_and_scanners_make_them_are_taken(
    sign_in, world, name, content, kept_as, size
):
    assert attach(sign_in(world.owner), world, name, content).status_code == 302
    assert Evidence.objects.get().name == kept_as
    assert Image.open(io.BytesIO(stored())).size == size


def test_a_photo_of_fifty_megapixels_is_taken_and_made_smaller(sign_in, world):
    out = io.BytesIO()
    Image.new("L", (8192, 6144)).save(out, "JPEG")
    assert attach(sign_in(world.owner), world, "大.jpg", out.getvalue()).status_code == 302
    kept = Image.open(io.BytesIO(stored()))
    assert (kept.mode, kept.width * kept.height < 25_000_001) == ("L", True)


def test_sixteen_bits_of_grey_stay_grey(sign_in, world):
    scan = picture("I;16", "PNG", colour=0x8000)
    attach(sign_in(world.owner), world, "扫描.png", scan)
    assert Image.open(io.BytesIO(stored())).getpixel((5, 5)) in (127, 128)


WORD_ONLINE = files.package("word/document2.xml", types=files.WORD)
DOCUMENTS = [
    ("网页版.docx", WORD_ONLINE, "网页版.docx"),
    ("前空行.pdf", b"\r\n" + files.PDF, "前空行.pdf"),
    ("前记号.pdf", b"\xef\xbb\xbf" + files.PDF, "前记号.pdf"),
    ("后添.pdf", files.PDF + b"\0" * 4096, "后添.pdf"),
    ("公文.ofd", files.OFD, "公文.ofd"),
]


@pytest.mark.parametrize(("name", "content", "kept_as"), DOCUMENTS)
def test_documents_are_told_as_their_readers_tell_them(sign_in, world, name, content, kept_as):
    assert attach(sign_in(world.owner), world, name, content).status_code == 302
    assert Evidence.objects.get().name == kept_as


def test_what_was_typed_is_saved_before_a_file_is_looked_at(sign_in, world, monkeypatch):
    def broken(*given, **named):
        raise RuntimeError("a reader's own fault")

    monkeypatch.setattr(uploads, "check", broken)
    with pytest.raises(RuntimeError):
        attach(sign_in(world.owner), world, "现场.jpg", files.photo())
    world.report.refresh_from_db()
    assert world.report.draft["progress"].startswith("9月完成")


def test_a_refused_file_says_that_the_rest_was_saved_and_what_it_is(sign_in, world):
    response = attach(sign_in(world.owner), world, "假.pdf", b"MZ" + b"\0" * 100)
    assert "“假.pdf”的内容不是pdf格式" in response.content.decode()
    assert "已填的内容和其余的文件都已保存" in response.content.decode()


def test_a_project_that_takes_no_photos_offers_none(sign_in, world):
    world.project.sensitive = True
    world.project.save()
    response = attach(sign_in(world.owner), world, "假.pdf", b"MZ" + b"\0" * 100)
    assert "只收 PDF、OFD、docx、xlsx 文件" in response.content.decode()


def test_the_same_file_twice_is_kept_once_and_said(sign_in, world):
    client = sign_in(world.owner)
    attach(client, world, "表.pdf", files.PDF)
    response = attach(client, world, "又一张.pdf", files.PDF, version="1")
    assert Evidence.objects.count() == 1
    assert "与已上传的“表.pdf”内容相同" in client.get(response.url).content.decode()


def full_disk(*_, **__):
    raise OSError(errno.ENOSPC, "no space")


def test_a_full_disk_keeps_what_was_typed_and_says_which_file_was_not(sign_in, world, monkeypatch):
    monkeypatch.setattr(Evidence, "put", full_disk)
    response = attach(sign_in(world.owner), world, "签到表.pdf", files.PDF, do="submit")
    assert response.status_code == 503 and response["Retry-After"]
    text = response.content.decode()
    assert "“签到表.pdf”没有存下" in text and "已填的内容和其余的文件都已保存" in text
    world.report.refresh_from_db()
    assert world.report.state == Report.State.DRAFT
    assert world.report.draft["progress"].startswith("9月完成")


def test_a_forged_file_is_not_handed_out(sign_in, world):
    client = sign_in(world.owner)
    attach(client, world, "签到表.pdf", files.PDF)
    row = Evidence.objects.get()
    row.file.storage.delete(row.file.name)
    row.file.storage.save(row.file.name, ContentFile(b"forged"))
    response = client.get(f"/admin/supervision/evidence/{row.pk}/file/")
    assert response.status_code == 503
    assert "登记的大小或校验码不符" in response.content.decode()


def thin(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@pytest.mark.parametrize("size", [(1, 49_999_999), (49_999_999, 1), (2, 30_001)])
def test_a_few_bytes_do_not_become_gigabytes(sign_in, world, size):
    response = attach(sign_in(world.owner), world, "细.png", thin(*size))
    assert response.status_code == 400
    assert "最多30000" in response.content.decode()
    assert not Evidence.objects.exists()
