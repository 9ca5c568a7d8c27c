"""催报: the office asks units for the reports they owe, once a day, kept in the ledger."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import LeadUnit, User
from supervision.actions.periods import missing
from supervision.models import Act, Chase, Period


@in_turn("period.programme_id")
def chase(*, period: Period, units: Iterable[LeadUnit], by: User, at: dt.datetime) -> list[Chase]:
    """Ask those of the units that owe a report; one that was asked today is not asked again.

    Gives what was added. The messages leave once this has been committed (`sending`).
    """
    period = Period.everything.select_for_update().get(pk=period.pk)
    if period.closed_at:
        raise Refused("本月已经定稿，不再催报。")
    wanted = {unit.pk for unit in units}
    owing = wanted & set(missing(period).order_by().values_list("unit", flat=True))
    if not owing:
        raise Refused("这些单位没有欠报的项目，不用催报。")
    asked = {each.unit_id for each in asked_on(period, timezone.localdate(at))}
    made = Chase.objects.bulk_create(
        Chase(period=period, unit_id=key, at=at, by=by) for key in sorted(owing - asked)
    )
    if made:
        record(
            action=Act.CHASE,
            by=by,
            at=at,
            rows=made,
            month=period.month,
            note=period.month,
            public=False,
        )
    return made


def asked_on(period: Period, day: dt.date):
    """The month's chases of one day."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    return period.chases.filter(at__gte=start, at__lt=start + dt.timedelta(days=1))
