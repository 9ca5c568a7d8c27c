"""What a search finds, kind by kind: each hit with its words marked and where it leads."""

import re
from dataclasses import dataclass, field

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from projects.models import (
    ExplanationSection,
    LeadUnit,
    Programme,
    Project,
    Site,
    Target,
    TargetTerms,
)
from projects.pages.shared import once
from projects.values import days
from projects.values.months import in_words, short
from projects.verbatim import Piece
from supervision.models import Feedback, Period, Release
from supervision.public import matters
from supervision.public.answers import Answer
from supervision.public.matching import HANZI
from supervision.public.search_words import (
    MOST,
    Kind,
    anywhere,
    excerpt,
    marked,
    mentioned,
    pattern,
    pieces,
)
from supervision.published.bulletin_words import SECTIONS
from supervision.published.placeholders import wording

NEAREST = 5
MOST_GAPS, LEAST_SIGNS = 3, 8


@dataclass
class Hit:
    """`title` and `text` in pieces, those that matched marked; `kind` says what was found.

    Of a project, `official` is its title in the document where the public calls it otherwise, and
    `answer` says how it stands; of a place `sites` are its promises, each with the month that its
    year is told up to.
    """

    kind: str
    url: str
    title: list[Piece]
    text: list[Piece]
    year: int | None = None
    query: str = ""
    project: Project | None = None
    official: str = ""
    answer: Answer | None = None
    sites: list[tuple[Site, str]] = field(default_factory=list)


def named_cards(q: str, programme: Programme | None) -> list[Hit]:
    return [
        Hit(
            "亮牌",
            found.url,
            [Piece(f"{found.grade.name or found.grade.words}的项目：{found.count}件", figure=True)],
            [Piece(f"{in_words(found.month)}评定，{found.grade.words}；点开逐件看。")],
            programme.year,
            found.query,
        )
        for found in matters.cards(q, programme)
    ]


def named_documents(q: str, lists: list[Programme]) -> list[Hit]:
    return [
        Hit(
            "文件",
            reverse("explanation", args=[row.year]),
            [Piece(row.document_number, figure=True)],
            [Piece(f"{row.authority}印发，官方解读全文。")],
            row.year,
        )
        for row in matters.documents(q, lists)
    ]


def project_rows() -> QuerySet[Project]:
    numbered = Concat(Value("第"), Cast("number", CharField()), Value("项"))
    rows = Project.public.annotate(numbered=numbered).select_related("programme")
    return rows.order_by("-programme__year", "number")


PROJECTS = Kind("projects", project_rows, ("title", "text", "numbered"))


def projects(words: list[str], topic, shared: dict) -> list[Hit]:
    """Those asked about in everyday words, the likeliest first; then those that hold the words."""
    at = {key: place for place, key in enumerate(topic.projects)}
    kept = [
        row
        for row in PROJECTS.holding(words, shared, at)
        if row.pk in at or mentioned(words, row.title, row.text, row.numbered)
    ]
    kept.sort(key=lambda row: at.get(row.pk, len(at)))
    for row in kept:
        name = topic.names.get(row.pk)
        row.plain_name = name.name if name else ""
    return [project_hit(row, words_said_for(row, words, topic)) for row in kept]


def words_said_for(row: Project, words: list[str], topic) -> list[str]:
    """The words to be marked at a project."""
    match = topic.projects.get(row.pk)
    return [*words, *match.words] if match else words


def project_hit(row: Project, words: list[str]) -> Hit:
    return Hit(
        f"第{row.number}项",
        project_url(row),
        marked(row.called, words),
        excerpt(row.text, words),
        row.programme.year,
        project=row,
        official=row.title if row.called != row.title else "",
    )


def nearest(q: str, topic) -> list[Hit]:
    """Projects that hold the most pieces of what was typed.

    Where the office keeps everyday words, pairs of characters would only mislead: 教育局 is no
    matter of 普法教育.
    """
    found = pieces(q, 3 if topic.known else 2)
    if not found:
        return []
    any_of = Q()
    for piece in found:
        any_of |= anywhere(piece, "title", "text")
    rows = Project.public.filter(any_of).select_related("programme")
    held = [
        ([piece for piece in found if piece in f"{row.title} {row.text}"], row)
        for row in rows.order_by("-programme__year", "number")[:MOST]
    ]
    held.sort(key=lambda each: -len(each[0]))
    for _, row in held:
        name = topic.names.get(row.pk)
        row.plain_name = name.name if name else ""
    return [project_hit(row, own) for own, row in held[:NEAREST]]


def target_rows() -> QuerySet[Target]:
    terms = TargetTerms.objects.filter(target=OuterRef("pk")).order_by("-version")
    rows = Target.published.annotate(said=Subquery(terms.values("definition")[:1]))
    rows = rows.select_related("project__programme")
    return rows.order_by("-project__programme__year", "project__number", "number")


TARGETS = Kind("targets", target_rows, ("name", "said"))


def targets(words: list[str], shared: dict) -> list[Hit]:
    return [
        Hit(
            "指标",
            project_url(row.project),
            marked(row.name, words),
            [Piece(f"{row.project.title}。"), *excerpt(row.said or "", words)],
            row.project.programme.year,
        )
        for row in TARGETS.holding(words, shared)
        if mentioned(words, row.name, row.said or "")
    ]


