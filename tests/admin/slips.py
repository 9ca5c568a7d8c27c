"""A month closed with a card, and the slip that it brings."""

import datetime as dt

from supervision.actions import periods, policies
from supervision.models import Slip
from tests.factories import moment
from tests.slipping import signed

CLOSED = "2023-10-10 16:00"
ISSUED = "2023-10-11 10:00"
ANSWER = {
    "answer-cause": "采购流标。",
    "answer-objective_cause": "汛期停工。",
    "answer-measures": "增加班组。",
    "answer-deadline": "2023-11-30",
    "answer-responsible": "演示负责人",
}


def close(world, settings) -> Slip:
    """Close September at its hour: 教室 stands at nothing; the draft that this brings."""
    settings.DEMO_CLOCK = moment(CLOSED)
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-09-01 09:00"))
    periods.close_month(period=world.period, by=world.officer, at=moment(CLOSED))
    world.period.refresh_from_db()
    return Slip.objects.get()


def issue(world, settings, slip: Slip) -> Slip:
    settings.DEMO_CLOCK = moment(ISSUED)
    days = {"due": dt.date(2023, 10, 17), "mend_by": dt.date(2023, 11, 9)}
    by, at = world.officer, moment(ISSUED)
    return signed(slip, demand="请加快教室改造。", **days, by=by, at=at)


def url(slip: Slip, page: str = "change") -> str:
    return f"/admin/supervision/slip/{slip.pk}/{page}/"
