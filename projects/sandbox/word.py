"""A Word file's paragraphs and tables in order, with the numbers that Word itself would print.

What is written is {"blocks": [{"text": …} or {"rows": [[cell, …], …]}, …]}. A cell that a merged
one covers is empty. Deleted text, headers, footers and comments are left out.
"""

import io
import json
import zipfile

from lxml import etree
from refusal import DAMAGED, Refusal

MOST_PARTS, MOST_UNPACKED = 5000, 100 * 1024 * 1024
MOST_BLOCKS, MOST_LEVELS = 20_000, 9
DEEPEST = 120  # elements within each other
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = {f"{W}del", f"{W}instrText", f"{W}delText", f"{W}moveFrom",
           "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
DIGITS = "零一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def read(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refusal("解开后太大，请删去图片后再传。")
            body = tree(archive, "word/document.xml")
            numbers = Numbers(tree(archive, "word/numbering.xml"), tree(archive, "word/styles.xml"))
    except DAMAGED as error:
        raise Refusal("打不开，可能已经损坏或加了密码，请重新保存后再传。") from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("的内容不合常规，读不出来，请用Word或WPS打开后另存为docx再传。") from error
    if body is None:
        raise Refusal("不是Word文件（docx），读不出来。")
    blocks = blocks_of(body.find(f"{W}body"), numbers)
    return json.dumps({"blocks": blocks}, ensure_ascii=False).encode("utf-8", "ignore")


def tree(archive: zipfile.ZipFile, part: str):
    if part not in archive.namelist():
        return None
    content = archive.read(part)
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        raise ValueError("declarations")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


class Numbers:
    """The numbers that lists print by themselves, counted on paragraph by paragraph."""

    def __init__(self, numbering, styles):
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, list[int]] = {}
        self.overrides: dict[tuple[str, int], int] = {}
        if numbering is not None:
            self.enter(numbering)
        if styles is not None:
            for style in styles.iter(f"{W}style"):
                told = told_numbers(style.find(f"{W}pPr"))
                if told:
                    self.styles[style.get(f"{W}styleId", "")] = told

    def enter(self, numbering) -> None:
        for kind in numbering.iter(f"{W}abstractNum"):
            levels = {}
            for level in kind.iter(f"{W}lvl"):
                style = value(level, "numFmt", "decimal")
                start = int(value(level, "start", "1") or 1)
                levels[int(level.get(f"{W}ilvl", 0))] = style, value(level, "lvlText", ""), start
            self.levels[kind.get(f"{W}abstractNumId", "")] = levels
        for each in numbering.iter(f"{W}num"):
            key = each.get(f"{W}numId", "")
            self.lists[key] = value(each, "abstractNumId", "")
            for override in each.iter(f"{W}lvlOverride"):
                if start := value(override, "startOverride", ""):
                    self.overrides[key, int(override.get(f"{W}ilvl", 0))] = int(start)

    def of(self, paragraph) -> str:
        """The number that stands before a paragraph; "" for none and for bullets."""
        about = paragraph.find(f"{W}pPr")
        told = told_numbers(about)
        if told is None and about is not None:
            told = self.styles.get(value(about, "pStyle", ""))
        if not told or told[0] in ("", "0") or not 0 <= told[1] < MOST_LEVELS:
            return ""
        key, level = told
        levels = self.levels.get(self.lists.get(key, ""), {})
        if level not in levels:
            return ""
        counter = self.counter(key, level)
        counts = self.counts.setdefault(counter, [0] * MOST_LEVELS)
        first = self.overrides.pop((key, level), None)
        if first is not None:
            counts[level] = first
        else:
            counts[level] = counts[level] + 1 if counts[level] else levels[level][2]
        counts[level + 1 :] = [0] * (MOST_LEVELS - level - 1)
        style, text, _ = levels[level]
        if style in ("bullet", "none"):
            return ""
        for finer in range(level + 1):
            if finer in levels:
                shown = in_style(counts[finer] or 1, levels[finer][0])
                text = text.replace(f"%{finer + 1}", shown)
        return text

    def counter(self, key: str, level: int) -> str:
        return self.lists.get(key, key)


def told_numbers(about) -> tuple[str, int] | None:
    numbers = about.find(f"{W}numPr") if about is not None else None
    if numbers is None:
        return None
    return value(numbers, "numId", ""), int(value(numbers, "ilvl", "0") or 0)


def value(element, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", default) if found is not None else default


def in_style(number: int, style: str) -> str:
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting",
                 "ideographDigital", "taiwaneseCounting", "taiwaneseCountingThousand"):  # fmt: skip
        return chinese(number)
    if style == "decimalEnclosedCircle" or style == "decimalEnclosedCircleChinese":
        return CIRCLES[number - 1] if number <= len(CIRCLES) else str(number)
    if style == "decimalZero":
        return f"{number:02}"
    if style == "ideographTraditional":
        return STEMS[(number - 1) % len(STEMS)]
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if style == "lowerLetter" else letter.upper()
    return str(number)


def chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def blocks_of(body, numbers: Numbers) -> list[dict]:
    found: list[dict] = []
    for element in flattened(body):
        if len(found) >= MOST_BLOCKS:
            raise Refusal(f"超过{MOST_BLOCKS}段，可能有误，没有读取。")
        if element.tag == f"{W}p":
            found.append({"text": paragraph(element, numbers)})
        else:
            found.append({"rows": rows_of(element, numbers)})
    return found


def flattened(body):
    """Paragraphs and tables in order, those in content controls too."""
    for element in body if body is not None else ():
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag == f"{W}sdt":
            yield from flattened(element.find(f"{W}sdtContent"))
        elif element.tag in (f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            yield from flattened(element)


def paragraph(element, numbers: Numbers) -> str:
    return numbers.of(element) + text_of(element)


def text_of(element) -> str:
    pieces: list[str] = []
    waiting = [(child, 1) for child in reversed(element)]
    while waiting:
        each, depth = waiting.pop()
        if each.tag in SKIPPED or depth > DEEPEST:
            continue
        if each.tag == f"{W}t":
            pieces.append(each.text or "")
        elif each.tag == f"{W}tab":
            pieces.append(" ")
        elif each.tag in (f"{W}br", f"{W}cr"):
            pieces.append("\n")
        elif each.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif each.tag != f"{W}pPr":
            waiting += [(child, depth + 1) for child in reversed(each)]
    return "".join(pieces)


def rows_of(table, numbers: Numbers) -> list[list[str]]:
    """A table's rows; what merged cells cover is empty, tables within cells are run on."""
    rows = []
    for row in table.iter(f"{W}tr"):
        cells: list[str] = []
        for cell in row.iterchildren(f"{W}tc", f"{W}sdt"):
            if cell.tag == f"{W}sdt":
                cell = next(cell.iter(f"{W}tc"), None)
                if cell is None:
                    continue
            about = cell.find(f"{W}tcPr")
            merged = about.find(f"{W}vMerge") if about is not None else None
            covered = merged is not None and merged.get(f"{W}val", "continue") != "restart"
            lines = [paragraph(each, numbers) for each in cell.iter(f"{W}p")]
            cells.append("" if covered else "\n".join(line for line in lines if line.strip()))
            wide = int(value(about, "gridSpan", "1") or 1) if about is not None else 1
            cells += [""] * (min(wide, 60) - 1)
        if len(cells) <= 100:
            rows.append(cells)
    return rows
