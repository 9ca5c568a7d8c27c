"""Search over what is public: a question in everyday words leads to what it is about.

Two characters are enough for the rest, and every hit says the answer itself.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import PlainName, Programme, Project
from projects.pages.addresses import tidy
from projects.pages.paging import PER_PAGE, kept_if_meant
from projects.pages.shared import ALONE, SHARED, once
from supervision.public import matters
from supervision.public.answers import Answer, answers
from supervision.public.matching import chunks
from supervision.public.offices import Named, led_by, named_in, units
from supervision.public.own_pages import own_pages
from supervision.public.search_hits import (
    Hit,
    all_units,
    bulletins,
    named_cards,
    named_documents,
    nearest,
    projects,
    promised,
    public_answers,
    published,
    releases,
    sections,
    targets,
    unit_hits,
)
from supervision.public.search_places import (
    TOWN,
    places,
    say_places,
    spots_called,
    towns_like,
)
from supervision.public.search_words import MOST_HELD, MOST_WORDS, words_of

# So many lists, the newest ones, are looked through for the number of a document.
MOST_LISTS = 50


@dataclass(frozen=True)
class Found:
    """`near`: nothing holds the words as they were typed; these hold pieces of them.

    `elsewhere` is what was asked for and stands on no list, by words of the question where it is
    not sure. `may_be`: words of several matters, few of the question, or a town with a wrong sign;
    what is found is told without an answer to a question that is not sure, and where the first two
    are `even` none of them is called likelier. `missing` is an office that was asked for and has no
    part in any list.
    """

    q: str
    hits: list[Hit]
    page: Page | None
    near: bool = False
    may_be: bool = False
    even: bool = False
    by_sound: bool = False
    elsewhere: PlainName | None = None
    missing: str = ""

    @property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0


def search(typed: str, page: str, lists: list[Programme], shared: dict) -> Found:
    """What is found; `lists` are the public ones, the newest first."""
    q = tidy(typed)
    words = words_of(q)
    if not words:
        return Found("", [], None)
    topic, named, misspelt = matters.topic_of(q, shared), named_in(q, shared), False
    sure = topic.clear and topic.projects
    spots = None if named or sure else spots_called(q, shared)
    if named:
        topic = topic.about(led_by(named.units))
        hits = named_outright(named, topic, lists, shared)
    elif own := own_pages(q, [each.year for each in lists], last_month(shared)):
        topic = topic.unasked
        hits = [*own, *everything(q, words, topic, lists, shared)]
    elif spots:
        topic = topic.unasked
        hits = everything(q, words, topic, lists, shared, spots)
    elif topic.elsewhere and topic.clear and (own := promised(chunks(q)[:MOST_WORDS], shared)):
        topic = topic.about(own)
        hits = everything(q, words, topic, lists, shared)
    elif topic.clear:
        hits = everything(q, words, topic, lists, shared)
    elif hits := everything(q, words, topic.unasked, lists, shared, spots):
        topic = topic.unasked
    elif hits := towns_like(q, shared):
        topic, misspelt = topic.unasked, True
    else:
        hits = projects(words, topic, shared)
    near = False
    if not (hits or named or topic.elsewhere):
        rest = chunks(q)[:MOST_WORDS]
        hits = in_promises(rest, topic, shared) if rest and rest != words else []
        near = not hits
        hits = hits or nearest(q, topic)
    cut = Paginator(hits, PER_PAGE).get_page(page)
    may_be = misspelt or (bool(topic.projects or topic.elsewhere) and not topic.clear)
    answered(
        list(cut), shared, not (near or may_be or topic.elsewhere), partial(topic.targets_in, q)
    )
    by_sound = any(match.by_sound for match in topic.projects.values())
    return Found(
        q,
        list(cut),
        cut,
        near,
        may_be,
        topic.even,
        by_sound,
        topic.elsewhere if topic.clear or topic.named else None,
        named.missing if named else "",
    )


def named_outright(named: Named, topic, lists: list[Programme], shared: dict) -> list[Hit]:
    """The units with what they lead, or what holds the words to the letter; nothing like it."""
    if named.every:
        return all_units(lists[0] if lists else None)
    if named.units:
        return [*unit_hits(named.units, named.words), *projects(named.words, topic, shared)]
    return everything(named.name, named.words, topic, lists, shared)


def everything(
    q: str,
    words: list[str],
    topic,
    lists: list[Programme],
    shared: dict,
    spots: list[int] | None = None,
) -> list[Hit]:
    """All that a question leads to: what it names outright first, then projects, then the rest,
    the sites of the keys `spots` among it. No unit is called what was looked up as a place."""
    hits = [
        *named_cards(q, lists[0] if lists else None),
        *named_documents(q, lists),
        *projects(words, topic, shared),
        *(unit_hits(units(q, shared), words) if spots is None else []),
        *places(words, topic.names, spots or [], shared),
        *targets(words, shared),
        *(() if topic.clear else releases(words, shared)),  # a sure question has its answer
        *bulletins(words, shared),
        *public_answers(words, shared),
        *sections(words, shared),
    ]
    hits.sort(key=lambda hit: hit.kind != TOWN)  # a town is all that was typed
    seen = {}
    for hit in hits:
        seen.setdefault((hit.kind, hit.url, hit.query), hit)
    return list(seen.values())


def in_promises(words: list[str], topic, shared: dict) -> list[Hit]:
    """What pieces of a question are found in: what is promised and where, not every sentence."""
    return [
        *projects(words, topic, shared),
        *places(words, topic.names, [], shared),
        *targets(words, shared),
    ]


def answered(hits: list[Hit], shared: dict, sure: bool, named: Callable) -> None:
    """Put into the hits what answers: at places always, at the newest list's projects where `sure`
    of them, of the targets that are `named`. Once for each list, however many hits it has."""
    own = [hit for hit in hits if hit.project and sure]
    asked: dict[int, Project] = {hit.project.pk: hit.project for hit in own}
    for hit in hits:
        asked |= {site.target.project_id: site.target.project for site, _ in hit.sites}
    by_list: dict[Programme, list[Project]] = defaultdict(list)
    newest = max((hit.project.programme.year for hit in own), default=0)
    places = {site.target.project_id for hit in hits for site, _ in hit.sites}
    for project in asked.values():
        if project.pk in places or project.programme.year == newest:
            by_list[project.programme].append(project)
    found = {}
    for programme, rows in by_list.items():
        found |= known_answers(programme, rows, shared)
    for hit in own:
        if hit.project.programme.year == newest:
            hit.answer = found[hit.project.pk].about(named)
    say_places(hits, found)


def last_month(shared: dict) -> str:
    """The last published month, "" before any."""
    return next((period.month for period in published(shared)), "")


def known_answers(programme: Programme, projects: list[Project], shared: dict) -> dict[int, Answer]:
    """Each project's answer, worked out once."""
    held = once(shared, "answers", dict)
    wanted = [project for project in projects if project.pk not in held]
    found = answers(programme, wanted, clock.today())
    if len(held) < MOST_HELD:
        held |= found
    return found | {each.pk: held[each.pk] for each in projects if each.pk in held}


@require_safe
def search_page(request):
    shared = request.META.get(SHARED, {ALONE: True})
    lists = once(shared, "lists", lambda: list(Programme.public.order_by("-year")[:MOST_LISTS]))
    found = search(request.GET.get("q", ""), request.GET.get("page", ""), lists, shared)
    context = {"programme": lists[0] if lists else None, "found": found, "page": found.page}
    return kept_if_meant(request, render(request, "public/search.html", context), found.page)
