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
    """A place in an index: how many promises it has, and how many are open or late.

    `waiting` are those whose month is to come, `hidden` those of which nothing is told.
    """

    year: int
    town: str
    name: str
    total: int
    opened: int
    late: int
    waiting: int
    hidden: int

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
        if self.opened == self.total:
            return "已完成"
        if self.waiting:
            return "未到计划时间"
        return "情况不公布" if self.opened + self.hidden == self.total else "时间待定"


def spots_of(sites: QuerySet[Site], year: int, period, most: int) -> list[Spot]:
    """The places of a year's sites by town and number, as the published month knows them."""
    month = month_of_period(period)
    done = Q(whole=True)
    late = Q(planned__gt="", planned__lte=month) & ~done
    hidden = Q(target__project__sensitive=True) & of_people("target")
    told = ~hidden
    found = (
        as_published(sites, period)
        .order_by("place", "name")
        .values("place", "name")
        .annotate(
            total=Count("pk"),
            opened=Count("pk", filter=done & told),
            late=Count("pk", filter=late & told),
            waiting=Count("pk", filter=Q(planned__gt=month) & ~done & told),
            hidden=Count("pk", filter=hidden),
        )
    )
    spots = [
        Spot(
            year,
            row["place"],
            row["name"],
            row["total"],
            row["opened"],
            row["late"],
            row["waiting"],
            row["hidden"],
        )
        for row in found[:most]
    ]
    return sorted(spots, key=lambda spot: (by_numbers(spot.town), by_numbers(spot.name)))
