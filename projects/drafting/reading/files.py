"""A list that comes as a file: its text taken out in a process of its own, then read."""

import json
from decimal import Decimal
from pathlib import Path

from projects.drafting.reading.blocks import Block, read_blocks
from projects.drafting.reading.found import Reading
from projects.drafting.reading.reader import read
from projects.sandbox import process
from projects.sandbox.process import MEGABYTE, Unreadable
from projects.values.numbers import plain

MOST_BYTES = 20 * MEGABYTE
MOST_TEXT = 2 * MEGABYTE
MOST_ROWS = 5_000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_file(data: bytes | Path, name: str = "") -> Reading:
    """Return the reading of a .txt, .docx, .xlsx or .pdf file, told by content.

    Raises `projects.sandbox.process.Unreadable` with a Chinese sentence that names the file.
    """
    if isinstance(data, Path):
        name = name or data.name
        data = data.read_bytes()
    if len(data) > MOST_BYTES:
        size = f"{len(data) / MEGABYTE:.1f}MB，最多{MOST_BYTES // MEGABYTE}MB"
        raise Unreadable(f"“{name}”文件太大，有{size}。")
    if data.startswith(OLE):
        raise Unreadable(f"“{name}”是旧格式（doc、xls、wps）或加了密码，请另存为docx或xlsx再传。")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return read(process.read("pdf", data, name=name).decode())
    if not data.startswith(b"PK"):
        return read(decoded(data, name))
    kind = process.read("package", data, name=name).decode()
    if kind == "docx":
        found = json.loads(process.read("word", data, name=name))
        return read_blocks(
            [Block(each.get("text", ""), each.get("rows")) for each in found["blocks"]]
        )
    if kind == "xlsx":
        found = json.loads(process.read("workbook", data, name=name, most_rows=MOST_ROWS))
        return read_blocks([block for sheet in found for block in of_sheet(sheet)])
    raise Unreadable(f"“{name}”不是文本、Word（docx）、Excel（xlsx）或PDF文件，读不出来。")


def decoded(data: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, or GBK as older programs save it."""
    if len(data) > MOST_TEXT:
        raise Unreadable(f"“{name}”文字太多，请只留下清单。")
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in found:
            return found
    raise Unreadable(f"“{name}”看不出是什么编码的文本，请另存为UTF-8再传。")


def of_sheet(sheet: dict) -> list[Block]:
    """A sheet's heading lines and its table; hidden sheets, rows and columns are left out."""
    if sheet["hidden"]:
        return []
    unseen_rows, unseen = set(sheet.get("hidden_rows", [])), set(sheet.get("hidden_columns", []))
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for number, line in sheet["rows"]:
        if number in unseen_rows:
            continue
        cells = [shown(cell) for place, cell in enumerate(line, 1) if place not in unseen]
        if not rows and sum(bool(cell.strip()) for cell in cells) == 1:
            blocks.append(Block(next(cell for cell in cells if cell.strip())))
        else:
            rows.append(cells)
    return [*blocks, Block("", rows)] if rows else blocks


def shown(cell) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, dict):
        return str(cell.get("day", ""))
    if isinstance(cell, float | int):
        return plain(Decimal(str(cell)))
    return str(cell)
