"""Who is asked of a version: a unit's people what their units were sent, leaders what they were."""

import datetime as dt

from projects.drafting.models import Consultation, Drafting
from projects.models import LeadUnit, User, current

UNITS, LEADERS = "drafting.give_opinion", "drafting.leaders_opinion"


def units_of(person: User, day: dt.date):
    """The units that the person speaks for on the day."""
    posts = person.posts.filter(current(day)) if person.has_perm(UNITS) else person.posts.none()
    return LeadUnit.objects.filter(pk__in=posts.values("unit")).order_by("pk")


def sent(consultations=None):
    """Consultations of lists that are still on their way."""
    rows = Consultation.objects.all() if consultations is None else consultations
    rows = rows.filter(drafting__state=Drafting.State.OPEN)
    return rows.select_related("draft__drafting", "drafting", "end").order_by("-pk")


def of_units(person: User, day: dt.date):
    return sent().filter(units__unit__in=units_of(person, day)).distinct()


def of_leaders(person: User):
    return sent().filter(leaders=True) if person.has_perm(LEADERS) else sent().none()
