"""The board as a table: projects down, months across."""

from dataclasses import dataclass

from projects.models import Project
from supervision.cards.history import Cell
from supervision.models import Period


@dataclass(frozen=True)
class Row:
    """`cells` are (month, cell), in the order of the months; None where there was no card."""

    project: Project
    cells: list[tuple[str, Cell | None]]


def rows_of(projects, periods: list[Period], cells: dict[int, dict[str, Cell]]) -> list[Row]:
    return [
        Row(
            project,
            [(period.month, cells.get(project.pk, {}).get(period.month)) for period in periods],
        )
        for project in projects
    ]
