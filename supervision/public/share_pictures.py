"""Share pictures: what a project's month, or the year's, says at a glance, as a PNG for chats.

Two forms of each: wide for links and articles, square for the small pictures of chats. Figures
and colours are those of the stored card, as on its page (docs/adr/0048-share-pictures.md).
"""

import math
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import Programme
from projects.pages import addresses
from projects.values.months import in_words
from supervision.documents import drawing
from supervision.models import Period
from supervision.public.poster import qr
from supervision.public.project import project_or_404
from supervision.public.tiles import Tile, tiles_of
from supervision.public.years import (
    grading_of,
    period_or_404,
    with_rules,
    year_or_404,
    year_words,
)
from supervision.published.disclosure import UNTOLD
from supervision.published.figures import Figure
from supervision.published.promised import figures_of, key_figure, terms_of
from supervision.published.shown import PublicCard, public_card, shown_cards

WIDE, SQUARE = "wide", "square"
SIZES = {WIDE: (1200, 630), SQUARE: (600, 600)}
# The room that lines have, and the sizes of type they may take: title, number, sentence.
ROOM = {WIDE: 664, SQUARE: 504}
TITLE = {WIDE: (60, 50, 42), SQUARE: (50, 44, 38)}
COUNT = {WIDE: (136, 112, 88, 64), SQUARE: (112, 96, 72, 56)}
SENTENCE = {WIDE: (52, 46, 40), SQUARE: (34, 30, 26)}
# Where the tiles stand in each picture: left, top, width, height and what lies between them.
BOXES = {
    "project-wide": (824, 112, 320, 276, 8),
    "year-wide": (64, 236, 1072, 184, 12),
    "year-square": (48, 216, 504, 280, 9),
}
# A tile looks right so much wider than high.
SHAPE = 1.3


@dataclass(frozen=True)
class Placed:
    """A tile at its place, its number above its sign."""

    tile: Tile
    x: float
    y: float
    wide: float
    high: float
    chosen: bool

    @property
    def outer(self) -> tuple[float, float]:
        """Width and height of the line around the chosen one."""
        return self.wide + 6, self.high + 6

    @property
    def type(self) -> float:
        return round(self.high * 0.46, 1)

    @property
    def line(self) -> float:
        """Where the number stands; in the middle where no sign is shown."""
        signed = self.tile.grade and self.tile.grade.shape
        return round(self.high * (0.5 if signed else 0.66), 1)

    @property
    def middle(self) -> float:
        return round(self.wide / 2, 1)

    @property
    def sign(self) -> tuple[float, float, float]:
        """Left, top and size."""
        size = self.high * 0.28
        return round((self.wide - size) / 2, 1), round(self.high * 0.62, 1), round(size, 1)


@dataclass(frozen=True)
class Count:
    """已完成 90 ／149口, the number in the largest type with which all of it fits in a line."""

    before: str
    number: str
    after: str
    size: int


@dataclass(frozen=True)
class Bar:
    """How far is done, and where the plan's mark stands, in pixels."""

    done: float
    mark: float
    whole: int


@require_safe
def project_picture(request, year, number, month, form=WIDE):
    project = project_or_404(year, number)
    period = with_rules(Period.public.filter(programme=project.programme, month=month)).first()
    shown = period and shown_cards().filter(project=project, period=period).first()
    if not shown:
        raise Http404(f"第{number}项{in_words(month)}没有公开的进展。")
    card = public_card(shown, project, project.programme)
    figures = figures_of(card, terms_of([project.pk], month).get(project.pk, []))
    figure = key_figure(figures, card)
    size, title = drawing.fitted(project.called, ROOM[form], TITLE[form], 2)
    told = {
        "number": number,
        "size": size,
        "title": title,
        "card": card,
        "figure": figure,
        "name": f"{figure.name}（共{len(figures)}项）" if len(figures) > 1 else "",
        "count": figure and counted(figure, form),
        "gap": gap(figure, card) if figure and form == WIDE else "",
        "bar": figure and bar(figure, ROOM[form]),
    }
    page = reverse("project", args=[year, number])
    return drawn(request, f"project-{form}", project.programme, period, page, told)


