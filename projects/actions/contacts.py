"""Who a resident is, forgotten: the same for messages, proposals and opinions."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Model

from projects.ledger.chain import record
from projects.models import User


def forget(rows: Iterable[Model], *, action: str, by: User | None, at: dt.datetime) -> int:
    """Blank the name and telephone of locked rows in one event, and return how many there were."""
    rows = list(rows)
    for row in rows:
        row.name = row.phone = ""
        row.save(update_fields=["name", "phone"])
    if rows:
        record(action=action, by=by, at=at, rows=rows, note=f"{len(rows)}条", public=False)
    return len(rows)
