"""What the page of a project, and of one of its cards, has to say."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from projects.models import Assignment, Programme, Project, TargetTerms, current
from projects.months import in_words, last_day, month_of
from projects.numbers import plain
from projects.verbatim import Piece, promise
from supervision.models import Card, Period, Release
from supervision.public import sentences
from supervision.public.chart import Chart, chart_of
from supervision.public.figures import Figure, from_facts
from supervision.public.opened import OpenCard, open_card
from supervision.public.promised import figures_of, terms_of


@dataclass(frozen=True)
class TargetBlock:
    figure: Figure
    part: bool
    terms: TargetTerms | None
    chart: Chart | None

    @property
    def baseline(self) -> str:
        return plain(self.terms.baseline)


@dataclass(frozen=True)
class MonthLine:
    """A published month of one project: its card and the sentence the office released."""

    period: Period
    card: OpenCard | None
    sentence: str


@dataclass(frozen=True)
class ProjectPage:
    project: Project
    period: Period | None
    card: OpenCard | None
    lead: str
    clauses: list[list[Piece]]
    targets: list[TargetBlock]
    months: list[MonthLine]
    reasons: list[dict]
    answer: str
    unit_name: str
    phone: str
    supports: list[str]

    @property
    def latest_sentence(self) -> str:
        return self.months[0].sentence if self.months else ""

    @property
    def dial(self) -> str:
        """The office line as a telephone dials it."""
        return "".join(sign for sign in self.phone if sign.isascii() and sign.isdigit())


def find_project(year: int, number: int) -> Project | None:
    projects = Project.public.filter(programme__year=year, number=number)
    return projects.select_related("programme").first()


def project_page(project: Project, today: dt.date) -> ProjectPage:
    prefetch_related_objects([project], "tasks", "targets__spans")
    months = month_lines(project, project.programme)
    latest = months[0] if months else None
    card = latest.card if latest else None
    day = last_day(latest.period.month) if latest else today
    terms = terms_of([project.pk], month_of(day)).get(project.pk, [])
    figures = figures_of(card, terms)
    lead, supports = units_of(project, day)
    return ProjectPage(
        project=project,
        period=latest and latest.period,
        card=card,
        lead=sentences.project_lead(figures, card),
        clauses=promise(project),
        targets=blocks(figures, terms, card),
        months=months,
        reasons=reasons_of(card),
        answer=sentences.answer(card, reasons_of(card)) if card else "",
        unit_name=card.unit_name if card else (lead.name if lead else ""),
        phone=lead.phone if lead else "",
        supports=supports,
    )


def month_lines(project: Project, programme: Programme) -> list[MonthLine]:
    """Published months, the latest first."""
    periods = list(Period.public.filter(programme=programme).order_by("-month"))
    if not periods:
        return []
    cards = Card.public.filter(project=project).select_related("period", "policy")
    in_force = {card.period_id: card for card in cards.order_by("version")}
    told = dict(Release.public.filter(project=project).values_list("period_id", "text"))
    return [
        MonthLine(
            period,
            open_card(in_force[period.pk], project, programme) if period.pk in in_force else None,
            told.get(period.pk, ""),
        )
        for period in periods
    ]


def units_of(project: Project, day: dt.date):
    """The lead unit on a day, None where there is none, and the names of those that support."""
    rows = Assignment.objects.filter(current(day), project=project).select_related("unit")
    lead = next((row.unit for row in rows if row.role == Assignment.Role.LEAD), None)
    return lead, [row.unit.name for row in rows if row.role == Assignment.Role.SUPPORT]


def blocks(figures: list[Figure], terms: list[TargetTerms], card) -> list[TargetBlock]:
    by_name = {row.target.name: row for row in terms}
    charts = {}
    if card:
        charts = {
            facts["name"]: chart_of(facts, card.month)
            for facts in card.facts["targets"]
            if facts["kind"] in ("quantity", "coverage")
        }
    return [
        TargetBlock(figure, part, by_name.get(figure.name), charts.get(figure.name))
        for whole in figures
        for figure, part in [(whole, False), *((part, True) for part in whole.parts)]
    ]


@dataclass(frozen=True)
class CardPage:
    """`reasons` are the findings that count, `notes` those that do not."""

    project: Project
    card: OpenCard
    answer: str
    reasons: list[dict]
    notes: list[dict]
    figures: list[Figure]
    margins: list[str]

    @property
    def question(self) -> str:
        """为什么是黄牌, or by its words where colours are not shown."""
        grade = self.card.grade
        return f"{in_words(self.card.month)}为什么是{grade.name or f'“{grade.words}”'}"

    @property
    def here(self) -> str:
        return f"{in_words(self.card.month)}亮牌依据"


def find_card(project: Project, month: str) -> OpenCard | None:
    """The card in force of a published month; None where it may not be seen."""
    programme = project.programme
    if programme.card_display == Programme.CardDisplay.BAR:
        return None
    cards = Card.public.filter(project=project, period__month=month)
    card = cards.select_related("period", "policy").order_by("version").last()
    return card and open_card(card, project, programme)


def card_page(project: Project, card: OpenCard) -> CardPage:
    by_name = {target["name"]: target for target in card.verdict["targets"]}
    reasons = reasons_of(card)
    return CardPage(
        project=project,
        card=card,
        answer=sentences.answer(card, reasons),
        reasons=reasons,
        notes=[each for each in card.verdict["findings"] if each["severity"] == 0],
        figures=[
            from_facts(facts, by_name.get(facts["name"]), card.month)
            for facts in card.facts["targets"]
        ],
        margins=sentences.margins(card),
    )


def reasons_of(card: OpenCard | None) -> list[dict]:
    """The findings that count, the worst first."""
    findings = card.verdict["findings"] if card else []
    return sorted((each for each in findings if each["severity"]), key=lambda e: -e["severity"])
