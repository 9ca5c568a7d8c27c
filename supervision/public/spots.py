"""Places by name, as an index of towns lists them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from projects.models import Site, of_people
from projects.values.text import by_numbers
from supervision.public.places import as_published, month_of_period, place_url

# So many names one page of towns may list; beyond, each town has its own.
MOST_NAMES = 400


@dataclass(frozen=True)
class Spot:
    """A place in an index: how many promises it has, and how many are open or late."""

    year: int
    town: str
    name: str
    total: int
    opened: int
    late: int

    @property
    def url(self) -> str:
        return place_url(self.year, self.town, self.name)

    @property
    def state(self) -> str:
        return "late" if self.late else "open" if self.opened == self.total else "planned"

    @property
    def words(self) -> str:
        if self.late:
            return "有慢的"
        return "已完成" if self.opened == self.total else ""


def spots_of(sites: QuerySet[Site], year: int, period, most: int) -> list[Spot]:
    """The places of a year's sites by town and number, as the published month knows them."""
    month = month_of_period(period)
    done = Q(whole=True)
    late = Q(planned__gt="", planned__lte=month) & ~done
    told = ~(Q(target__project__sensitive=True) & of_people("target"))
    found = (
        as_published(sites, period)
        .order_by("place", "name")
        .values("place", "name")
        .annotate(
            total=Count("pk"),
            opened=Count("pk", filter=done & told),
            late=Count("pk", filter=late & told),
        )
    )
    spots = [
        Spot(year, row["place"], row["name"], row["total"], row["opened"], row["late"])
        for row in found[:most]
    ]
    return sorted(spots, key=lambda spot: (by_numbers(spot.town), by_numbers(spot.name)))
