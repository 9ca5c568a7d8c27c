"""A workbook of many rows is read and compared in the memory that one of few takes."""

import datetime as dt
import io
import tracemalloc
from tempfile import TemporaryFile

import pytest

from supervision.reports.workbook import month, preview
from supervision.reports.workbook.columns import FIGURE_COLUMNS, FIGURES
from supervision.reports.workbook.incoming import opened
from supervision.reports.workbook.outgoing import workbook
from supervision.reports.workbook.paper import Page, new_book
from supervision.spreadsheets import archive, stream
from tests.factories import make_project, make_report, make_target, moment

MOST_GROWTH = 1.5


def most_memory(work, *given) -> int:
    """The most that was held at once, after a first time that fills what stays filled."""
    work(*given)
    tracemalloc.start()
    work(*given)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def filled_file(rows: int) -> bytes:
    book, buffer = new_book(), io.BytesIO()
    page = Page(book, FIGURES, FIGURE_COLUMNS, [c.header for c in FIGURE_COLUMNS], 1)
    page.head()
    for number in range(rows):
        row = {"code": f"{number // 4 + 1}v0-{number}", "cause": f"第{number}批灯具到货晚。"}
        page.add([row.get(c.key, "") for c in FIGURE_COLUMNS], "quantity", {}, {})
    book.save(buffer)
    return buffer.getvalue()


def read_all(content: bytes) -> int:
    with opened(content) as book:
        return sum(len(list(book.rows_of(report))) for report in book.reports)


def test_four_times_the_rows_are_read_in_the_same_memory(monkeypatch):
    for module in (archive, stream):  # so that either file comes in many pieces
        monkeypatch.setattr(module, "CHUNK", 16 * 1024)
    few, many = filled_file(400), filled_file(1_600)
    assert read_all(many) == 1_600
    assert most_memory(read_all, many) < MOST_GROWTH * most_memory(read_all, few)


@pytest.mark.django_db
def test_three_times_the_projects_are_compared_in_the_same_memory(world, monkeypatch):
    monkeypatch.setattr(month, "BATCH", 3)
    monkeypatch.setattr(preview, "MOST_SHOWN", 5)
    day = dt.date(2023, 10, 5)

    def look(book) -> None:
        with TemporaryFile() as drafts:
            found = preview.preview(book, world.owner, world.period, day, drafts)
        assert not found.problems

    def compare(projects: int) -> int:
        for number in range(world.programme.projects.count(), projects):
            project = make_project(world.programme, unit=world.unit, number=number + 100)
            make_target(project, "甲", plan={"2023-12": "100"})
            make_report(world.period, project, world.unit)
        with opened(workbook(world.owner, world.period, moment("2023-10-05 10:00"))) as book:
            assert len(book.reports) == projects - 1  # one is the stranger's
            return most_memory(look, book)

    few = compare(24)
    assert compare(72) < MOST_GROWTH * few
