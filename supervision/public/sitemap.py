"""Every public page's path, the latest year first."""

from collections.abc import Iterator
from itertools import islice

from django.urls import reverse

from projects.models import Programme, Project
from supervision.models import Period

# What the protocol allows in one file.
MOST = 50_000
OVERVIEWS = (
    "year", "board", "changes", "bulletins", "units", "sites", "explanation", "corrections", "data",
    "poster",
)  # fmt: skip


def paths() -> list[str]:
    return list(islice(every(), MOST))


def every() -> Iterator[str]:
    yield reverse("home")
    for programme in Programme.public.order_by("-year"):
        yield from of_year(programme)


def of_year(programme: Programme) -> Iterator[str]:
    year = programme.year
    for name in OVERVIEWS:
        yield reverse(name, args=[year])
    for period in Period.public.filter(programme=programme).order_by("-month"):
        yield reverse("changes-month", args=[year, period.month])
        yield reverse("board-month", args=[year, period.month])
        yield reverse("bulletin", args=[year, period.bulletin_number])
    numbers = Project.public.filter(programme=programme).order_by("number")
    for number in numbers.values_list("number", flat=True).iterator():
        yield reverse("project", args=[year, number])
