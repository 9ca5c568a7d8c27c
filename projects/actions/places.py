"""建设点位: named, planned and marked as done, each change with its event."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, Project, Site, SiteChange, SiteProgress, User
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
        place.done_at = at if place.done else None
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
    reasons: dict[int, str] | None = None,
    by: User | None,
    at: dt.datetime,
) -> list[Site]:
    """Add new places of a project and change known ones, or say what stands, as a sheet does.

    `reasons`, by a place's key, are why what anyone can read of it already is changed.
    """
    places, parts, reasons = list(places), list(parts), reasons or {}
    new = [place for place in places if not place.pk]
    changes = []
    for place in places:
        place.full_clean()
        changes += corrected(place, reasons.get(place.pk, ""), by, at)
        place.save()
    for part in parts:
        part.at, part.by = at, by
        part.save()
    note = f"新登记{len(new)}处，更新{len(places) - len(new)}处"
    rows = [*places, *SiteChange.objects.bulk_create(changes), *parts]
    record(action=Act.IMPORT_PLACES, by=by, at=at, rows=rows, project=project, note=note)
    return places


def former_of(place: Site) -> Site | None:
    """How a place stands in the record, before what was done to it is saved."""
    return Site.objects.filter(pk=place.pk).select_related("target__project__programme").first()


def told_otherwise(place: Site, former: Site | None) -> list[SiteChange]:
    """What anyone could read of a place and would read otherwise once it is saved; not saved."""
    if not (former and former.public and former.target.public):
        return []
    if not former.project.programme.issued:
        return []
    pairs = [(field, written(former, field), written(place, field)) for field in SiteChange.Field]
    return [
        SiteChange(site=place, field=field, before=before, after=after)
        for field, before, after in pairs
        if before and before != after
    ]


def written(place: Site, field: str) -> str:
    value = getattr(place, field)
    return value if isinstance(value, str) else plain(value)


def corrected(place: Site, reason: str, by: User | None, at: dt.datetime) -> list[SiteChange]:
    """Note when a place was first said to be built; what is told otherwise needs a reason."""
    former = former_of(place)
    if not place.done:
        place.done_at = None
    elif not (former and former.done):
        place.done_at = at
    changes = told_otherwise(place, former)
    if changes and not reason:
        raise Refused(
            f"“{place}”的{named(changes)}公众已经能看到，要改请写更正原因，公众在更正记录中看到。"
        )
    for change in changes:
        change.reason, change.at, change.by = reason, at, by
    return changes


def named(changes: Iterable[SiteChange]) -> str:
    return "、".join(change.get_field_display() for change in changes)


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
            site.done, site.done_at = month, at
            site.save(update_fields=["done", "done_at"])
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
