"""点位更正: what anyone could read of a place and reads otherwise since, with the reason."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from projects.models import Programme, Project, Site, SiteChange, of_people
from projects.values.months import in_words
from projects.values.numbers import plain
from supervision.models import Period
from supervision.public.places import public_sites

UNSAID = {SiteChange.Field.PLANNED: "时间待定", SiteChange.Field.DONE: "尚未完成"}


@dataclass(frozen=True)
class PlaceChange:
    change: SiteChange

    @property
    def site(self) -> Site:
        return self.change.site

    @property
    def project(self) -> Project:
        return self.site.target.project

    @property
    def before(self) -> str:
        return self.words(self.change.before)

    @property
    def after(self) -> str:
        return self.words(self.change.after)

    def words(self, written: str) -> str:
        if not written:
            return UNSAID[SiteChange.Field(self.change.field)]
        if self.change.field == SiteChange.Field.QUANTITY:
            return f"{plain(written)}{self.site.target.measure}"
        return in_words(written)


def place_changes(programme: Programme, keys: list[int] | None = None) -> list[PlaceChange]:
    """Those of a year, or of projects by key, the last first.

    A 建成月份 later than every month public at the time is nothing that anyone had read.
    """
    sites = public_sites().filter(target__project__programme=programme)
    if keys is not None:
        sites = sites.filter(target__project__in=keys)
    sites = sites.exclude(Q(target__project__sensitive=True) & of_people("target"))
    told = Period.everything.filter(
        programme=programme, published_at__lte=OuterRef("at"), month__gte=OuterRef("before")
    )
    rows = SiteChange.objects.filter(site__in=sites)
    rows = rows.filter(~Q(field=SiteChange.Field.DONE) | Exists(told))
    rows = rows.select_related("site__target__project__programme").order_by("-pk")
    return [PlaceChange(row) for row in rows]
