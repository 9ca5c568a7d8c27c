"""Search over what is public: two characters are enough, and every hit says why it is one."""

import re
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from projects.models import Assignment, ExplanationSection, LeadUnit, Project, Target
from projects.months import in_words
from projects.verbatim import Piece
from supervision.models import Feedback, Release
from supervision.public.lists import PER_PAGE, tidy

# Each kind gives so many at most: who needs more needs a better word.
MOST = 200
AROUND = 36


@dataclass(frozen=True)
class Hit:
    """`title` and `text` in pieces, those that matched marked; `kind` says what was found."""

    kind: str
    url: str
    title: list[Piece]
    text: list[Piece]
    year: int | None = None


@dataclass(frozen=True)
class Found:
    q: str
    hits: list[Hit]
    page: Page | None

    @property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0


def search(asked: str, page: str) -> Found:
    q = tidy(asked)
    if not q:
        return Found("", [], None)
    hits = [hit for kind in KINDS for hit in kind(q)]
    cut = Paginator(hits, PER_PAGE).get_page(page)
    return Found(q, list(cut), cut)


def projects(q: str) -> list[Hit]:
    found = Project.public.filter(Q(title__icontains=q) | Q(text__icontains=q))
    rows = found.select_related("programme").order_by("-programme__year", "number")
    return [
        Hit(
            f"第{row.number}项",
            project_url(row),
            marked(row.title, q),
            excerpt(row.text, q),
            row.programme.year,
        )
        for row in rows[:MOST]
    ]


def targets(q: str) -> list[Hit]:
    found = Target.published.filter(Q(name__icontains=q) | Q(terms__definition__icontains=q))
    rows = found.select_related("project__programme").distinct()
    rows = rows.order_by("-project__programme__year", "project__number", "number")
    return [
        Hit(
            "指标",
            project_url(row.project),
            marked(row.name, q),
            marked(row.project.title, q),
            row.project.programme.year,
        )
        for row in rows[:MOST]
    ]


def releases(q: str) -> list[Hit]:
    found = Release.public.filter(text__icontains=q).select_related("project__programme", "period")
    rows = found.order_by("-period__month", "project__number")
    return [
        Hit(
            f"{in_words(row.period.month)}公布",
            project_url(row.project),
            marked(row.project.title, q),
            excerpt(row.text, q),
        )
        for row in rows[:MOST]
    ]


def answers(q: str) -> list[Hit]:
    """What the office answered in public; the messages themselves are nobody else's."""
    found = Feedback.public.filter(project__programme__feedback=True)
    found = found.filter(Q(summary__icontains=q) | Q(answer__icontains=q))
    rows = found.select_related("project__programme").order_by("-answered_at")
    return [
        Hit(
            "公开答复",
            project_url(row.project),
            marked(row.project.title, q),
            excerpt(f"{row.summary} 答复：{row.answer}", q),
            row.project.programme.year,
        )
        for row in rows[:MOST]
    ]


def units(q: str) -> list[Hit]:
    own = Assignment.objects.filter(unit=OuterRef("pk"), project__in=Project.public.all())
    years = own.order_by("-project__programme__year").values("project__programme__year")
    rows = LeadUnit.objects.filter(Exists(own), name__icontains=q).annotate(year=years[:1])
    return [
        Hit(
            "单位",
            reverse("unit", args=[row.year, row.slug]),
            marked(row.name, q),
            [Piece("牵头和配合的项目、办公电话")],
            row.year,
        )
        for row in rows.order_by("pk")[:MOST]
    ]


def sections(q: str) -> list[Hit]:
    found = ExplanationSection.objects.filter(text__icontains=q)
    found = found.exclude(programme__state="draft").select_related("programme")
    return [
        Hit(
            "官方解读",
            reverse("explanation", args=[row.programme.year]),
            marked(row.heading, q),
            excerpt(row.text, q),
            row.programme.year,
        )
        for row in found.order_by("-programme__year", "number")[:MOST]
    ]


KINDS = (projects, targets, releases, answers, units, sections)


def project_url(project: Project) -> str:
    return reverse("project", args=[project.programme.year, project.number])


def marked(text: str, q: str) -> list[Piece]:
    """The text cut at every hit, whatever its letters' case; together its exact text."""
    parts = re.split(f"({re.escape(q)})", text, flags=re.IGNORECASE)
    return [Piece(part, figure=bool(at % 2)) for at, part in enumerate(parts) if part]


def excerpt(text: str, q: str) -> list[Piece]:
    """The text around its first hit."""
    found = re.search(re.escape(q), text, re.IGNORECASE)
    at = found.start() if found else 0
    start, end = max(0, at - AROUND), at + len(q) + AROUND
    cut = text[start:end].replace("\n", " ")
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return marked(f"{before}{cut}{after}", q)
