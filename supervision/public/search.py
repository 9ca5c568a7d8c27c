"""Search over what is public: two characters are enough, and every hit says why it is one."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import (
    Assignment,
    ExplanationSection,
    LeadUnit,
    Programme,
    Project,
    Target,
    TargetTerms,
)
from projects.values import days
from projects.values.months import in_words, short
from projects.verbatim import Piece
from supervision.models import Feedback, Period, Release
from supervision.public.lists import PER_PAGE
from supervision.public.places import named, public_sites
from supervision.public.search_words import anywhere, holding, pairs, tidy, words_of
from supervision.published.bulletin_words import SECTIONS
from supervision.published.placeholders import wording

# Each kind gives so many at most: who needs more needs a better word.
MOST = 200
NEAREST = 5
AROUND = 36
NUMBERED = re.compile(r"第?(\d{1,5})项")


@dataclass(frozen=True)
class Hit:
    """`title` and `text` in pieces, those that matched marked; `kind` says what was found."""

    kind: str
    url: str
    title: list[Piece]
    text: list[Piece]
    year: int | None = None
    query: str = ""


@dataclass(frozen=True)
class Found:
    """`near`: nothing holds the words as they were typed; these hold pieces of them."""

    q: str
    hits: list[Hit]
    page: Page | None
    near: bool = False

    @property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0


def search(typed: str, page: str) -> Found:
    q = tidy(typed)
    words = words_of(q)
    if not words:
        return Found("", [], None)
    hits = [hit for kind in KINDS for hit in kind(words)]
    near = [] if hits else nearest(q)
    cut = Paginator(hits or near, PER_PAGE).get_page(page)
    return Found(q, list(cut), cut, bool(near))


def projects(words: list[str]) -> list[Hit]:
    found = Project.public.all()
    for word in words:
        number = NUMBERED.fullmatch(word)
        own = Q(number=int(number[1])) if number else Q()
        found = found.filter(own | anywhere(word, "title", "text"))
    rows = found.select_related("programme").order_by("-programme__year", "number")
    return [project_hit(row, words) for row in rows[:MOST]]


def project_hit(row: Project, words: list[str]) -> Hit:
    title, text = marked(row.title, words), excerpt(row.text, words)
    return Hit(f"第{row.number}项", project_url(row), title, text, row.programme.year)


def nearest(q: str) -> list[Hit]:
    """Projects that hold the most pairs of characters of what was typed."""
    pieces = pairs(q)
    if len(pieces) < 2:
        return []
    any_of = Q()
    for piece in pieces:
        any_of |= anywhere(piece, "title", "text")
    rows = Project.public.filter(any_of).select_related("programme")
    held = [
        ([piece for piece in pieces if piece in f"{row.title} {row.text}"], row)
        for row in rows.order_by("-programme__year", "number")[:MOST]
    ]
    held.sort(key=lambda each: -len(each[0]))
    return [project_hit(row, own) for own, row in held[:NEAREST]]


def places(words: list[str]) -> list[Hit]:
    """A line a year: the list of places does the rest."""
    year = "target__project__programme__year"
    rows = named(public_sites(), words).order_by(f"-{year}").values_list(year)
    return [
        Hit(
            "我的村／社区／学校",
            reverse("sites", args=[found]),
            marked(f"与“{'”“'.join(words)}”有关的地点", words),
            [Piece(f"{count}处，逐处看计划什么时候建成、建成了没有")],
            found,
            urlencode({"q": " ".join(words)}),
        )
        for found, count in rows.annotate(Count("pk"))
    ]


def targets(words: list[str]) -> list[Hit]:
    terms = TargetTerms.objects.filter(target=OuterRef("pk")).order_by("-version")
    found = Target.published.annotate(said=Subquery(terms.values("definition")[:1]))
    rows = found.filter(holding(words, "name", "said")).select_related("project__programme")
    return [
        Hit(
            "指标",
            project_url(row.project),
            marked(row.name, words),
            [Piece(f"{row.project.title}。"), *excerpt(row.said or "", words)],
            row.project.programme.year,
        )
        for row in rows.order_by("-project__programme__year", "project__number", "number")[:MOST]
    ]


def releases(words: list[str]) -> list[Hit]:
    found = Release.public.filter(holding(words, "text"))
    rows = found.select_related("project__programme", "period")
    return [
        Hit(
            f"{in_words(row.period.month)}公布",
            project_url(row.project),
            marked(row.project.title, words),
            excerpt(row.text, words),
        )
        for row in rows.order_by("-period__month", "project__number")[:MOST]
    ]


def bulletins(words: list[str]) -> list[Hit]:
    """By issue, month and, where colours are public, the office's words: there are few."""
    rows = Period.public.select_related("programme", "text").order_by("-month")
    hits = []
    for row in rows[:MOST]:
        title, said = f"第{row.bulletin_number}期通报（{in_words(row.month)}）", told_in(row)
        names = f"{title} {short(row.month)}通报 月度通报"
        if all(word.lower() in f"{names} {said}".lower() for word in words):
            inside = re.search(pattern(words), said, re.IGNORECASE)
            text = said if inside else f"数据截至{days.in_words(row.data_until)}。"
            url = reverse("bulletin", args=[row.programme.year, row.bulletin_number])
            found = excerpt(text, words)
            hits.append(Hit("月度通报", url, marked(title, words), found, row.programme.year))
    return hits


