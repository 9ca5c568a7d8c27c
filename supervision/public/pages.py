"""What the page of a project, and of one of its cards, has to say."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from projects.models import (
    Assignment,
    GuideLine,
    Programme,
    Project,
    ProjectChange,
    Target,
    TargetTerms,
    current,
)
from projects.values.months import in_words, last_day, month_of
from projects.values.numbers import plain
from projects.verbatim import Piece, promise
from supervision.models import Acceptance, CorrectedCard, Feedback, Period
from supervision.public.along import Along
from supervision.public.changes import Changed, changed_of, in_force, states_of, versions_of
from supervision.public.chart import Chart, chart_of
from supervision.public.corrections import Change, changes_of
from supervision.public.places import Places, photos_of, places_of
from supervision.public.story import MonthLine, Turning, month_lines, told
from supervision.published import sentences
from supervision.published.figures import Figure, from_facts
from supervision.published.finish import promised_finish
from supervision.published.promised import figures_of
from supervision.published.shown import OpenCard, open_shown, shown_cards

MOST_ANSWERS = 5


@dataclass(frozen=True)
class TargetBlock:
    figure: Figure
    part: bool
    terms: TargetTerms | None
    chart: Chart | None
    changed: Changed | None
    finish: dt.date | None

    @property
    def baseline(self) -> str:
        return plain(self.terms.baseline)


@dataclass(frozen=True)
class ProjectPage:
    project: Project
    period: Period | None
    card: OpenCard | None
    lead: str
    clauses: list[list[Piece]]
    targets: list[TargetBlock]
    months: list[MonthLine]
    story: list[MonthLine | Turning]
    reasons: list[dict]
    answer: str
    unit_name: str
    phone: str
    supports: list[str]
    states: list[ProjectChange]
    places: Places
    previous: int | None
    next: int | None

    @property
    def latest_sentence(self) -> str:
        """What was released with the month shown."""
        return self.latest.sentence if self.latest else ""

    @property
    def latest(self) -> MonthLine | None:
        """The line of the month shown."""
        return next((line for line in self.months if line.period == self.period), None)

    @property
    def serves(self) -> bool:
        """Whether people apply for it, or are served by it."""
        return any(block.figure.kind == Target.Kind.SERVICE for block in self.targets)

    @property
    def dial(self) -> str:
        """The office line as a telephone dials it."""
        return "".join(sign for sign in self.phone if sign.isascii() and sign.isdigit())


def find_project(year: int, number: int, **along: Along) -> Project | None:
    """With the numbers of its neighbours on the list as `previous` and `next`."""
    own = Project.everything.filter(programme=OuterRef("programme"))
    before = own.filter(number__lt=number).order_by("-number").values("number")[:1]
    after = own.filter(number__gt=number).order_by("number").values("number")[:1]
    projects = Project.public.filter(programme__year=year, number=number)
    projects = projects.annotate(previous=Subquery(before), next=Subquery(after), **along)
    return projects.select_related("programme").first()


def told_along() -> dict[str, Along]:
    """What `project_page` wants of a project besides its row."""
    own = OuterRef("pk")
    accepted, answered = Acceptance.public, Feedback.public.order_by("-answered_at")
    return {
        "guide_lines": Along(
            GuideLine.objects.filter(project=own).order_by("pk"), "kind", "text", "confirmed_at"
        ),
        "accepted": Along(
            accepted.filter(project=own), "passed", "held_on", "body", "document", "reason"
        ),
        "answers": Along(
            answered.filter(project=own, project__programme__feedback=True)[:MOST_ANSWERS],
            "kind", "summary", "answer", "reason", "answered_at",
        ),
    }  # fmt: skip


def project_page(project: Project, today: dt.date) -> ProjectPage:
    """Of a project found with `told_along`; in ten queries at most, whatever it has."""
    photos = photos_of(project)
    months = month_lines(project, photos)
    # A project no longer judged keeps the last month it was judged in.
    latest = next((line for line in months if line.card), months[0] if months else None)
    card = latest.card if latest else None
    day = last_day(latest.period.month) if latest else today
    versions = versions_of(project)
    terms, changed = in_force(versions, month_of(day)), changed_of(versions, card)
    figures = figures_of(card, terms)
    finish = promised_finish(project, card)
    lead, supports = units_of(project, day)
    return ProjectPage(
        project=project,
        period=latest and latest.period,
        card=card,
        lead=sentences.project_lead(figures, card, finish),
        clauses=promise(project),
        targets=blocks(figures, terms, card, changed, finish),
        months=months,
        story=told(months, changed),
        reasons=reasons_of(card),
        answer=sentences.answer(card, reasons_of(card)) if card else "",
        unit_name=card.unit_name if card else (lead.name if lead else ""),
        phone=lead.phone if lead else "",
        supports=supports,
        states=states_of(project),
        places=places_of(project, latest.period.month if latest else "", photos),
        previous=project.previous,
        next=project.next,
    )


def units_of(project: Project, day: dt.date):
    """The lead unit on a day, None where there is none, and the names of those that support."""
    rows = Assignment.objects.filter(current(day), project=project).select_related("unit")
    lead = next((row.unit for row in rows if row.role == Assignment.Role.LEAD), None)
    return lead, [row.unit.name for row in rows if row.role == Assignment.Role.SUPPORT]


def blocks(figures, terms: list[TargetTerms], card, changed: dict, finish: dict):
    by_name = {row.target.name: row for row in terms}
    charts = {}
    if card:
        charts = {
            facts["name"]: chart_of(facts, card.month)
            for facts in card.facts["targets"]
            if facts["kind"] in ("quantity", "coverage")
        }
    return [
        TargetBlock(
            figure,
            part,
            by_name.get(figure.name),
            charts.get(figure.name),
            changed.get(figure.name),
            None if figure.finished else finish.get(figure.name),
        )
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
    corrections: list[Change]

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
    shown = shown_cards().filter(project=project, period__month=month).first()
    return shown and open_shown(shown, project, programme)


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
        corrections=corrections_of(project, card),
    )


def corrections_of(project: Project, card: OpenCard) -> list[Change]:
    """What was published in place of an earlier result of this month, the first one first."""
    if not card.corrected:
        return []
    made = CorrectedCard.objects.filter(card__project=project, card__period__month=card.month)
    return changes_of(made, project.programme)


def reasons_of(card: OpenCard | None) -> list[dict]:
    """The findings that count: a missing report first, then the worst."""
    findings = card.verdict["findings"] if card else []
    counting = [each for each in findings if each["severity"]]
    return sorted(counting, key=lambda e: (e["rule"] != "report_missing", -e["severity"]))
