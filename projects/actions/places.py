"""建设点位: named, planned and marked as done, each change with its event."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from projects.ledger import record
from projects.models import Project, Site, User


@transaction.atomic
def add_places(
    *, project: Project, places: Iterable[Site], by: User | None, at: dt.datetime
) -> list[Site]:
    """Register many places of a project at once."""
    places = list(places)
    for place in places:
        place.full_clean()
    places = Site.objects.bulk_create(places)
    record(action="点位登记", by=by, at=at, rows=places, project=project, note=f"{len(places)}处")
    return places
