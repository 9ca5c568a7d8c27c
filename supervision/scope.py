"""Who may reach what: a unit's people reach the projects that their unit leads today."""

import datetime as dt

from django.db.models import Q

from projects.models import Assignment, Project, UnitMember, User, current
from supervision.models import (
    Appeal,
    Card,
    Evidence,
    Feedback,
    Notice,
    Report,
    Submission,
)

FILL, SUPERVISE = "supervision.fill", "supervision.supervise"


def fills(person: User) -> bool:
    return person.has_perm(FILL)


def supervises(person: User) -> bool:
    return person.has_perm(SUPERVISE)


def posts_of(person: User, day: dt.date):
    return UnitMember.objects.filter(current(day), person=person)


def led_by(person: User, day: dt.date):
    """Keys of the projects that the person's units lead on the day."""
    leads = Assignment.objects.filter(
        current(day),
        role=Assignment.Role.LEAD,
        unit__in=posts_of(person, day).values("unit"),
    )
    return leads.values("project")


def own_reports(person: User, day: dt.date):
    """Reports that the person may fill in."""
    if not fills(person):
        return Report.objects.none()
    return Report.objects.filter(project__in=led_by(person, day))


def reports(person: User, day: dt.date):
    """Reports that the person may read: all for the office, their own for a unit."""
    return Report.objects.all() if supervises(person) else own_reports(person, day)


def evidence(person: User, day: dt.date):
    kept = Evidence.objects.filter(withdrawn_at__isnull=True)
    return kept.filter(report__in=reports(person, day))


def submissions(person: User):
    """Submissions are reviewed by the office alone."""
    return Submission.objects.all() if supervises(person) else Submission.objects.none()


def projects(person: User, day: dt.date):
    """Projects whose guide and places the person keeps: all for the office."""
    if supervises(person):
        return Project.everything.all()
    return Project.everything.filter(pk__in=led_by(person, day) if fills(person) else [])


def feedback(person: User, day: dt.date):
    """Messages: all for the office; for a unit those handed to the lead unit that it now is."""
    if supervises(person):
        return Feedback.everything.all()
    handed = Feedback.everything.filter(assigned_at__isnull=False)
    return handed.filter(project__in=led_by(person, day) if fills(person) else [])


def own_project(person: User, project: Project, day: dt.date) -> bool:
    """Whether the person's unit leads the project; the office does not speak for a unit."""
    return fills(person) and led_by(person, day).filter(project=project).exists()


def own_notices(person: User, day: dt.date):
    """Issued slips addressed to the person's units; those of a unit that is no more go with the
    project that it led."""
    if not fills(person):
        return Notice.objects.none()
    addressed = Q(addressee__in=posts_of(person, day).values("unit"))
    inherited = Q(addressee__until__lt=day, project__in=led_by(person, day))
    return Notice.objects.filter(addressed | inherited, number__isnull=False)


def notices(person: User, day: dt.date):
    return Notice.objects.all() if supervises(person) else own_notices(person, day)


def own_cards(person: User, day: dt.date):
    """Stored cards of the projects that the person's units lead."""
    return Card.everything.filter(project__in=led_by(person, day) if fills(person) else [])


def cards(person: User, day: dt.date):
    return Card.everything.all() if supervises(person) else own_cards(person, day)


def appeals(person: User, day: dt.date):
    """Appeals: all for the office, those over its own projects for a unit."""
    if supervises(person):
        return Appeal.objects.all()
    return Appeal.objects.filter(card__in=own_cards(person, day))
