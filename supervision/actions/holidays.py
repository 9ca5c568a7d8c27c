"""节假日 entered by hand: as soon as they are announced, or where the library has them wrong."""

import datetime as dt

from django.db import transaction

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import User
from supervision.models import Act, CalendarDay

MOST_DAYS = 15


@transaction.atomic
def enter_days(
    *,
    first: dt.date,
    last: dt.date,
    working: bool,
    name: str,
    document: str,
    by: User,
    at: dt.datetime,
) -> list[CalendarDay]:
    """Say of each day whether offices work on it; what was said before gives way, and stays."""
    if last < first:
        raise Refused("最后一天不能早于第一天。")
    if (last - first).days >= MOST_DAYS:
        raise Refused(f"一次最多登记{MOST_DAYS}天，请分开登记。")
    if not name.strip() or not document.strip():
        raise Refused("登记节假日要写明名称和文件。")
    given = {"working": working, "name": name.strip(), "document": document.strip()}
    days = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
    rows = [CalendarDay.objects.create(day=day, **given, by=by, at=at) for day in days]
    note = f"{first}至{last}　{name.strip()}{'，上班' if working else '，放假'}　{document.strip()}"
    record(action=Act.ENTER_DAYS, by=by, at=at, rows=rows, note=note, public=False)
    return rows