@require_safe
def year_picture(request, year, month, form=WIDE):
    programme, periods = year_or_404(year)
    period = period_or_404(periods, month)
    sentence = year_words(period, grading_of(period))
    size, lines = drawing.fitted(sentence, SIZES[form][0] - 128, SENTENCE[form], 3)
    page = reverse("year", args=[year])
    told = {"size": size, "lines": lines}
    return drawn(request, f"year-{form}", programme, period, page, told)


def drawn(request, name: str, programme: Programme, period: Period, page: str, told: dict):
    """The picture as a file; 404 where this machine can draw none."""
    if not drawing.has_chinese():
        raise Http404(drawing.NO_FONT)
    tiles = tiles_of(programme, period, grading_of(period)) if name in BOXES else []
    context = {
        **told,
        "programme": programme,
        "period": period,
        "tiles": placed(tiles, BOXES[name], told.get("number")) if tiles else [],
        "code": qr(addresses.absolute(request, page)),
        "fonts": {"serif": drawing.SERIF, "sans": drawing.SANS},
    }
    svg = render_to_string(f"pictures/{name}.svg", context)
    return HttpResponse(drawing.png(svg), content_type="image/png")


def placed(tiles: list[Tile], box: tuple[int, ...], chosen: int | None) -> list[Placed]:
    """The tiles in rows that fill a box as well as tiles of their shape can."""
    left, top, wide, high, gap = box

    def size(columns: int) -> tuple[float, float]:
        rows = math.ceil(len(tiles) / columns)
        return (wide - gap * (columns - 1)) / columns, (high - gap * (rows - 1)) / rows

    def likeness(columns: int) -> float:
        across, down = size(columns)
        return min(across, down * SHAPE)

    columns = max(range(1, len(tiles) + 1), key=likeness)
    across, down = size(columns)
    return [
        Placed(
            tile,
            round(left + at % columns * (across + gap), 1),
            round(top + at // columns * (down + gap), 1),
            round(across, 1),
            round(down, 1),
            tile.number == chosen,
        )
        for at, tile in enumerate(tiles)
    ]


def counted(figure: Figure, form: str) -> Count:
    """The figure as lists say it."""
    promised = f"承诺{figure.verb}{figure.bound}"
    if figure.pending:
        words = "常年服务" if figure.kind == "service" else "分节点推进"
        before, number = (promised, figure.total) if figure.total else ("", words)
        after = f"{figure.measure if figure.total else ''}，{figure.unplanned}"
    elif figure.withheld:
        before, number, after = figure.verb, figure.done, figure.measure
        if figure.done == UNTOLD:
            before, number, after = "", figure.untold, ""
    elif figure.begins:
        before, number = (promised, figure.total) if figure.total else ("", figure.gap)
        after = f"{figure.measure}，{figure.gap}" if figure.total else ""
    else:
        before, number = figure.verb, figure.done
        after = f"／{figure.total}{figure.measure}"
    small = 40 if form == WIDE else 34
    beside = drawing.width(before + after) * small
    fits = (size for size in COUNT[form] if drawing.width(number) * size + beside <= ROOM[form])
    return Count(before, number, after, next(fits, COUNT[form][-1]))


def gap(figure: Figure, card: PublicCard) -> str:
    """How it stands to the plan, where that fits beside the card: no figure is cut off."""
    if figure.finished or figure.pending or figure.withheld:
        return ""
    grade = card.grade
    beside = drawing.width(f"{grade.name}{grade.words}") * 34 + 140 if grade else 0
    return figure.gap if beside + drawing.width(figure.gap) * 30 <= ROOM[WIDE] else ""


def bar(figure: Figure, room: int) -> Bar | None:
    """None where nothing is planned yet, or what is done is not told."""
    shares = figure.shares
    if shares is None or shares.actual is None:
        return None
    ends = (float(min(max(share, 0), 1)) * room for share in (shares.actual, shares.planned))
    return Bar(*(round(end, 1) for end in ends), room)
