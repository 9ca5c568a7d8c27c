"""One village, community or school: all that is promised there, and to everybody.

A town and a place are addressed by their names as the office wrote them.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import unquote

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import Programme, Site, Target
from projects.pages import addresses
from projects.views import programme_or_404
from supervision.models import Period, Photo, Release
from supervision.public.answers import Answer, answers
from supervision.public.place_names import narrowed, near_towns
from supervision.public.places import (
    NOWHERE,
    as_published,
    described,
    month_of_period,
    projects_of,
    public_sites,
    segment,
    sites_at,
    spelled,
    told_of,
    town_url,
)
from supervision.public.sightings import seen_at
from supervision.public.spots import MOST_NAMES, Spot, spots_of


@dataclass(frozen=True)
class Here:
    """A promise kept at this place; `first` and `now` are its dates, `reason` as published."""

    site: Site
    state: str
    words: str
    amount: str
    first: str
    now: str
    reason: str
    photos: list[Photo]
    answer: Answer
    seen: dict[str, int]

    @property
    def told(self) -> int:
        """How many residents said anything of it; nothing is asked where minors or health are."""
        return 0 if self.site.target.project.sensitive else sum(self.seen.values())


@dataclass(frozen=True)
class Everyone:
    """What a project promises to the whole district: all of it, or (`names`) some targets."""

    answer: Answer
    names: list[str]
    times: list


@dataclass(frozen=True)
class PlacePage:
    town: str
    name: str
    here: list[Here]
    everyone: list[Everyone]
    period: Period | None

    @property
    def opened(self) -> int | None:
        if any(each.state == "withheld" for each in self.here):
            return None
        return sum(each.state == "open" for each in self.here)

    @property
    def segment(self) -> str:
        return segment(self.town)

    @property
    def asks(self) -> str:
        """Where residents say what they saw; "" where nothing is asked."""
        site = self.here[0].site
        open_ones = [each for each in self.here if not each.site.target.project.sensitive]
        programme = site.target.project.programme
        if not (programme.feedback and open_ones):
            return ""
        return reverse("place-seen", args=[programme.year, segment(self.town), segment(self.name)])

    @property
    def sheet(self) -> str:
        own = self.here[0].site.target.project.programme.year
        return reverse("place-sheet", args=[own, segment(self.town), segment(self.name)])

    @property
    def feed(self) -> str:
        own = self.here[0].site.target.project.programme.year
        return reverse("place-feed", args=[own, segment(self.town), segment(self.name)])

    @property
    def sentence(self) -> str:
        """What stands first, and in front of everybody whom the page is sent to."""
        here, everyone = len(self.here), len(self.everyone)
        done = {None: "", 0: "，还没有完成", here: "，已经完成"}
        built = done.get(self.opened, f"，已完成{self.opened}件")
        return f"{self.name}：这里承诺了{here}件实事{built}；面向全区的还有{everyone}件。"


def place_page(programme: Programme, town: str, name: str, today: dt.date) -> PlacePage:
    period = Period.public.last_of(programme)
    month = month_of_period(period)
    sites = list(as_published(sites_at(programme, town, name), period))
    if not sites:
        raise Http404("这一年的清单里没有这个地方，或它还没有公布。可以从“我家附近”里找。")
    projects = projects_of(programme)
    found = answers(programme, projects, today)
    keys = {site.target.project_id for site in sites}
    reasons = dict(
        Release.public.filter(period=period, project__in=keys).values_list("project", "said")
    )
    shown = described(sites, month, Photo.public.filter(site__in=sites), told_of(found))
    seen = seen_at(sites)
    here = [
        placed(each, found[each.site.target.project_id], reasons, seen[each.site.pk])
        for each in shown
    ]
    placed_names = names_placed(programme)
    wide = (
        for_everyone(found[each.pk], placed_names.get(each.pk, set()))
        for each in projects
        if each.state == "ongoing"
    )
    everyone = [each for each in wide if each]
    return PlacePage(sites[0].place, sites[0].name, here, everyone, period)


def names_placed(programme: Programme) -> dict[int, set[str]]:
    """By project all names of targets kept at places; those of a whole hold for its parts."""
    own = Q(target=OuterRef("pk")) | Q(target=OuterRef("part_of"))
    targets = Target.published.filter(
        Exists(public_sites().filter(own)), project__programme=programme
    )
    found: dict[int, set[str]] = defaultdict(set)
    for target in targets:
        found[target.project_id] |= {*target.names}
    return found


def for_everyone(answer: Answer, placed: set[str]) -> Everyone | None:
    """A target without places is promised to everybody, whatever its project does elsewhere."""
    if not placed:
        return Everyone(answer, [], answer.times)
    times = [
        replace(when, names=own)
        for when in answer.singly
        if (own := [name for name in when.names if name not in placed])
    ]
    names = [name for when in times for name in when.names]
    return Everyone(answer, names, times) if names else None


def placed(each, answer: Answer, reasons: dict[int, str], seen: dict[str, int]) -> Here:
    site = each.site
    late = each.state in ("late", "undated")
    return Here(
        site,
        each.state,
        each.words,
        each.amount,
        each.first,
        each.now,
        reasons.get(site.target.project_id, "") if late or each.first else "",
        each.photos,
        answer,
        seen,
    )


@dataclass(frozen=True)
class Town:
    name: str
    url: str
    total: int
    spots: list[Spot]


@dataclass(frozen=True)
class PlacesIndex:
    """`near`: nothing is called what was typed; these are the places of towns called nearly so."""

    q: str
    towns: list[Town]
    total: int
    period: Period | None
    mapped: bool
    town: str = ""
    near: bool = False


def places_index(programme: Programme, q: str, town: str | None = None) -> PlacesIndex:
    """Towns with their places, narrowed to what was typed or to one town."""
    period = Period.public.last_of(programme)
    rows = public_sites().filter(target__project__programme=programme)
    if town is not None:
        rows = rows.filter(place__in=spelled(town))
    every, rows = rows, narrowed(rows, q)
    found = spots_of(rows, programme.year, period, most=MOST_NAMES * 10)
    known = every.order_by().values_list("place", flat=True).distinct()
    near = [] if found else near_towns(lambda: known, q)
    if near:
        rows = every.filter(place__in=near)
        found = spots_of(rows, programme.year, period, most=MOST_NAMES * 10)
    whole = len(found) <= MOST_NAMES or town is not None
    towns = [
        Town(name or NOWHERE, town_url(programme.year, name), len(own), own if whole else [])
        for name, own in (
            (name, list(group)) for name, group in groupby(found, lambda spot: spot.town)
        )
    ]
    return PlacesIndex(q, towns, len(found), period, mapped(rows), town or "", bool(near))


def mapped(rows) -> bool:
    return rows.filter(latitude__isnull=False).exists()


@require_safe
def places(request, year):
    programme = programme_or_404(year)
    index = places_index(programme, addresses.tidy(request.GET.get("q", "")))
    return render(request, "public/places.html", {"programme": programme, "index": index})


@require_safe
def town(request, year, town):
    programme = programme_or_404(year)
    index = places_index(programme, "", town)
    if not index.towns:
        raise Http404("这一年的清单里没有这个镇街。可以从“我家附近”里找。")
    return render(request, "public/places.html", {"programme": programme, "index": index})


@require_safe
def place(request, year, town, name):
    programme = programme_or_404(year)
    page = place_page(programme, town, name, clock.today())
    here = unquote(addresses.absolute(request, request.path))
    return render(
        request, "public/place.html", {"programme": programme, "page": page, "read": here}
    )
