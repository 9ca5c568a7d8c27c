"""Search over what is public: a question in everyday words leads to what it is about.

Two characters are enough for the rest, and every hit says the answer itself.
"""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import (
    PlainName,
    Programme,
)
from projects.pages.paging import PER_PAGE, kept_if_meant
from supervision.public import matters
from supervision.public.answers import answers
from supervision.public.matching import chunks
from supervision.public.search_hits import (
    KINDS,
    Hit,
    named_cards,
    named_documents,
    named_units,
    nearest,
    projects,
)
from supervision.public.search_words import tidy, words_of


@dataclass(frozen=True)
class Found:
    """`near`: nothing holds the words as they were typed; these hold pieces of them.

    `elsewhere` is what was asked for and stands on no list. `may_be`: words of several matters, or
    few of the question; what is found is told without an answer to a question that is not sure.
    """

    q: str
    hits: list[Hit]
    page: Page | None
    near: bool = False
    may_be: bool = False
    by_sound: bool = False
    elsewhere: PlainName | None = None

    @property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0


def search(typed: str, page: str, programme: Programme | None = None) -> Found:
    q = tidy(typed)
    words = words_of(q)
    if not words:
        return Found("", [], None)
    topic = matters.topic_of(q)
    if topic.clear:
        hits = everything(q, words, topic, programme)
    elif hits := everything(q, words, topic.unasked, programme):
        topic = topic.unasked
    else:
        hits = projects(words, topic)
    near = False
    if not hits and not topic.elsewhere:
        rest = chunks(q)
        hits = everything(q, rest, topic, None) if rest and rest != words else []
        near = not hits
        hits = hits or nearest(q, topic)
    cut = Paginator(hits, PER_PAGE).get_page(page)
    may_be = bool(topic.projects or topic.elsewhere) and not topic.clear
    if not (near or may_be or topic.elsewhere):
        answered(list(cut))
    by_sound = any(match.by_sound for match in topic.projects.values())
    return Found(q, list(cut), cut, near, may_be, by_sound, topic.elsewhere)


def everything(q: str, words: list[str], topic, programme: Programme | None) -> list[Hit]:
    """All that a question leads to: what it names outright first, then projects, then the rest."""
    hits = [
        *named_cards(q, programme),
        *named_documents(q),
        *projects(words, topic),
        *named_units(q),
        *(hit for kind in KINDS for hit in kind(words)),
    ]
    seen = {}
    for hit in hits:
        seen.setdefault((hit.kind, hit.url, hit.query), hit)
    return list(seen.values())


def answered(hits: list[Hit]) -> None:
    """Put the answers to the projects' hits of the newest list among them."""
    own = [hit for hit in hits if hit.project]
    if not own:
        return
    programme = max((hit.project.programme for hit in own), key=lambda each: each.year)
    rows = [hit.project for hit in own if hit.project.programme_id == programme.pk]
    found = answers(programme, rows, clock.today())
    for hit in own:
        hit.answer = found.get(hit.project.pk)


@require_safe
def search_page(request):
    programme = Programme.public.latest_year()
    found = search(request.GET.get("q", ""), request.GET.get("page", ""), programme)
    context = {"programme": programme, "found": found, "page": found.page}
    return kept_if_meant(request, render(request, "public/search.html", context), found.page)
