"""The board: projects down, months across."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import Programme, Project
from projects.pages.paging import PER_PAGE, kept_if_meant
from projects.values.months import span
from supervision.models import Period
from supervision.public.picture_addresses import year_pictures
from supervision.public.years import grading_of, period_or_404, year_or_404
from supervision.published.beside import give_beside
from supervision.published.disclosure import UNTOLD
from supervision.published.naming import give_names
from supervision.published.shown import PublicCard, public_card, shown_cards
from supervision.published.unit_days import standings_of
from supervision.published.wording import Grade, Grading, Shares

# As many months as fit on a phone beside the titles.
NEAR = 3


@dataclass(frozen=True)
class Cell:
    """A project's month: `grade` None where only bars are shown; `percent` "" where unknown.

    Where it is known and not told it says so. `missing`: the month's report did not come.
    """

    month: str
    grade: Grade | None
    percent: str
    missing: bool
    corrected: bool
    decided: bool


@dataclass(frozen=True)
class Column:
    """A published month; those near the chosen one are what a phone shows."""

    period: Period
    chosen: bool
    near: bool


@dataclass(frozen=True)
class Line:
    """Each column with its cell, None where the project had no card.

    `unkept` says which days its unit promised and did not keep, as of the last public month.
    """

    project: Project
    cells: list[tuple[Column, Cell | None]]
    unkept: str = ""


@dataclass(frozen=True)
class Board:
    """`before` and `after` are the months on both sides of the published ones.

    `counts` says how many projects had which grade in the chosen month.
    """

    programme: Programme
    columns: list[Column]
    chosen: Period | None
    counts: list[tuple[Grade, int]]
    before: list[str]
    after: list[str]
    lines: list[Line]
    page: Page
    grading: Grading | None

    @property
    def latest(self) -> Period | None:
        return self.columns[-1].period if self.columns else None


def board(programme: Programme, periods: list[Period], chosen: Period | None, page: str) -> Board:
    """In a number of queries that grows neither with projects nor with months."""
    projects = programme.projects.order_by("number")
    found = Paginator(projects, PER_PAGE).get_page(page)
    months = [period.month for period in periods]
    year = span(f"{programme.year}-01", f"{programme.year}-12")
    give_names(found)
    cards = cards_of(list(found), programme, periods)
    unkept = unkept_of(cards, periods[-1]) if periods else {}
    across = columns(periods, chosen)
    grading = grading_of(chosen)
    return Board(
        programme=programme,
        columns=across,
        chosen=chosen,
        counts=grading.counted(chosen.counts) if grading else [],
        before=[month for month in year if months and month < months[0]],
        after=[month for month in year if not months or month > months[-1]],
        lines=[
            Line(
                project,
                [(each, cell(cards.get((project.pk, each.period.pk)))) for each in across],
                unkept.get(project.pk, ""),
            )
            for project in found
        ],
        page=found,
        grading=grading,
    )


def columns(periods: list[Period], chosen: Period | None) -> list[Column]:
    """The chosen month and those before it are near; at the year's start those after it."""
    last = max(periods.index(chosen) + 1, NEAR) if chosen else 0
    return [
        Column(period, period == chosen, last - NEAR <= at < last)
        for at, period in enumerate(periods)
    ]


Cards = dict[tuple[int, int], PublicCard]  # by project and period


def cards_of(projects: list[Project], programme: Programme, periods: list[Period]) -> Cards:
    by_key = {project.pk: project for project in projects}
    give_beside(projects)
    rows = shown_cards().filter(period__in=periods, project__in=by_key).order_by()
    return {
        (row.project_id, row.period_id): public_card(row, by_key[row.project_id], programme)
        for row in rows
    }


def unkept_of(cards: Cards, period: Period) -> dict[int, str]:
    own = {project: card for (project, key), card in cards.items() if key == period.pk}
    found = standings_of(own, period.month) if own else {}
    return {key: each.unkept for key, each in found.items()}


def cell(card: PublicCard | None) -> Cell | None:
    """A card's cell, its share printed as the card's own pages print it."""
    return card and Cell(
        month=card.month,
        grade=card.grade,
        percent=percent_of(card.shares),
        missing=card.missing,
        corrected=card.corrected,
        decided=card.decided is not None,
    )


def percent_of(shares: Shares | None) -> str:
    if shares is None:
        return ""
    return f"{shares.percent}%" if shares.percent else UNTOLD


@require_safe
def board_page(request, year, month=None):
    programme, periods = year_or_404(year)
    latest = periods[-1] if periods else None
    chosen = period_or_404(periods, month) if month else latest
    page = board(programme, periods, chosen, request.GET.get("page", ""))
    lasting = reverse("board", args=[year])
    context = {
        "programme": programme,
        "board": page,
        "page": page.page,
        "lasting": lasting,
        "pictures": year_pictures(programme, latest),
    }
    return kept_if_meant(request, render(request, "public/board.html", context), page.page)
