"""What a zip holds: a Word file, a workbook or an OFD, told by what its parts say they are."""

import io
import re
import zipfile

from lxml import etree
from refusal import DAMAGED, Refusal

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
MOST_TYPES = 1024 * 1024
KINDS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
OFD = re.compile(r"\{http://www\.ofdspec\.org(/\d{4})?\}OFD")  # GB/T 33190


def read(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return kind(archive).encode()
    except (*DAMAGED, ValueError) as error:
        raise Refusal("打不开，可能已经损坏或加了密码，请重新保存后再传。") from error


def kind(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal("解开后太大，请拆成几个文件。")
    names = {part.filename.lower() for part in parts}
    if "OFD.xml" in archive.namelist():
        return "ofd" if is_ofd(archive) else ""
    types = b""
    if "[Content_Types].xml" in archive.namelist():
        with archive.open("[Content_Types].xml") as opened:
            types = opened.read(MOST_TYPES)
    if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in names):
        raise Refusal("带有宏，请另存为不带宏的 docx 或 xlsx。")
    return next((kind for told, kind in KINDS.items() if told in types), "")


def is_ofd(archive: zipfile.ZipFile) -> bool:
    """Whether OFD.xml is what opens an OFD, and not a part of that name alone."""
    with archive.open("OFD.xml") as opened:
        content = opened.read(MOST_TYPES)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return False
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return bool(OFD.fullmatch(etree.fromstring(content, parser).tag))
    except (etree.XMLSyntaxError, ValueError):
        return False
