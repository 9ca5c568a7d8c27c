"""Who is asked of a version, and in figures what came of it: a unit's people are asked what their
units were sent, leaders what they were."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from projects.drafting.models import Consultation, Drafting, Opinion, Ruling
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


@dataclass(frozen=True)
class Told:
    """A consultation in figures; `kinds` counts its opinions by ruling, None for none yet."""

    row: Consultation
    kinds: Counter

    @property
    def asked(self) -> str:
        row = self.row
        sides = [
            (row.count, f"{row.count}个单位"), (row.leaders, "区领导"), (row.public, "社会公众"),
        ]  # fmt: skip
        return "、".join(side for there, side in sides if there)

    @property
    def received(self) -> int:
        return self.kinds.total()

    @property
    def ruled(self) -> str:
        return ruled(self.kinds)


def told_of(drafting: Drafting) -> list[Told]:
    """All consultations of a list, in their order."""
    last = Ruling.objects.filter(opinion=OuterRef("pk")).order_by("-version")
    opinions = Opinion.objects.to_rule().filter(consultation__drafting=drafting)
    kinds: dict[int, Counter] = defaultdict(Counter)
    for key, kind in opinions.annotate(kind=Subquery(last.values("kind")[:1])).values_list(
        "consultation", "kind"
    ):
        kinds[key][kind] += 1
    rows = drafting.consultations.select_related("draft", "end").annotate(count=Count("units"))
    return [Told(row, kinds[row.pk]) for row in rows.order_by("number")]


def ruled(kinds: Counter) -> str:
    """采纳3条，不采纳1条: each that there is any of."""
    labels = [*Ruling.Kind.choices, (None, "正在研究")]
    return "，".join(f"{label}{kinds[kind]}条" for kind, label in labels if kinds[kind])
