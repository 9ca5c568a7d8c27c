"""By lead unit: who answers for what, under the names of now."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404

from projects.models import Assignment, LeadUnit, Programme, Project, current
from supervision.models import Period, ShownCard
from supervision.public.lists import PER_PAGE, Row, leading_units, looks_of, rows_of
from supervision.public.wording import Grade, Looks


@dataclass(frozen=True)
class Lead:
    """A unit with the projects it leads, each with its card's grade where one may be seen."""

    unit: LeadUnit
    former: list[LeadUnit]
    projects: list[tuple[Project, Grade | None]]

    @property
    def dial(self) -> str:
        return dial(self.unit.phone)


@dataclass(frozen=True)
class UnitPage:
    lead: Lead
    rows: list[Row]
    supports: list[Project]
    looks: Looks | None


def dial(phone: str) -> str:
    """An office line as a telephone dials it."""
    return "".join(sign for sign in phone if sign.isascii() and sign.isdigit())


def leads(programme: Programme, period: Period | None, page: str, today: dt.date):
    """A page of units that lead projects today, and the words of their cards."""
    units: Page = Paginator(leading_units(programme, today), PER_PAGE).get_page(page)
    looks = looks_of(period, programme)
    own, colours = led_by(programme, list(units), today), colours_of(period)
    former = predecessors(list(units))
    found = [
        Lead(unit, former[unit.pk], [(each, graded(each, colours, looks)) for each in own[unit.pk]])
        for unit in units
    ]
    return found, units, looks


def led_by(programme: Programme, units: list[LeadUnit], day: dt.date) -> dict[int, list[Project]]:
    rows = Assignment.objects.filter(
        current(day), unit__in=units, role="lead", project__programme=programme
    )
    own = defaultdict(list)
    for row in rows.select_related("project").order_by("project__number"):
        own[row.unit_id].append(row.project)
    return own


def colours_of(period: Period | None) -> dict[int, str]:
    shown = ShownCard.public.filter(period=period) if period else ShownCard.public.none()
    return dict(shown.values_list("project_id", "colour"))


def graded(project: Project, colours: dict[int, str], looks: Looks | None) -> Grade | None:
    if looks is None or project.pk not in colours:
        return None
    return looks.grade(colours[project.pk])


def predecessors(units: list[LeadUnit]) -> dict[int, list[LeadUnit]]:
    """Each unit's former names, the last first, a query for each step back."""
    found = {unit.pk: [] for unit in units}
    wanted = {unit.predecessor_id: unit.pk for unit in units if unit.predecessor_id}
    while wanted:
        former = LeadUnit.objects.filter(pk__in=wanted)
        step = {}
        for unit in former:
            found[wanted[unit.pk]].append(unit)
            if unit.predecessor_id and unit not in found[wanted[unit.pk]][:-1]:
                step[unit.predecessor_id] = wanted[unit.pk]
        wanted = step
    return found


def find_unit(programme: Programme, slug: str) -> LeadUnit:
    """A unit with a part in the programme; one that was renamed stands for its successor."""
    unit = LeadUnit.objects.filter(slug=slug).first()
    if unit is None or not Assignment.objects.filter(unit=unit, project__programme=programme):
        raise Http404("这份清单里没有这个单位。可以从单位名录里找。")
    return unit


def successor(unit: LeadUnit) -> LeadUnit | None:
    return unit.successors.order_by("since").last()


def unit_page(programme: Programme, unit: LeadUnit, period: Period | None, today: dt.date):
    """What one unit leads, with figures and cards, and what it supports."""
    own = led_by(programme, [unit], today)[unit.pk]
    helps = Assignment.objects.filter(
        current(today), unit=unit, role="support", project__programme=programme
    )
    lead = Lead(unit, predecessors([unit])[unit.pk], [])
    rows = rows_of(own, programme, period, period.data_until if period else today)
    supports = [row.project for row in helps.select_related("project").order_by("project__number")]
    return UnitPage(lead, rows, supports, looks_of(period, programme))
