"""The papers of published months held to the cards as they are stored."""

import io
import json
import re
from collections import Counter

from docx import Document

from projects.models import Programme
from supervision.briefing.one_page import one_page
from supervision.documents.bulletin import as_word as bulletin_word
from supervision.models import Period, ShownCard
from supervision.published.bulletin import bulletin
from supervision.status_sheet.status import status_sheet
from supervision.yearend.summary import summary

NAMES = {"blue": "蓝牌", "yellow": "黄牌", "red": "红牌"}


def in_table(paper: bytes) -> dict[int, list[str]]:
    """The cells of a Word paper's rows, by the number that they begin with."""
    found = {}
    for table in Document(io.BytesIO(paper)).tables:
        for row in table.rows:
            cells = [cell.text for cell in row.cells]
            if cells[0].isdigit():
                found[int(cells[0])] = cells
    return found


def said_counts(text: str) -> dict[str, int]:
    words = {"blue": "按序时推进", "yellow": "进度偏慢", "red": "进度滞后"}
    counts = {c: re.search(rf"{w}(\d+)件", text) for c, w in words.items()}
    return {colour: int(found[1]) for colour, found in counts.items() if found}


def shares_of(card) -> list[tuple]:
    """What is done and planned of the whole and of each promise, one of which a row tells."""
    verdict = json.loads(card.verdict)
    return [(each["actual"], each["planned"]) for each in (verdict, *verdict["targets"])]


def said(cells: list[str], *shares) -> bool:
    """Whether cells with a percentage say these shares."""
    return all(
        share is not None and abs(float(cell[:-1]) - float(share) * 100) < 0.11
        for cell, share in zip(cells, shares, strict=True)
        if cell.endswith("%")
    )


def papers_agree(at) -> None:
    """Every paper of every public month against the cards as they are stored."""
    year = summary(Programme.everything.get(year=2023), at)
    final = {line.project.number: line.months for line in year.lines}
    for period in Period.public.order_by("month"):
        shown = ShownCard.everything.filter(period=period).select_related("card", "project")
        cards = {each.project.number: each for each in shown}
        counts = Counter(each.colour for each in cards.values() if each.colour)
        made = bulletin(period)
        later = {each.submission.report.project.number for each in made.corrected}
        later |= {each.project.number for each in made.decided}
        told = in_table(bulletin_word(made))
        assert told.keys() == cards.keys(), period
        for number, cells in told.items():
            if number in later:
                continue  # as it was issued; the paper's own list of corrections tells the rest
            each, line = cards[number], " ".join(cells)
            assert all((NAMES[c] in line) == (c == each.colour) for c in NAMES), (period, line)
            assert any(said(cells[4:6], *shares) for shares in shares_of(each.card)), (period, line)
        if not later:
            assert said_counts(made.overall) == counts, period
        page = one_page(Period.everything.get(pk=period.pk), at)
        assert said_counts(page.overall) == counts, period
        behind = {int(row["项目"].split(".")[0]): row["差多少"] for row in page.late}
        wanted = {n: NAMES[e.colour] for n, e in cards.items() if e.colour in ("yellow", "red")}
        assert {n: words[:2] for n, words in behind.items()} == wanted, period
        for number, each in cards.items():
            name = NAMES.get(each.colour, "")
            assert final[number][period.month].startswith(name), (period, number)
        for row in status_sheet(period, public=False).rows:
            assert row["colour"] == (cards[row["number"]].colour or "unrated"), (period, row)
