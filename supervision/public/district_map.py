"""The district's places as a plain map: points the office gave, and nothing from outside.

Only marks and names are drawn, no road and no border: those would be somebody else's map.
"""

from dataclasses import dataclass
from math import cos, radians

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import Programme
from projects.views import programme_or_404
from supervision.models import Period
from supervision.public.places import NOWHERE, public_sites
from supervision.public.spots import MOST_NAMES, Spot, spots_of

# In units of the drawing, which on a phone are its pixels: marks keep a finger's distance.
WIDE, HIGHEST, MARGIN, APART = 358, 428, 33, 26
LETTER, SCALE = 15, 28  # a letter of a name; the strip below that the scale stands in
KM_PER_DEGREE = 111.32
LENGTHS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Mark:
    """A point of the map: one place, or several that lie too close to be told apart."""

    number: int
    x: float
    y: float
    spots: list[Spot]

    @property
    def towns(self) -> list[str]:
        return list(dict.fromkeys(spot.town for spot in self.spots))

    @property
    def state(self) -> str:
        states = {spot.state for spot in self.spots}
        return next((s for s in ("late", "planned") if s in states), "open")

    @property
    def url(self) -> str:
        """The place's page; of several, their line in the list."""
        return self.spots[0].url if len(self.spots) == 1 else ""

    @property
    def words(self) -> str:
        if len(self.spots) > 1:
            return f"{self.spots[0].name}等{len(self.spots)}个地方"
        return f"{self.spots[0].name}：{self.spots[0].words}"


@dataclass(frozen=True)
class Label:
    """A town's name: its middle, and the line that it stands on."""

    x: float
    y: float
    name: str

    @property
    def half(self) -> float:
        return len(self.name) * LETTER / 2

    def clear_of(self, marks: list[Mark], labels: list["Label"]) -> bool:
        reach = self.half + APART / 2
        return not any(
            abs(mark.x - self.x) < reach and abs(mark.y - (self.y - LETTER / 2)) < LETTER + 2
            for mark in marks
        ) and not any(
            abs(other.x - self.x) < self.half + other.half and abs(other.y - self.y) < LETTER
            for other in labels
        )


@dataclass(frozen=True)
class DistrictMap:
    marks: list[Mark]
    labels: list[Label]
    below: int  # where the marks end and the scale begins
    bar: float
    bar_words: str
    without: int
    period: Period | None

    @property
    def height(self) -> int:
        return self.below + SCALE

    @property
    def towns(self) -> list[tuple[str, list[Mark]]]:
        """The marks by town; one that holds places of several stands under all their names."""
        found: dict[str, list[Mark]] = {}
        for mark in self.marks:
            name = "、".join(town or NOWHERE for town in mark.towns)
            found.setdefault(name, []).append(mark)
        return sorted(found.items())


def points_of(programme: Programme) -> dict[tuple[str, str], tuple[float, float]]:
    """Latitude and longitude of each town's places, those of the first promise that has them."""
    rows = public_sites().filter(target__project__programme=programme, latitude__isnull=False)
    rows = rows.order_by("-target__project__number", "-target__number", "-pk")
    found = rows.values_list("place", "name", "latitude", "longitude")
    return {(town, name): (float(north), float(east)) for town, name, north, east in found}


def district_map(programme: Programme) -> DistrictMap:
    period = Period.public.last_of(programme)
    points = points_of(programme)
    sites = public_sites().filter(target__project__programme=programme)
    spots = spots_of(sites, programme.year, period, most=MOST_NAMES * 10)
    placed = [spot for spot in spots if (spot.town, spot.name) in points]
    flat, below, per_km = drawn([points[spot.town, spot.name] for spot in placed])
    marks = gathered(list(zip(placed, flat, strict=True)))
    bar = max((each for each in LENGTHS if each * per_km <= WIDE / 3), default=LENGTHS[0])
    words = f"{bar:g}公里" if bar >= 1 else f"{bar * 1000:g}米"
    return DistrictMap(
        marks, labels_of(marks), below, round(bar * per_km, 1), words,
        len(spots) - len(placed), period,
    )  # fmt: skip


def drawn(points: list[tuple[float, float]]) -> tuple[list[tuple[float, float]], int, float]:
    """Points on the drawing, north up; its height and how long a kilometre is."""
    if not points:
        return [], 0, 1
    middle = cos(radians(sum(north for north, _ in points) / len(points)))
    flat = [(east * middle * KM_PER_DEGREE, -north * KM_PER_DEGREE) for north, east in points]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*flat, strict=True))
    inner = WIDE - 2 * MARGIN
    # A kilometre at most fills the drawing: a lone point needs no greater scale.
    per_km = min(inner / max(right - left, 1), (HIGHEST - 2 * MARGIN) / max(bottom - top, 1))
    aside = (WIDE - (right - left) * per_km) / 2
    placed = [
        (round(aside + (x - left) * per_km, 1), round(MARGIN + (y - top) * per_km, 1))
        for x, y in flat
    ]
    return placed, round((bottom - top) * per_km + 2 * MARGIN), per_km


def gathered(placed: list[tuple[Spot, tuple[float, float]]]) -> list[Mark]:
    """Marks no two of which are closer than a finger; what lies closer shares one."""
    marks: list[Mark] = []
    for spot, (x, y) in placed:
        near = (m for m in marks if (m.x - x) ** 2 + (m.y - y) ** 2 < APART**2)
        if mark := next(near, None):
            mark.spots.append(spot)
        else:
            marks.append(Mark(len(marks) + 1, x, y, [spot]))
    return marks


def labels_of(marks: list[Mark]) -> list[Label]:
    """Each town's name above or below its marks, so that it covers nothing if it can."""
    towns: dict[str, list[Mark]] = {}
    for mark in marks:
        for town in mark.towns:
            towns.setdefault(town, []).append(mark)
    labels: list[Label] = []
    for town, own in towns.items():
        if town:
            tried = tries(town, own)
            clear = (label for label in tried if label.clear_of(marks, labels))
            labels.append(next(clear, tried[0]))
    return labels


def tries(town: str, own: list[Mark]) -> list[Label]:
    """Where a town's name may stand, the best first."""
    top, bottom = (most(own, key=lambda mark: mark.y) for most in (min, max))
    above, below = top.y - APART / 2 - 4, bottom.y + APART / 2 + LETTER
    middle, edge = sum(mark.x for mark in own) / len(own), len(town) * LETTER / 2
    places = (middle, above), (middle, below), (top.x, above), (bottom.x, below)
    return [Label(round(min(max(x, edge), WIDE - edge), 1), round(y, 1), town) for x, y in places]


@require_safe
def map_page(request, year):
    programme = programme_or_404(year)
    drawing = district_map(programme)
    context = {"programme": programme, "map": drawing, "up": reverse("places", args=[year])}
    return render(request, "public/map.html", context)
