"""A unit's workbook brought in: its drafts, all or none."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from projects.errors import Refused
from projects.ledger import record
from projects.models import User
from supervision.actions.reports import save_draft
from supervision.models import Period, Report


@transaction.atomic
def save_workbook(
    *, period: Period, drafts: Iterable[tuple[Report, dict, int]], by: User, at: dt.datetime
) -> int:
    """Save each report's draft unless it changed since `version` was read; gives how many.

    One that may not be saved refuses them all, by name.
    """
    saved = 0
    for report, draft, version in drafts:
        try:
            save_draft(report=report, draft=draft, version=version, by=by, at=at)
        except Refused as no:
            raise type(no)(f"“{report.project}”：{no}") from no
        saved += 1
    if saved:
        note = f"{period}，{saved}个项目存为草稿"
        record(action="表格填报", by=by, at=at, note=note, public=False)
    return saved
