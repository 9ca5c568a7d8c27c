"""建设点位: named, planned and marked as done, each change with its event."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, Project, Site, SiteProgress, User
from projects.values.months import in_words, month_of
from projects.values.numbers import in_steps, plain


@in_turn("project.programme_id")
def add_places(
    *, project: Project, places: Iterable[Site], by: User | None, at: dt.datetime
) -> list[Site]:
    """Register many places of a project at once."""
    places = list(places)
    for place in places:
        place.full_clean()
    places = Site.objects.bulk_create(places)
    record(
        action=Act.MARK_PLACE, by=by, at=at, rows=places, project=project, note=f"{len(places)}处"
    )
    return places


@in_turn("project.programme_id")
def keep_places(
    *,
    project: Project,
    places: Iterable[Site],
    parts: Iterable[SiteProgress] = (),
    by: User | None,
    at: dt.datetime,
) -> list[Site]:
    """Add new places of a project and change known ones, or say what stands, as a sheet does."""
    places, parts = list(places), list(parts)
    new = [place for place in places if not place.pk]
    for place in places:
        place.full_clean()
        place.save()
    for part in parts:
        part.at, part.by = at, by
        part.save()
    note = f"新登记{len(new)}处，更新{len(places) - len(new)}处"
    rows = [*places, *parts]
    record(action=Act.IMPORT_PLACES, by=by, at=at, rows=rows, project=project, note=note)
    return places


@in_turn("project.programme_id")
def mark_built(
    *, project: Project, month: str, built: dict[int, Decimal], by: User | None, at: dt.datetime
) -> list[Site]:
    """Say how much of each place, by key, stood by the month's end: all of it makes it 建成 then.

    Places that are 建成 already are left to the page of the place itself.
    """
    project.programme.check_open()
    if month > month_of(timezone.localdate(at)):
        raise Refused(f"{in_words(month)}还没有到。")
    sites = Site.objects.filter(target__project=project, pk__in=built).select_related("target")
    marked, rows = [], []
    for site in sites.order_by("pk"):
        check_built(site, built[site.pk])
        if built[site.pk] == site.quantity:
            site.done = month
            site.save(update_fields=["done"])
            rows.append(site)
        else:
            rows.append(site.progress.create(month=month, built=built[site.pk], at=at, by=by))
        marked.append(site)
    if not marked:
        raise Refused("没有要登记的点位。请勾选已建成的，或填写部分建成的数量。")
    whole = sum(bool(site.done) for site in marked)
    note = f"{in_words(month)}，建成{whole}处，部分建成{len(marked) - whole}处"
    record(action=Act.MARK_BUILT, by=by, at=at, rows=rows, project=project, month=month, note=note)
    return marked


def check_built(site: Site, amount: Decimal) -> None:
    measure = site.target.measure
    if site.done:
        raise Refused(f"“{site}”已登记{in_words(site.done)}建成，不用再登记。")
    if amount > site.quantity:
        raise Refused(f"“{site}”一共{plain(site.quantity)}{measure}，不能建成{plain(amount)}。")
    if not in_steps(amount, site.target.step):
        raise Refused(f"“{site}”的{plain(amount)}不是{plain(site.target.step)}{measure}的整倍数。")
