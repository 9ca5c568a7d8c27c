"""A document of paragraphs and tables: laid out as one text, then read."""

import re
from dataclasses import dataclass

from projects.drafting.reading.found import Reading
from projects.drafting.reading.grid import Row
from projects.drafting.reading.pages import MOST
from projects.drafting.reading.reader import read_laid_out
from projects.values.text import clean


@dataclass(frozen=True)
class Block:
    """A paragraph, or a table where `rows` is not None."""

    text: str
    rows: list[list[str]] | None = None


def read_blocks(blocks: list[Block]) -> Reading:
    """Return the reading of a document: rows stand on lines, their cells parted by tabs."""
    text = ""
    tables: list[list[Row]] = []
    for block in blocks:
        if len(text) > MOST:
            break
        if block.rows is None:
            told = clean(block.text).replace("\t", " ").strip(" \u3000\n")
            text += told + "\n"
            continue
        rows = []
        for cells in block.rows:
            spans = []
            for place, cell in enumerate(cells):
                text += "\t" if place else ""
                told = re.sub(r"\t", " ", clean(cell)).strip()
                spans.append((len(text), len(text) + len(told)))
                text += told
            text += "\n"
            if spans:
                rows.append(Row(tuple(spans)))
        if rows:
            tables.append(rows)
    return read_laid_out(text.rstrip("\n"), tables)
