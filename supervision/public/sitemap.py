"""Every page of the record and its judgement by its lasting address: cards last.

The first page is the latest year's, and a board is one page whatever month it shows.
"""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from projects.models import Assignment, Programme, Project
from supervision.models import Period, ShownCard
from supervision.public.places import place_url, public_sites, town_url

OVERVIEWS = (
    "year", "board", "bulletins", "units", "places", "sites", "explanation", "corrections", "data",
    "poster", "satisfaction",
)  # fmt: skip

YEAR_OF_PLACE = "target__project__programme__year"


def every() -> Iterator[str]:
    """In a number of queries that does not grow with the years."""
    years = list(Programme.public.order_by("-year").values_list("year", flat=True))
    if not years:
        yield reverse("home")
    yield reverse("about")
    for year in years:
        yield from (reverse(name, args=[year]) for name in OVERVIEWS)
    yield from months(years)
    yield from each("unit", units(), "project__programme__year", "unit__slug")
    projects = Project.public.order_by("-programme__year", "number")
    yield from each("project", projects, "programme__year", "number")
    mapped = public_sites().filter(latitude__isnull=False).order_by(f"-{YEAR_OF_PLACE}")
    yield from each("map", mapped.distinct(), YEAR_OF_PLACE)
    yield from spots()
    cards = ShownCard.public.order_by("-period__month", "project__number")
    yield from each("card", cards, "period__programme__year", "project__number", "period__month")


def months(years: list[int]) -> Iterator[str]:
    rows = Period.public.order_by("-month")
    found = list(rows.values_list("programme__year", "month", "bulletin_number"))
    for year in set(years) - {year for year, _, _ in found}:
        yield reverse("changes", args=[year])
    for year, month, number in found:
        yield reverse("changes-month", args=[year, month])
        yield reverse("bulletin", args=[year, number])


def spots() -> Iterator[str]:
    """Towns, and the places in them."""
    rows = public_sites().order_by(f"-{YEAR_OF_PLACE}", "place", "name")
    rows = rows.values_list(YEAR_OF_PLACE, "place", "name")
    before = None
    for year, town, name in rows.distinct().iterator():
        if (year, town) != before:
            yield town_url(year, town)
        before = (year, town)
        yield place_url(year, town, name)


def units() -> QuerySet[Assignment]:
    """Who leads or supports in a year, under the names that were not replaced."""
    parts = Assignment.objects.filter(project__in=Project.public.all(), unit__successors=None)
    return parts.order_by("-project__programme__year", "unit__slug").distinct()


def each(name: str, rows: QuerySet, *arguments: str) -> Iterator[str]:
    for found in rows.values_list(*arguments).iterator():
        yield reverse(name, args=found)
