"""What a stranger reads of outputs that are no tables: pictures, papers, articles, workbooks."""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from docx import Document
from openpyxl import load_workbook

ATOM = "{http://www.w3.org/2005/Atom}"
CELL = re.compile(r"/2023/(\d+)/cards/2023-(\d\d)/.{0,200}?<small>([\d.]+)%</small>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
KEYS = {"任务内容及指标": "task", "本月完成": "month_done", "备注": "remark"}
# How a count of people is told in a sentence or beside a bar; plans are nothing until December.
TOLD = (
    re.compile(r"(?:已完成|累计完成|完成)\s*([\d,]+)\s*人"),
    re.compile(r"([\d,]+)\s*[／/]\s*\d+\s*人"),
    re.compile(r"比计划多\s*([\d,]+)\s*人"),
)
STEP = re.compile(r"([\d,]+)→([\d,]+)人")


def text_in(path: str, content: bytes) -> str:
    if ".xlsx" in path:
        book = load_workbook(io.BytesIO(content))
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return "\n".join(
            "\t".join(" ".join(str("" if v is None else v).split()) for v in row) for row in rows
        )
    if path.endswith(".docx"):
        paper = Document(io.BytesIO(content))
        cells = (
            "\t".join(cell.text for cell in row.cells)
            for table in paper.tables
            for row in table.rows
        )
        return "\n".join([*(each.text for each in paper.paragraphs), *cells])
    return content.decode("utf-8-sig")


def rows_of(text: str) -> Iterator[dict]:
    """The rows of a workbook's sheet, by the keys of the columns that tell counts."""
    head: list[str] = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if "任务内容及指标" in cells:
            head = [
                "total_done" if cell.endswith("累计完成") else KEYS.get(cell, "") for cell in cells
            ]
        elif head:
            yield {key: number(cell) for key, cell in zip(head, cells, strict=False) if key}


def entries(text: str) -> Iterator[tuple[str, str]]:
    """(month told of, words) of each entry of a feed; "" where it tells of several."""
    for entry in ElementTree.fromstring(text.encode()).iter(f"{ATOM}entry"):
        told = "。".join(entry.findtext(f"{ATOM}{part}") or "" for part in ("title", "summary"))
        found = re.search(r"(20\d\d)年(\d+)月", told)
        yield f"{found[1]}-{int(found[2]):02d}" if found else "", told


def board(text: str) -> Iterator[tuple[int, int, float, float]]:
    """(project, month, least, greatest): the shares in a board's cells, to a tenth."""
    for number, month, percent in CELL.findall(text):
        share = float(percent)
        yield int(number), int(month), (share - 0.1) / 100, (share + 0.1) / 100


def number(cell: str):
    return float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell


def said(text: str, names: list[str]) -> Iterator[tuple[str, int, int | None]]:
    """(whose, count, count before) as sentences tell them of each name."""
    plain = TAG.sub("", text)
    for found in re.finditer("|".join(names), plain):
        rest = re.split("|".join([*names, "。", "\n\n"]), plain[found.end() : found.end() + 80])[0]
        for pattern in TOLD:
            for count in pattern.findall(rest):
                yield found[0], int(count.replace(",", "")), None
        for before, now in STEP.findall(rest):
            yield found[0], int(now.replace(",", "")), int(before.replace(",", ""))
