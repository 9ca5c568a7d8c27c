"""配合情况: a supporting unit adds its part before the lead unit hands the month in."""

import datetime as dt

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import LeadUnit, User
from supervision.actions.reports import locking
from supervision.models import Act, Report, SupportPart

LONGEST = SupportPart._meta.get_field("text").max_length


@in_turn("report.period.programme_id")
def say_part(
    *, report: Report, unit: LeadUnit, text: str, by: User, at: dt.datetime
) -> SupportPart:
    """Keep what the unit says of its part; a later one stands beside the earlier."""
    report = locking().get(pk=report.pk)
    report.period.programme.check_open()
    if not report.editable or report.period.closed_at:
        raise Refused("牵头单位已经报送，不能再补充；有要改的请联系牵头单位。")
    text = text.strip()
    if not text:
        raise Refused("请写明本月配合做了什么。")
    if len(text) > LONGEST:
        raise Refused(f"最多{LONGEST}字，现有{len(text)}字。")
    part = SupportPart.objects.create(report=report, unit=unit, text=text, by=by, at=at)
    record(
        action=Act.SAY_PART, by=by, at=at, rows=[part], project=report.project,
        month=report.period.month, note=str(unit), public=False,
    )  # fmt: skip
    return part
