"""The reader: text in, a reading out."""

from dataclasses import replace

from projects.drafting.reading import doubts, grid, head, pages, prose, tables
from projects.drafting.reading.found import Check, NotTarget, ProjectRead, Reading
from projects.drafting.reading.piece import Piece, read_piece
from projects.drafting.reading.titles import CITY, VOTED


def read(text: str) -> Reading:
    """Return what a list's text says: its head, projects, targets and doubts. Never raises."""
    text = pages.prepared(text)
    return read_laid_out(text, grid.tables(text))


def read_laid_out(text: str, found_tables: list[list[grid.Row]]) -> Reading:
    """Return the reading of a text whose tables are known."""
    found, rest = tables.pieces(text, found_tables), []
    if not found:
        found, rest = prose.pieces(text)
    return put_together(text, found, rest)


def put_together(text: str, found: list[Piece], rest: list[tuple[int, int]]) -> Reading:
    start = found[0].start if found else len(text)
    voted = bool(VOTED.search(text))
    about = head.read_head(text, start)
    projects: list[ProjectRead] = []
    not_targets: list[NotTarget] = []
    checks: list[Check] = []
    for place, piece in enumerate(found):
        project, others, mine = read_piece(text, piece, about.year, place)
        if voted and not CITY.search(project.text):
            project = replace(project, city=False)
        projects.append(project)
        not_targets += others
        checks += mine
    checks += doubts.of_list(text, about, projects, rest)
    return Reading(
        title=about.title,
        year=about.year,
        issuer=about.issuer,
        document_number=about.document_number,
        text=text,
        projects=tuple(projects),
        not_targets=tuple(not_targets),
        checks=tuple(checks),
        issued_on=about.issued_on,
    )
