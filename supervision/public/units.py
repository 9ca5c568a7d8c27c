"""By lead unit: who answers for what, under the names of now."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import Assignment, LeadUnit, PlainName, Programme, Project, current
from projects.pages.paging import PER_PAGE, kept_if_meant
from projects.views import programme_or_404
from supervision.public.lists import Row, leading_units, rows_of
from supervision.public.years import latest
from supervision.published.naming import give_names
from supervision.published.shown import Seen, seen_of
from supervision.published.wording import Grade, Grading


class Led(NamedTuple):
    """A project that a unit leads: a plain row, as a page may list a hundred thousand.

    With its card's grade where one may be seen, and whether its month was not reported.
    """

    number: int
    called: str
    grade: Grade | None
    missing: bool


@dataclass(frozen=True)
class Lead:
    """A unit with the projects it leads."""

    unit: LeadUnit
    former: list[LeadUnit]
    projects: list[Led] = field(default_factory=list)


@dataclass(frozen=True)
class UnitPage:
    lead: Lead
    rows: list[Row]
    partly: list[Project]
    supports: list[Project]
    grading: Grading | None


def leads(programme: Programme, page: str, today: dt.date):
    """A page of units that lead projects today, and the words of their cards."""
    units: Page = Paginator(leading_units(programme, today), PER_PAGE).get_page(page)
    period, grading = latest(programme)
    own = led_by(programme, list(units), today, seen_of(period, grading))
    former = predecessors(list(units))
    return [Lead(unit, former[unit.pk], own[unit.pk]) for unit in units], units, grading


def led_by(
    programme: Programme, units: list[LeadUnit], day: dt.date, seen: Seen
) -> dict[int, list[Led]]:
    names = dict(
        PlainName.objects.filter(project__programme=programme).values_list("project", "name")
    )
    own = defaultdict(list)
    rows = assigned(programme, day).filter(unit__in=units, role=Assignment.Role.LEAD)
    rows = rows.values_list("unit", "project", "project__number", "project__title")
    for unit, key, number, title in rows:
        own[unit].append(Led(number, names.get(key) or title, *seen.get(key, (None, False))))
    return own


def assigned(programme: Programme, day: dt.date) -> QuerySet[Assignment]:
    """Who leads and who supports on a day, with the projects, in the order of the list."""
    rows = Assignment.objects.filter(current(day), project__programme=programme)
    return rows.select_related("project").order_by("project__number")


def predecessors(units: list[LeadUnit]) -> dict[int, list[LeadUnit]]:
    """Each unit's former names, the last first: those that were ever renamed are not many."""
    came_of = defaultdict(list)
    for former in LeadUnit.objects.filter(successors__isnull=False).prefetch_related("successors"):
        for unit in former.successors.all():
            if former not in came_of[unit.pk]:
                came_of[unit.pk].append(former)
    found = {}
    for unit in units:
        former = found[unit.pk] = list(came_of[unit.pk])
        for each in former:  # grows as it is walked: what came before comes after
            former += [one for one in came_of[each.pk] if one not in former]
    return found


def find_unit(programme: Programme, slug: str) -> LeadUnit:
    """A unit with a part in the programme."""
    unit = LeadUnit.objects.filter(Exists(parts_in(programme)), slug=slug).first()
    if unit is None:
        raise Http404("这份清单里没有这个单位。可以从单位名录里找。")
    return unit


def parts_in(programme: Programme) -> QuerySet[Assignment]:
    return Assignment.objects.filter(unit=OuterRef("pk"), project__programme=programme)


def heir_of(unit: LeadUnit, programme: Programme, today: dt.date) -> LeadUnit | None:
    """The next after a unit that leads nothing any more: one with a part in the programme."""
    if assigned(programme, today).filter(unit=unit, role=Assignment.Role.LEAD).exists():
        return None
    seen, last = {unit.pk}, [unit.pk]
    while last:
        named = LeadUnit.objects.filter(predecessors__in=last).exclude(pk__in=seen)
        named = list(named.annotate(part=Exists(parts_in(programme))).order_by("-since"))
        if heir := next((each for each in named if each.part), None):
            return heir
        last = [each.pk for each in named]
        seen.update(last)
    return None


def unit_page(programme: Programme, unit: LeadUnit, today: dt.date) -> UnitPage:
    """What one unit leads, with figures and cards, what it leads beside another, and supports."""
    period, grading = latest(programme)
    parts = list(assigned(programme, today).filter(unit=unit))
    leading, partly, supports = (
        [part.project for part in parts if part.role == role] for role in Assignment.Role
    )
    give_names([*partly, *supports])
    lead = Lead(unit, predecessors([unit])[unit.pk])
    rows = rows_of(leading, programme, period, period.data_until if period else today)
    return UnitPage(lead, rows, partly, supports, grading)


@require_safe
def unit_list(request, year):
    programme = programme_or_404(year)
    found, page, grading = leads(programme, request.GET.get("page", ""), clock.today())
    context = {"programme": programme, "leads": found, "page": page, "grading": grading}
    return kept_if_meant(request, render(request, "public/units.html", context), page)


@require_safe
def unit(request, year, slug):
    programme = programme_or_404(year)
    found = find_unit(programme, slug)
    today = clock.today()
    if heir := heir_of(found, programme, today):
        return redirect("unit", year, heir.slug, permanent=True)
    page = unit_page(programme, found, today)
    return render(request, "public/unit.html", {"programme": programme, "page": page})
