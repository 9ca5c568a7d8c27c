"""The judge at the door: what the rules would refuse is refused where it is entered.

`projects.actions.door` asks here; see docs/adr/0020-judge-at-the-door.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Max
from django.utils import timezone

from projects.errors import Refused
from projects.models import Plan, Programme, Project, TargetTerms
from projects.values.months import last_day, shift
from supervision.cards.bridge import facts_of, unreadable
from supervision.models import CardPolicy, Period


def refuse_unjudgeable(projects: Iterable[Project], at: dt.datetime) -> None:
    """Build each project's facts for the open and the coming months."""
    by_programme = defaultdict(list)
    for project in projects:
        by_programme[project.programme].append(project)
    for programme, own in by_programme.items():
        for period in ahead(programme, own):
            policy = CardPolicy.objects.adopted_for(period.month) or CardPolicy()
            found = facts_of(own, period, timezone.localdate(at), policy)
            for project in own:
                if sentence := unreadable(found[project.pk]):
                    raise Refused(f"这样“{project}”以后就不能评定了：{sentence}")


def ahead(programme: Programme, projects: list[Project]) -> list[Period]:
    """The open months, the next one, and the one in which the last version recorded holds."""
    periods = list(programme.periods.order_by("month"))
    coming = shift(periods[-1].month, 1) if periods else f"{programme.year}-01"
    of_these = {"target__project__in": projects}
    furthest = [
        rows.filter(**of_these).aggregate(last=Max("effective"))["last"] or ""
        for rows in (TargetTerms.objects, Plan.objects)
    ]
    months = sorted({coming, max(coming, *furthest)})
    return [period for period in periods if not period.closed_at] + [
        Period(programme=programme, month=month, data_until=last_day(month), due=last_day(month))
        for month in months
    ]


def last_closed(programme: Programme) -> str:
    last = programme.periods.closed().last()
    return last.month if last else ""