def promised(words: list[str], shared: dict) -> list[int]:
    """Keys of the projects with a promise whose name holds every word."""
    rows = TARGETS.holding(words, shared) if words else []
    return list(dict.fromkeys(row.project_id for row in rows if mentioned(words, row.name)))


def release_rows() -> QuerySet[Release]:
    rows = Release.public.select_related("project__programme", "period")
    return rows.order_by("-period__month", "project__number")


RELEASES = Kind("releases", release_rows, ("said",))


def releases(words: list[str], shared: dict) -> list[Hit]:
    return [
        Hit(
            f"{in_words(row.period.month)}公布",
            project_url(row.project),
            marked(row.project.title, words),
            excerpt(row.said, words),
        )
        for row in RELEASES.holding(words, shared)
        if mentioned(words, row.said)
    ]


def published(shared: dict) -> list[Period]:
    def rows() -> list[Period]:
        return list(Period.public.select_related("programme", "text").order_by("-month")[:MOST])

    return once(shared, "periods", rows)


def bulletins(words: list[str], shared: dict) -> list[Hit]:
    """By issue, month and, where colours are public, the office's words: there are few."""
    periods = published(shared)
    told = once(shared, "bulletins", lambda: [told_in(row) for row in periods])
    hits = []
    for row, said in zip(periods, told, strict=True):
        title = f"第{row.bulletin_number}期通报（{in_words(row.month)}）"
        names = f"{title} {short(row.month)}通报 月度通报"
        if mentioned(words, names, said):
            line = telling(said, words)
            text = line or f"数据截至{days.in_words(row.data_until)}。"
            url = reverse("bulletin", args=[row.programme.year, row.bulletin_number])
            found = excerpt(text, words)
            hits.append(Hit("月度通报", url, marked(title, words), found, row.programme.year))
    return hits


def telling(said: str, words: list[str]) -> str:
    """The line of a bulletin that holds a word, unless little but its figures' places is left."""
    for line in said.split("\n"):
        told = line.count("…") < MOST_GAPS and len(HANZI.findall(line)) >= LEAST_SIGNS
        if told and re.search(pattern(words), line, re.IGNORECASE):
            return line
    return ""


def told_in(period: Period) -> str:
    """The bulletin's words without its figures, which the page fills in."""
    text = getattr(period, "text", None)
    if text is None or period.programme.card_display != "full":
        return ""
    parts = filter(None, (getattr(text, key) for key in SECTIONS))
    return wording("\n".join(parts))


def answer_rows() -> QuerySet[Feedback]:
    """Without the messages themselves, which are nobody else's and not to be held."""
    rows = Feedback.public.filter(project__programme__feedback=True)
    rows = rows.select_related("project__programme").order_by("-answered_at")
    own = ("number", "title", "programme__year")
    return rows.only("summary", "answer", *(f"project__{name}" for name in own))


ANSWERS = Kind("public answers", answer_rows, ("summary", "answer"))


def public_answers(words: list[str], shared: dict) -> list[Hit]:
    """What the office answered in public."""
    return [
        Hit(
            "公开答复",
            project_url(row.project),
            marked(row.project.title, words),
            excerpt(f"{row.summary} 答复：{row.answer}", words),
            row.project.programme.year,
        )
        for row in ANSWERS.holding(words, shared)
        if mentioned(words, row.summary, row.answer)
    ]


def unit_hits(units: list[LeadUnit], words: list[str]) -> list[Hit]:
    """Units with their telephone, and with the former name where that was asked for."""
    return [
        Hit(
            "单位",
            reverse("unit", args=[row.year, row.slug]),
            marked(row.name, words) if words else [Piece(row.name)],
            [Piece(f"{known_as(row)}牵头和配合的项目点开看。")],
            row.year,
        )
        for row in units
    ]


def known_as(unit: LeadUnit) -> str:
    former = getattr(unit, "former", "")
    phone = f"办公电话{unit.phone}；" if unit.phone else ""
    return f"原{former}；{phone}" if former else phone


def all_units(programme: Programme | None) -> list[Hit]:
    """The list of the units, for who asks who answers and not for what."""
    if programme is None:
        return []
    title, text = "牵头单位和电话", "哪个单位负责哪些项目、电话多少，逐个单位列出。"
    year = programme.year
    return [Hit("单位", reverse("units", args=[year]), [Piece(title)], [Piece(text)], year)]


def section_rows() -> QuerySet[ExplanationSection]:
    rows = ExplanationSection.objects.exclude(programme__state="draft")
    return rows.select_related("programme").order_by("-programme__year", "number")


EXPLAINED = Kind("sections", section_rows, ("heading", "text"))


def sections(words: list[str], shared: dict) -> list[Hit]:
    return [
        Hit(
            "官方解读",
            reverse("explanation", args=[row.programme.year]),
            marked(row.heading, words),
            excerpt(row.text, words),
            row.programme.year,
        )
        for row in EXPLAINED.holding(words, shared)
        if mentioned(words, row.heading, row.text)
    ]


def project_url(project: Project) -> str:
    return reverse("project", args=[project.programme.year, project.number])
