"""Taking data out is recorded as well as putting it in."""

import datetime as dt

from django.db import transaction

from projects.ledger.chain import record
from projects.models import Act, Event, User


@transaction.atomic
def record_export(*, what: str, by: User, at: dt.datetime) -> Event:
    return record(action=Act.EXPORT, by=by, at=at, note=what, public=False)
