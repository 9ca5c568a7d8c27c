"""The places that a search finds: towns by their own page, sites by name, else a line a year."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from projects.models import Site
from projects.pages.shared import once
from projects.values.text import by_numbers
from projects.verbatim import Piece
from supervision.models import Period
from supervision.public.answers import Answer
from supervision.public.place_names import called, is_town, names_of, near_towns
from supervision.public.places import (
    as_published,
    dated,
    month_of_period,
    place_url,
    public_sites,
    told_of,
    town_url,
)
from supervision.public.search_hits import Hit, published
from supervision.public.search_words import MOST, Kind, marked, mentioned

MOST_SPOTS = 10
# The kind of a town's own page.
TOWN = "镇街"
OF_TOWN = "这里的每个地方"


def stated(words: list[str], also: Sequence[int], shared: dict) -> list[tuple[Site, str]]:
    """Places that hold the words or are `also` meant, each with the month that it is told up to.

    Each as its year's last published month knows it. In one query for the newest list, and one more
    for each older one.
    """
    last: dict[int, Period] = {}
    for period in published(shared):
        last.setdefault(period.programme_id, period)
    newest = max(last.values(), key=lambda each: each.programme.year, default=None)

    def rows() -> QuerySet[Site]:
        known = as_published(public_sites(), newest)
        return known.order_by("-target__project__programme__year", "place", "name", "pk")

    def read(sites: list[Site]) -> list[Site]:
        found = []
        for key, group in groupby(sites, key=programme_of):
            own, period = list(group), last.get(key)
            found += own if period == newest else known_by(period, own)
        return found

    named = ("name", "place", "target__name", "target__project__title")
    found = Kind("sites", rows, named, read).holding(words, shared, also[:MOST])
    return [(site, month_of_period(last.get(programme_of(site)))) for site in found]


def programme_of(site: Site) -> int:
    return site.target.project.programme_id


def known_by(period: Period | None, sites: list[Site]) -> list[Site]:
    keys = [site.pk for site in sites]
    known = as_published(public_sites().filter(pk__in=keys), period).in_bulk()
    return [known[key] for key in keys if key in known]


def places(words: list[str], names: dict, also: Sequence[int], shared: dict) -> list[Hit]:
    """Towns and places by their own name, or `also` meant; of those only in a town or with a
    promise that is named so, a line a year. What is told of a place comes with `answered`."""
    rows = sorted(stated(words, also, shared), key=listed)
    hits: dict[str, Hit] = {}
    for row, month in rows:
        if row.pk not in also and not mentioned(words, f"{row.place} {row.name}"):
            continue
        project = row.target.project
        year, name = project.programme.year, names.get(project.pk)
        project.plain_name = name.name if name else ""
        url = place_url(year, row.place, row.name)
        hit = hits.setdefault(url, Hit(row.place or "地点", url, marked(row.name, words), [], year))
        hit.sites.append((row, month))
    found = towns(rows, words) + list(hits.values())[:MOST_SPOTS]
    years = Counter(row.target.project.programme.year for row, _ in rows)
    return found + [
        Hit(
            "我家附近",
            reverse("sites", args=[year]),
            marked(f"与“{'”“'.join(words)}”有关的地点", words),
            [Piece(f"{count}处，逐处看计划什么时候完成、完成了没有")],
            year,
            urlencode({"q": " ".join(words)}),
        )
        for year, count in years.items()
        if count > len(found)
    ]


def listed(row: tuple[Site, str]) -> tuple:
    """The newest year first, then by town and place."""
    site, _ = row
    return -site.target.project.programme.year, by_numbers(site.place), by_numbers(site.name)


def spots_called(q: str, shared: dict) -> list[int] | None:
    """Keys of the public sites that are called as what was typed; None where it is no name."""
    return called(lambda: once(shared, "spots", lambda: names_of(public_sites())), q)


def towns_like(q: str, shared: dict) -> list[Hit]:
    """The pages of towns whose name was typed with one wrong sign, of the newest list each."""

    def read() -> dict[str, int]:
        own = public_sites().order_by("target__project__programme__year")
        return dict(own.values_list("place", "target__project__programme__year").distinct())

    def years() -> dict[str, int]:
        return once(shared, "towns", read)

    return [
        Hit(TOWN, town_url(years()[town], town), [Piece(town)], [Piece(OF_TOWN)], years()[town])
        for town in near_towns(lambda: sorted(years()), q)
    ]


def towns(rows: list[tuple[Site, str]], words: list[str]) -> list[Hit]:
    """The pages of towns that are all that was typed."""
    typed = "".join(words)
    own = {(row.target.project.programme.year, row.place) for row, _ in rows}
    return [
        Hit(TOWN, town_url(year, place), marked(place, words), [Piece(OF_TOWN)], year)
        for year, place in sorted(own, reverse=True)
        if place and is_town(place, typed)
    ]


def say_places(hits: list[Hit], found: dict[int, Answer]) -> None:
    """Put the state of each place and its dates into its hit."""
    told = told_of(found)
    for hit in hits:
        said = []
        for site, month in hit.sites:
            state, words, _, now = dated(site, month, told)
            if state != "withheld":
                project = site.target.project
                said.append(f"{project.called}：{words}{f'，{now}' if now else ''}")
        if said:
            hit.text = [Piece("；".join(said))]
