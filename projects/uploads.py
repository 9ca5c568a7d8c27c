"""What may be attached: told by content, never by name; read by a process of its own."""

import re
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from projects.errors import Refused
from projects.files.refusals import noted
from projects.files.viruses import refuse_viruses
from projects.sandbox.process import read
from projects.values.text import clean

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_PHOTO_BYTES = 50 * MEGABYTE  # as telephones make them; what is kept of one is smaller
MOST_REQUEST = 110 * MEGABYTE
HEAD, TAIL = 1024, b"%%EOF"
# What editors put before a PDF's first word; anything more is another kind of file before it.
PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}%PDF-")
OFFICE = ("docx", "xlsx")
BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DOCUMENTS = "PDF、OFD、docx、xlsx 文件"
ALLOWED = f"只收 JPEG、PNG、HEIC 照片和 {DOCUMENTS}"


class Bounded(FileUploadHandler):
    """Refuses a request that is too big before a byte of it reaches the disk."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > MOST_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


@dataclass(frozen=True)
class Checked:
    """A file as it may be stored."""

    name: str
    content: bytes
    photo: bool


@noted()
def check(upload, *, photos: bool, scan: bool = False) -> Checked:
    """The upload as it may be kept; Refused with a sentence where it may not.

    `scan`: a stamped paper, so neither a document nor a sheet that anybody may still change.
    """
    shown = file_name(upload.name)
    if not upload.size:
        raise Refused(f"“{shown}”是空文件。")
    photo = photo_kind(upload.read(HEAD))
    most = (MOST_PHOTO_BYTES if photo else MOST_BYTES) // MEGABYTE
    if upload.size > most * MEGABYTE:
        size = f"{upload.size / MEGABYTE:.1f}MB"
        raise Refused(f"“{shown}”有{size}，每个文件最多10MB，照片最多50MB。")
    upload.seek(0)
    content = upload.read()
    refuse_viruses(content, shown)
    kind = photo or document_kind(content, shown, ALLOWED if photos else f"只收 {DOCUMENTS}")
    if scan and kind in OFFICE:
        raise Refused(f"“{shown}”不是扫描件，盖章扫描件只收 PDF、OFD 和照片。")
    if photo and not photos:
        raise Refused(f"这个项目涉及健康或未成年人，不能上传照片，“{shown}”没有保存。")
    if photo:
        content = read("picture", content, name=shown, kind=kind)
    ending = "jpg" if kind == "heic" else kind
    return Checked(with_ending(shown, ending), content, bool(photo))


def photo_kind(head: bytes) -> str:
    """Which kind of photo a file is by its beginning; "" where it is none."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "heic" if head[4:8] == b"ftyp" and head[8:12] in BRANDS else ""


def document_kind(content: bytes, shown: str, allowed: str) -> str:
    """What a document is, as its own readers tell it, whatever the name says."""
    found = ""
    if PDF.match(content):
        if TAIL not in content:
            raise Refused(f"“{shown}”不完整，没有PDF的结尾，请重新导出后再传。")
        found = "pdf"
    elif content.startswith(b"PK\x03\x04"):
        found = read("package", content, name=shown).decode()
    if not found:
        ending = shown.rpartition(".")[2].lower()
        said = f"的内容不是{ending}格式，" if ending in TYPES else ""
        raise Refused(f"“{shown}”{said}不能上传：{allowed}，其他格式请另存后再传。")
    return found


def for_public(content: bytes) -> tuple[bytes, int, int]:
    """A stored photo as a small JPEG for public pages, with its width and height."""
    made = read("public_picture", content, name="照片")
    width, height = struct.unpack(">HH", made[:4])
    return made[4:], width, height


def file_name(name: str) -> str:
    """The last part of the name, without what a file system or a header would trip over."""
    last = clean(PurePosixPath(name.replace("\\", "/")).name)
    return re.sub(r'[\n\t<>:"|?*/]', "", last).strip(". ")[-100:] or "佐证材料"


def with_ending(name: str, kind: str) -> str:
    stem, dot, ending = name.rpartition(".")
    same = {"jpeg": "jpg"}.get(ending.lower(), ending.lower()) == kind
    return name if dot and same else f"{stem or name}.{kind}"
