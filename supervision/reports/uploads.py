"""What may be attached: told by content, never by name; photos are drawn anew.

A photo drawn anew carries no EXIF (place, time, device) and nothing appended to the file.
"""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from PIL import Image, ImageOps

from projects.errors import Refused
from projects.values.text import clean

MOST_BYTES = 10 * 1024 * 1024
MOST_REQUEST = 110 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
PUBLIC_WIDTH = 720
PUBLIC_BYTES = 100 * 1024
PUBLIC_QUALITIES = (72, 60, 45, 30)
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ALLOWED = "只收 JPEG、PNG 照片和 PDF、docx、xlsx 文件"


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


def check(upload, *, photos: bool, scan: bool = False) -> Checked:
    """The upload as it may be kept; Refused with a sentence where it may not.

    `scan`: a stamped paper, so neither a document nor a sheet that anybody may still change.
    """
    shown = file_name(upload.name)
    if upload.size > MOST_BYTES:
        raise Refused(f"“{shown}”有{upload.size / 1048576:.1f}MB，每个文件最多10MB。")
    if not upload.size:
        raise Refused(f"“{shown}”是空文件。")
    content = upload.read()
    kind = kind_of(content, shown)
    photo = kind in ("jpg", "png")
    if scan and kind in OFFICE.values():
        raise Refused(f"“{shown}”不是扫描件，盖章扫描件只收 PDF 和照片。")
    if photo and not photos:
        raise Refused(f"这个项目涉及健康或未成年人，不能上传照片，“{shown}”没有保存。")
    if photo:
        content = redrawn(content, kind, shown)
    return Checked(name=with_ending(shown, kind), content=content, photo=photo)


def kind_of(content: bytes, shown: str) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return office_kind(content, shown)
    raise Refused(f"“{shown}”不能上传：{ALLOWED}，其他格式请另存后再传。")


def office_kind(content: bytes, shown: str) -> str:
    """docx or xlsx, told by the parts inside; bounded before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused(f"“{shown}”打不开，可能已经损坏，请重新保存后再传。") from error
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(f"“{shown}”解开后太大，请拆成几个文件。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(f"“{shown}”带有宏，请另存为不带宏的 docx 或 xlsx。")
    for part, kind in OFFICE.items():
        if part in names and "[Content_Types].xml" in names:
            return kind
    raise Refused(f"“{shown}”不能上传：{ALLOWED}。")


def redrawn(content: bytes, kind: str, shown: str) -> bytes:
    """The picture's points alone, in a new file, the right way up."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return draw(content, kind)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(f"“{shown}”不是完整的照片，打不开，请重新拍摄或导出后再传。") from error


def draw(content: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("too many points")
        upright = ImageOps.exif_transpose(opened)
        see_through = kind == "png" and (
            "A" in upright.getbands() or "transparency" in upright.info
        )
        picture = upright.convert("RGBA" if see_through else "RGB")
    # A new picture has no notes to carry over.
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    out = io.BytesIO()
    fresh.save(
        out, "JPEG" if kind == "jpg" else "PNG", **({"quality": 88} if kind == "jpg" else {})
    )
    return out.getvalue()


def for_public(content: bytes) -> tuple[bytes, int, int]:
    """A stored photo as a small JPEG for public pages, with its width and height."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as opened:
            picture = Image.new("RGB", opened.size, "white")
            seen = opened.convert("RGBA")
            picture.paste(seen, mask=seen.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("照片打不开，没有公开。") from error
    picture.thumbnail((PUBLIC_WIDTH, PUBLIC_WIDTH))
    for quality in PUBLIC_QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= PUBLIC_BYTES:
            break
    return out.getvalue(), *picture.size


def file_name(name: str) -> str:
    """The last part of the name, without what a file system or a header would trip over."""
    last = clean(PurePosixPath(name.replace("\\", "/")).name)
    return re.sub(r'[\n\t<>:"|?*/]', "", last).strip(". ")[-100:] or "佐证材料"


def with_ending(name: str, kind: str) -> str:
    stem, dot, ending = name.rpartition(".")
    same = {"jpeg": "jpg"}.get(ending.lower(), ending.lower()) == kind
    return name if dot and same else f"{stem or name}.{kind}"
