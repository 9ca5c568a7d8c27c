"""What a search finds, kind by kind: each hit with its words marked and where it leads."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, Subquery
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
from projects.values import days
from projects.values.months import in_words, short
from projects.values.text import by_numbers
from projects.verbatim import Piece
from supervision.models import Feedback, Period, Release
from supervision.public import matters
from supervision.public.answers import Answer
from supervision.public.matching import HANZI
from supervision.public.place_names import called, is_town
from supervision.public.places import (
    as_published,
    dated,
    month_of_period,
    named,
    place_url,
    public_sites,
    told_of,
    town_url,
)
from supervision.public.search_words import (
    anywhere,
    excerpt,
    holding,
    marked,
    mentioned,
    pattern,
    pieces,
)
from supervision.published.bulletin_words import SECTIONS
from supervision.published.placeholders import wording

# Each kind gives so many at most: who needs more needs a better word.
MOST = 200
NEAREST = 5
MOST_GAPS, MOST_SPOTS, LEAST_SIGNS = 3, 10, 8
NUMBERED = re.compile(r"第?(\d{1,5})项")


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


def projects(words: list[str], topic) -> list[Hit]:
    """Those asked about in everyday words, the likeliest first; then those that hold the words."""
    found = Project.public.all()
    for word in words:
        number = NUMBERED.fullmatch(word)
        own = Q(number=int(number[1])) if number else Q()
        found = found.filter(own | anywhere(word, "title", "text"))
    found = found | Project.public.filter(pk__in=topic.projects)
    rows = found.select_related("programme").order_by("-programme__year", "number")
    at = {key: place for place, key in enumerate(topic.projects)}
    kept = [
        row
        for row in rows[:MOST]
        if row.pk in at or mentioned(words, row.title, row.text, f"第{row.number}项")
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


def stated(words: list[str], periods: list[Period], also: Sequence[int]) -> list[tuple[Site, str]]:
    """Places that hold the words or are `also` meant, each with the month that it is told up to.

    Each as its year's last published month knows it. In one query for the newest list, and one more
    for each older one.
    """
    last: dict[int, Period] = {}
    for period in periods:
        last.setdefault(period.programme_id, period)
    newest = max(last.values(), key=lambda each: each.programme.year, default=None)
    meant = named(public_sites(), words) | public_sites().filter(pk__in=also[:MOST])
    rows = as_published(meant, newest)
    rows = rows.order_by("-target__project__programme__year", "place", "name", "pk")
    found = []
    for key, own in groupby(rows[:MOST], key=lambda site: site.target.project.programme_id):
        sites, period = list(own), last.get(key)
        if period != newest:
            again = public_sites().filter(pk__in=[site.pk for site in sites])
            known = as_published(again, period).in_bulk()
            sites = [known[site.pk] for site in sites if site.pk in known]
        found += [(site, month_of_period(period)) for site in sites]
    return found


def places(words: list[str], periods: list[Period], names: dict, also: Sequence[int]) -> list[Hit]:
    """Towns and places by their own name, or `also` meant; of those only in a town or with a
    promise that is named so, a line a year. What is told of a place comes with `answered`."""
    rows = sorted(stated(words, periods, also), key=listed)
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


def spots_called(q: str) -> list[int] | None:
    """Keys of the public sites that are called as what was typed; None where it is no name."""
    return called(public_sites(), q)


def towns(rows: list[tuple[Site, str]], words: list[str]) -> list[Hit]:
    """The pages of towns that are all that was typed."""
    typed = "".join(words)
    own = {(row.target.project.programme.year, row.place) for row, _ in rows}
    return [
        Hit("镇街", town_url(year, place), marked(place, words), [Piece("这里的每个地方")], year)
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
        if mentioned(words, row.name, row.said or "")
    ]


def releases(words: list[str]) -> list[Hit]:
    found = Release.public.filter(holding(words, "said"))
    rows = found.select_related("project__programme", "period")
    return [
        Hit(
            f"{in_words(row.period.month)}公布",
            project_url(row.project),
            marked(row.project.title, words),
            excerpt(row.said, words),
        )
        for row in rows.order_by("-period__month", "project__number")[:MOST]
        if mentioned(words, row.text)
    ]


def published() -> list[Period]:
    return list(Period.public.select_related("programme", "text").order_by("-month")[:MOST])


def bulletins(words: list[str], periods: list[Period]) -> list[Hit]:
    """By issue, month and, where colours are public, the office's words: there are few."""
    hits = []
    for row in periods:
        title, said = f"第{row.bulletin_number}期通报（{in_words(row.month)}）", told_in(row)
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


def public_answers(words: list[str]) -> list[Hit]:
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
        if mentioned(words, row.heading, row.text)
    ]


def project_url(project: Project) -> str:
    return reverse("project", args=[project.programme.year, project.number])
