"""Files made to hurt whoever opens them: of every kind that may be attached, and of none."""

import io
import random
import struct
import zipfile
import zlib

from PIL import Image

from tests.admin import files as given

LAUGHS = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
BILLION = (
    f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x0 "ha">{LAUGHS}'
    '<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&x9;&f;</a>'
)


def hostile_files(count: int) -> list[tuple[str, bytes]]:
    """The worst that are known, then these and honest ones with bytes changed, cut or added."""
    dice = random.Random(2023)
    worst = [*known()]
    honest = [("好.pdf", given.PDF), ("好.docx", given.DOCX), ("好.xlsx", given.XLSX)]
    honest += [("好.jpg", given.photo()), ("好.png", given.photo("PNG")), ("好.ofd", given.OFD)]
    found = worst[:count]
    while len(found) < count:
        name, content = dice.choice([*honest, *worst])
        found.append((name, spoilt(dice, content[:200_000])))
    return found


def spoilt(dice: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(dice.randint(1, 20)):
        if made:
            made[dice.randrange(len(made))] = dice.randrange(256)
    cut = dice.randrange(len(made) + 1) if dice.random() < 0.3 else len(made)
    return bytes(made[:cut]) + dice.randbytes(dice.choice([0, 0, 1, 1000]))


def known():
    yield "炸弹.png", png(1, 49_999_999)
    yield "炸弹2.png", png(50_000, 50_000)
    yield "炸弹3.png", png(7000, 7000, b"\0" * (7001 * 7000))
    yield "大.jpg", picture(6000, 6000, "JPEG")
    for ending in ("docx", "xlsx", "ofd"):
        part = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}[ending]
        yield f"炸弹.{ending}", packed({part: b"0" * 80_000_000})
        yield f"实体.{ending}", packed({part: BILLION.encode()})
        yield f"许多.{ending}", packed({f"{part}{n}": b"" for n in range(3000)} | {part: b"<a/>"})
        yield f"路径.{ending}", packed({part: b"<a/>", "../../../../tmp/drill-escaped": b"x"})
    yield "宏.xlsx", given.MACRO
    yield "网页.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF\n"
    yield "程序.pdf", b"MZ" + b"\0" * 5000 + b"%PDF-1.4 %%EOF"
    yield "图.svg", given.SVG
    yield "空.pdf", b"\n"
    yield "../../etc/cron.d/x.pdf", given.PDF
    yield "长" * 300 + ".pdf", given.PDF
    yield "假.heic", b"\0\0\0\x18ftypheic" + b"\xff" * 4000
    yield "深.pdf", b"%PDF-1.4\n" + b"<<" * 100_000 + b">>" * 100_000 + b"\n%%EOF\n"


def png(width: int, height: int, pixels: bytes = b"\0" * 1000) -> bytes:
    """A PNG that says this size of itself, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 1 if not pixels[1001:] else 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def picture(width: int, height: int, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind, quality=30)
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", f"{given.WORD} {given.SHEET}")
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()
