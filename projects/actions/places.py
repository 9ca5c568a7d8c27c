"""建设点位: named, planned and marked as done, each change with its event."""

import datetime as dt
from collections.abc import Iterable

from projects.actions.turns import in_turn
from projects.ledger.chain import record
from projects.models import Act, Project, Site, User


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
    *, project: Project, places: Iterable[Site], by: User | None, at: dt.datetime
) -> list[Site]:
    """Add new places of a project and change known ones, as a sheet says."""
    places = list(places)
    new = [place for place in places if not place.pk]
    for place in places:
        place.full_clean()
        place.save()
    note = f"新登记{len(new)}处，更新{len(places) - len(new)}处"
    record(action=Act.IMPORT_PLACES, by=by, at=at, rows=places, project=project, note=note)
    return places
