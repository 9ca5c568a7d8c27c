"""Which projects a month counts, and which unit leads each: asked here, whoever wants to know."""

import datetime as dt
from collections.abc import Iterable

from projects.models import Assignment, Project, ProjectChange, current
from projects.values.months import last_day
from supervision.models import Acceptance, Period, Report


def pushed(
    projects: Iterable[Project], month: str, known_by: dt.datetime | None = None
) -> list[Project]:
    """Those of the projects that were being pushed forward in the month."""
    changes = ProjectChange.objects.filter(project__in=projects)
    first = dict.fromkeys(changes.values_list("project", flat=True), Project.State.ONGOING)
    # One that was added to the list later was not there before.
    first |= dict.fromkeys(changes.filter(added=True).values_list("project", flat=True), "")
    changes = changes.filter(effective__lte=month)
    if known_by:
        changes = changes.filter(recorded_at__lt=known_by)
    states = first | {c.project_id: c.state for c in changes.order_by("recorded_at", "pk")}
    # What no change speaks of stands as it was when the list was drawn up.
    return [
        project
        for project in projects
        if states.get(project.pk, project.state) == Project.State.ONGOING
    ]


def counted(period: Period) -> list[int]:
    """The keys of the projects that the month counts, by their numbers.

    The year goes on past December until acceptance: one accepted before a later month was opened
    is counted no more.
    """
    projects = list(period.programme.projects.order_by("number"))
    accepted = {}
    if period.month > f"{period.programme.year}-12":
        accepted = Acceptance.objects.in_force(
            period.programme.projects.all(), before=period.opened_at
        )
    return [
        project.pk
        for project in pushed(projects, period.month)
        if not (project.pk in accepted and accepted[project.pk].passed)
    ]


def leads(projects: Iterable, month: str) -> dict[int, int]:
    """The key of the unit that leads on the month's last day, by project key."""
    rows = Assignment.objects.filter(
        current(last_day(month)), project__in=projects, role=Assignment.Role.LEAD
    )
    return dict(rows.values_list("project_id", "unit_id"))


def reporting(projects: Iterable, period: Period) -> dict[int, str]:
    """The name of the unit that answers for the month, by project key: the one asked to report,

    and where nobody was asked the one that leads.
    """
    led = Assignment.objects.filter(
        current(last_day(period.month)), project__in=projects, role=Assignment.Role.LEAD
    )
    names = dict(led.values_list("project_id", "unit__name"))
    asked = Report.objects.filter(period=period.pk, project__in=projects)
    return names | dict(asked.values_list("project_id", "unit__name"))