def told_in(period: Period) -> str:
    """The bulletin's words without its figures, which the page fills in."""
    text = getattr(period, "text", None)
    if text is None or period.programme.card_display != "full":
        return ""
    parts = filter(None, (getattr(text, key) for key in SECTIONS))
    return wording("\n".join(parts))


def answers(words: list[str]) -> list[Hit]:
    """What the office answered in public; the messages themselves are nobody else's."""
    found = Feedback.public.filter(project__programme__feedback=True)
    rows = found.filter(holding(words, "summary", "answer")).select_related("project__programme")
    return [
        Hit(
            "公开答复",
            project_url(row.project),
            marked(row.project.title, words),
            excerpt(f"{row.summary} 答复：{row.answer}", words),
            row.project.programme.year,
        )
        for row in rows.order_by("-answered_at")[:MOST]
    ]


def units(words: list[str]) -> list[Hit]:
    own = Assignment.objects.filter(unit=OuterRef("pk"), project__in=Project.public.all())
    years = own.order_by("-project__programme__year").values("project__programme__year")
    rows = LeadUnit.objects.filter(Exists(own)).filter(holding(words, "name", "short_name"))
    return [
        Hit(
            "单位",
            reverse("unit", args=[row.year, row.slug]),
            marked(row.name, words),
            [Piece("牵头和配合的项目、办公电话")],
            row.year,
        )
        for row in rows.annotate(year=years[:1]).order_by("pk")[:MOST]
    ]


def sections(words: list[str]) -> list[Hit]:
    found = ExplanationSection.objects.exclude(programme__state="draft")
    rows = found.filter(holding(words, "heading", "text")).select_related("programme")
    return [
        Hit(
            "官方解读",
            reverse("explanation", args=[row.programme.year]),
            marked(row.heading, words),
            excerpt(row.text, words),
            row.programme.year,
        )
        for row in rows.order_by("-programme__year", "number")[:MOST]
    ]


KINDS = (projects, places, targets, releases, bulletins, answers, units, sections)


def project_url(project: Project) -> str:
    return reverse("project", args=[project.programme.year, project.number])


def pattern(words: list[str]) -> str:
    """Any of the words, the longest first, so that none hides in another."""
    return f"({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def marked(text: str, words: list[str]) -> list[Piece]:
    """The text cut at every hit, whatever its letters' case; together its exact text."""
    parts = re.split(pattern(words), text, flags=re.IGNORECASE)
    return [Piece(part, figure=bool(at % 2)) for at, part in enumerate(parts) if part]


def excerpt(text: str, words: list[str]) -> list[Piece]:
    """The text around its first hit."""
    found = re.search(pattern(words), text, re.IGNORECASE)
    at, over = found.span() if found else (0, 0)
    start, end = max(0, at - AROUND), over + AROUND
    cut = text[start:end].replace("\n", " ")
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return marked(f"{before}{cut}{after}", words)


@require_safe
def search_page(request):
    found = search(request.GET.get("q", ""), request.GET.get("page", ""))
    programme = Programme.public.latest_year()
    context = {"programme": programme, "found": found, "page": found.page}
    return render(request, "public/search.html", context)
