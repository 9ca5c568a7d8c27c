"""The notice board's sheet: one A4 page in large type, with a QR code that leads to the site."""

import itertools
import math
from dataclasses import dataclass

import segno
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import Programme
from projects.pages import addresses
from projects.views import programme_or_404
from supervision.models import Period, ShownCard
from supervision.public.tiles import Tile, tiles_of
from supervision.public.years import latest
from supervision.published.wording import Grade, Grading

# What fits on the sheet in type that is read from two metres: so many lines of projects, a
# long title on two of them, as is the programme's own at the top. A row of tiles takes one too.
LINES, ROW = 9, 11
LONG_TITLE, LONG_HEADING = 24, 19


@dataclass(frozen=True)
class Code:
    """A QR code as one SVG path; `size` counts its modules with the quiet zone."""

    path: str
    size: int


@dataclass(frozen=True)
class Late:
    number: int
    title: str
    grade: Grade
    missing: bool


@dataclass(frozen=True)
class Poster:
    period: Period | None
    grading: Grading | None
    grades: list[tuple[Grade, int]]
    tiles: list[Tile]
    late: list[Late]
    more: int
    code: Code
    address: str

    @property
    def total(self) -> int:
        return sum(self.period.counts.values()) if self.period else 0


def poster(programme: Programme, address: str) -> Poster:
    period, grading = latest(programme)
    late = behind(period, grading)
    tiles = tiles_of(programme, period, grading)
    taken = 2 * (len(programme.title) > LONG_HEADING) + math.ceil(len(tiles) / ROW)
    named = fitting(late, LINES - taken)
    return Poster(
        period=period,
        grading=grading,
        grades=grading.counted(period.counts) if grading else [],
        tiles=tiles,
        late=named,
        more=len(late) - len(named),
        code=qr(address),
        address=address,
    )


def behind(period: Period | None, grading: Grading | None) -> list[Late]:
    """Projects that are behind, the worst first; none where only bars are shown."""
    if not (grading and grading.judges):
        return []
    late = [colour for colour in grading.grades if grading.rank(colour)]
    shown = ShownCard.public.with_missing().filter(period=period, colour__in=late)
    rows = shown.order_by("project__number").values_list(
        "project__number",
        "project__title",
        "project__plain__name",
        "colour",
        "missing",
    )
    worst = sorted(rows, key=lambda row: -grading.rank(row[3]))
    return [
        Late(number, name or title, grading.grade(colour), missing)
        for number, title, name, colour, missing in worst
    ]


def fitting(late: list[Late], lines: int) -> list[Late]:
    """As many as there is room for; where not for all, a line says how many more."""
    sizes = [1 + (len(each.title) > LONG_TITLE) for each in late]
    if sum(sizes) <= lines:
        return late
    ends = list(itertools.accumulate(sizes))
    return [each for each, end in zip(late, ends, strict=True) if end < lines]


def qr(address: str) -> Code:
    """Medium error correction: read also from a creased sheet."""
    code = segno.make(address, error="m", micro=False)
    path, quiet = [], 4
    for y, row in enumerate(code.matrix, quiet):
        x = quiet
        for dark, run in itertools.groupby(row):
            length = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return Code("".join(path), code.symbol_size(border=quiet)[0])


@require_safe
def poster_sheet(request, year):
    programme = programme_or_404(year)
    address = addresses.absolute(request, reverse("year", args=[year]))
    page = poster(programme, address)
    return render(request, "public/poster.html", {"programme": programme, "poster": page})
