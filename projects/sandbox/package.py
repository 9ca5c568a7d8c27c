"""What a zip holds: a Word file, a workbook or an OFD, told by what its parts say they are."""

import io
import zipfile

from refusal import DAMAGED, Refusal

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
MOST_TYPES = 1024 * 1024
KINDS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}


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
    if "ofd.xml" in names:
        return "ofd"
    types = b""
    if "[Content_Types].xml" in archive.namelist():
        with archive.open("[Content_Types].xml") as opened:
            types = opened.read(MOST_TYPES)
    if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in names):
        raise Refusal("带有宏，请另存为不带宏的 docx 或 xlsx。")
    return next((kind for told, kind in KINDS.items() if told in types), "")
