"""Files as people attach them, honest and not."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photo(kind: str = "JPEG", *, exif: bool = False, after: bytes = b"") -> bytes:
    """A small picture, with the place it was taken and code appended where asked."""
    picture, notes = Image.new("RGB", (40, 30), "teal"), Image.Exif()
    if exif:
        notes[0x010E] = "GPS 35.4,116.6 somebody's home"
    out = io.BytesIO()
    picture.save(out, kind, exif=notes)
    return out.getvalue() + after


def package(*names: str, types: str = "", content: str = "x") -> bytes:
    """A zip with the parts named and what it says they are, as docx and xlsx are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("[Content_Types].xml", types)
        for name in names:
            zipped.writestr(name, content)
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


WORD, SHEET = "wordprocessingml.document.main+xml", "spreadsheetml.sheet.main+xml"
DOCX = package("word/document.xml", types=WORD)
XLSX = package("xl/workbook.xml", types=SHEET)
MACRO = package("xl/workbook.xml", "xl/vbaProject.bin", types=SHEET)
OFD_ROOT = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"/>'
OFD = package("OFD.xml", content=OFD_ROOT)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
