"""A year mistyped: days and months that only a slip can mean are refused in words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.actions import posts, units
from projects.actions.quotas import change_quota
from projects.errors import Refused
from projects.models import CityTaskPoint, LeadUnit, UnitMember
from tests.factories import (
    make_programme,
    make_project,
    make_quota,
    make_unit,
    make_user,
    moment,
)
from tests.projects.test_changes import approval

pytestmark = pytest.mark.django_db
AT = moment("2023-10-20 09:00")
FAR = dt.date(2203, 11, 6)


def test_who_leads_from_when(settings):
    project, unit = make_project(), make_unit()
    for since in (FAR, dt.date(2013, 11, 6)):
        with pytest.raises(Refused, match="请核对年份"):
            units.assign(project=project, unit=unit, role="lead", since=since, by=None, at=AT)
    row = units.assign(
        project=project, unit=unit, role="lead", since=dt.date(2023, 10, 1), by=None, at=AT
    )
    with pytest.raises(Refused, match="请核对年份"):
        posts.end(row=row, until=FAR, by=None, at=AT)


def test_who_works_where_from_when():
    given = {"person": make_user(), "unit": make_unit(), "post": "clerk", "by": None, "at": AT}
    with pytest.raises(Refused, match="请核对年份"):
        units.appoint(**given, since=FAR)
    units.appoint(**given, since=dt.date(1998, 7, 1))
    assert UnitMember.objects.count() == 1


@pytest.mark.parametrize("day", ["since", "until"])
def test_a_unit(day):
    unit = LeadUnit(name="演示局", short_name="演示", slug="x", **{"since": AT.date(), day: FAR})
    with pytest.raises(Refused, match="请核对年份"):
        units.register(units=[unit], by=None, at=AT)


def test_a_quota_s_months():
    quota = make_quota(make_programme(), name="充电桩", measure="个", quota=Decimal(400))
    with pytest.raises(Refused, match="请核对年份"):
        change_quota(
            task=quota, quota=Decimal(500), targets=[], points={"2032-10": Decimal(1)},
            approval=approval(), by=make_user(), at=AT,
        )  # fmt: skip
    with pytest.raises(ValidationError, match="请核对年份"):
        CityTaskPoint(city_task=quota, month="2032-10", value=1).full_clean()
