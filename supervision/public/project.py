"""The page of a project: what was promised, how far it is, its months one after the other."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import (
    Assignment,
    GuideLine,
    Project,
    ProjectChange,
    Target,
    TargetTerms,
    leading,
)
from projects.pages import addresses
from projects.values.months import last_day, month_of
from projects.values.numbers import plain
from projects.verbatim import Piece, promise
from supervision.models import (
    Acceptance,
    Feedback,
    Period,
    PollCount,
)
from supervision.public.changes import (
    Changed,
    Versions,
    changed_of,
    in_force,
    states_of,
    versions_of,
)
from supervision.public.chart import Chart, chart_of
from supervision.public.picture_addresses import project_pictures
from supervision.public.places import Places, photos_of, places_of
from supervision.public.story import MonthLine, Run, Turning, folded, month_lines, timeline
from supervision.published import essentials, sentences
from supervision.published.figures import Figure, Stage
from supervision.published.promised import Days, figures_of, key_figure, moved, note_day
from supervision.published.shown import PublicCard
from supervision.published.unit_days import reported, standing

MOST_ANSWERS = 5


@dataclass(frozen=True)
class StageLine:
    """`moved` is the month planned now, where it is another than published with the card.

    `belated` is the month of the report that gave it as done, where one before had it undone.
    """

    stage: Stage
    moved: str
    belated: str
    promised: dt.date | None
    over: bool


@dataclass(frozen=True)
class TargetBlock:
    figure: Figure
    part: bool
    terms: TargetTerms | None
    chart: Chart | None
    changed: Changed | None
    finish: dt.date | None
    served: str
    belated: dict[str, str]
    today: dt.date

    @property
    def over(self) -> bool:
        """Whether the day that the unit promised is past."""
        return self.finish is not None and self.finish < self.today

    @property
    def stages(self) -> list[StageLine]:
        """Each stage with the month that holds now, and the day that the unit promised for it."""
        now = dict(self.changed.present.stages) if self.changed else {}
        return [self.stage(each, now.get(each.name, each.planned)) for each in self.figure.stages]

    def stage(self, stage: Stage, now: str) -> StageLine:
        """What the unit said before a stage was moved is told of a late one alone."""
        moved = now if now != stage.planned else ""
        promised = None if moved and stage.state == "waiting" else stage.promised
        over = promised is not None and promised < self.today
        return StageLine(stage, moved, self.belated.get(stage.name, ""), promised, over)

    @property
    def unkept(self) -> str:
        """What was promised of all of it and not kept; of a stage that is told with the stage."""
        if self.figure.stages:
            return ""
        return sentences.unkept_words(self.figure, str(self.today))

    @property
    def measure(self) -> str:
        """What a service counts: 人次, 件."""
        return self.terms.target.measure if self.terms else ""

    @property
    def baseline(self) -> str:
        return plain(self.terms.baseline)


@dataclass(frozen=True)
class Share:
    """A target's part in the project's mean: how far it is, clamped, and what it weighs."""

    name: str
    weight: str
    percent: str


@dataclass(frozen=True)
class ProjectPage:
    """`unit_name` is whom to ask today; `led_by` who led in the month shown, where another did."""

    project: Project
    period: Period | None
    card: PublicCard | None
    lead: str
    gains: list[str]
    times: list[essentials.When]
    key: Figure | None
    sums: list[Share]
    clauses: list[list[Piece]]
    targets: list[TargetBlock]
    months: list[MonthLine]
    story: list[MonthLine | Turning | Run]
    reasons: list[dict]
    answer: str
    unit_name: str
    unit_slug: str
    led_by: str
    phone: str
    partners: list[str]
    supports: list[str]
    states: list[ProjectChange]
    places: Places
    guide: list[GuideLine]
    acceptances: list[Acceptance]
    polls: list[PollCount]
    answers: list[Feedback]
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
    def city_tasks(self) -> list[tuple[dict, bool]]:
        """Each with whether its two numbers are those of a promise, which tells them already."""
        figures = [own for b in self.targets for own in (b.figure, *b.figure.parts)]
        told = {(each.done, each.total, each.measure) for each in figures}
        tasks = self.card.facts["city_tasks"] if self.card else []
        return [(t, (t["reading"], t["quota"], t["measure"]) in told) for t in tasks]

    @property
    def meaning(self) -> str:
        """Its colour in half a line."""
        card = self.card
        return (
            "" if not card.grade or card.decided or card.ahead else card.grading.meaning(card.grade)
        )

    @property
    def pending(self) -> int:
        """How many of its promises have no plan yet, and so stand in no mean."""
        return sum(block.figure.pending and not block.part for block in self.targets)

    @property
    def serves(self) -> bool:
        """Whether people apply for it, or are served by it."""
        return any(block.figure.kind == Target.Kind.SERVICE for block in self.targets)


def project_page(project: Project, today: dt.date) -> ProjectPage:
    photos = photos_of(project)
    months = month_lines(project, photos)
    # A project no longer judged keeps the last month it was judged in.
    latest = next((line for line in months if line.card), months[0] if months else None)
    card = latest.card if latest else None
    day = last_day(latest.period.month) if latest else today
    versions = versions_of(project)
    terms, changed = in_force(versions, month_of(day)), changed_of(versions, card)
    days = days_of(versions)
    own, served = reported(project, card)
    figures, finish = standing(figures_of(card, terms), own, days, card)
    parts = list(Assignment.objects.on(today, day).filter(project=project))
    lead = leading(parts, today, day).get(project.pk)
    judged = card.unit_name if card else ""
    return ProjectPage(
        project=project,
        period=latest and latest.period,
        card=card,
        lead=sentences.project_lead(figures, card, finish, today),
        gains=essentials.gains(figures),
        times=essentials.times(
            figures, finish, moved(days), latest.period.month if latest else str(day)[:7], today
        ),
        key=key_figure(figures, card),
        sums=sums(card),
        clauses=promise(project),
        targets=blocks(figures, terms, card, changed, finish, served, belated(months), today),
        months=months,
        story=folded(timeline(months, changed)),
        reasons=reasons_of(card),
        answer=sentences.answer(card, reasons_of(card)) if card else "",
        unit_name=lead.name if lead else judged,
        unit_slug=lead.slug if lead else "",
        led_by="" if lead is None or lead.name == judged else judged,
        phone=lead.phone if lead else "",
        partners=partners_of(project, parts, day),
        supports=[
            row.unit.name
            for row in parts
            if row.role == Assignment.Role.SUPPORT and row.holds_on(day)
        ],
        states=states_of(project),
        places=places_of(project, latest and latest.period, photos, days, figures),
        guide=list(project.guide.order_by("pk")),
        acceptances=list(Acceptance.public.filter(project=project)),
        polls=polls_of(project),
        answers=answers_of(project),
        previous=project.previous,
        next=project.next,
    )


def partners_of(project: Project, parts: list[Assignment], day: dt.date) -> list[str]:
    """Who leads beside the unit that hands in the month, with the tasks that each leads."""
    rows = [row for row in parts if row.role == Assignment.Role.PARTNER and row.holds_on(day)]
    if not rows:
        return []
    led = defaultdict(str)
    for unit, marker in project.tasks.filter(unit__isnull=False).values_list("unit", "marker"):
        led[unit] += marker
    return [f"{row.unit.name}{led[row.unit_id] and f'（{led[row.unit_id]}）'}" for row in rows]


def answers_of(project: Project) -> list[Feedback]:
    """Return the last messages that the office answered in public."""
    if not project.programme.feedback:
        return []
    return list(Feedback.public.filter(project=project).order_by("-answered_at")[:MOST_ANSWERS])


def belated(months: list[MonthLine]) -> dict[str, dict[str, str]]:
    """By target and stage the month whose report dated a stage back into one that was told without.

    `months` are those published, the latest first.
    """
    undone: dict[tuple[str, str], str] = {}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for card in (line.card for line in reversed(months) if line.card):
        for facts in card.facts["targets"]:
            for stage in facts.get("milestones") or ():
                key = facts["name"], stage["name"]
                if not stage["done"] or stage["done"] > card.month:
                    undone[key] = card.month
                    found[key[0]].pop(key[1], None)
                elif undone.get(key, "") >= stage["done"]:
                    found[key[0]].setdefault(key[1], card.month)
    return found


def days_of(versions: Versions) -> Days:
    """The day first promised and the day now, by target."""
    found: Days = {}
    for rows in versions.values():
        for row in rows:
            note_day(found, row)
    return found


def sums(card: PublicCard | None) -> list[Share]:
    """What the project's mean is made of, in the order of the notice; nothing for one target."""
    if card is None or card.actual is None or len(card.targets) < 2:
        return []
    weights = {each["name"]: plain(Decimal(each["weight"])) for each in card.facts["targets"]}
    return [Share(name, weights[name], shares.clamped) for name, shares in card.targets.items()]


def blocks(
    figures,
    terms: list[TargetTerms],
    card,
    changed: dict,
    finish: dict,
    served: dict[str, str],
    late: dict[str, dict[str, str]],
    today,
):
    by_name = {name: row for row in terms for name in row.target.names}
    charts = {}
    if card:
        charts = {
            facts["name"]: chart_of(facts, card.month)
            for facts in card.counted
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
            served.get(figure.name, ""),
            late.get(figure.name, {}),
            today,
        )
        for whole in figures
        for figure, part in [(whole, False), *((part, True) for part in whole.parts)]
    ]


@require_safe
def project(request, year, number):
    page = project_page(project_or_404(year, number), clock.today())
    here = addresses.absolute(request, request.path)
    programme = page.project.programme
    context = {
        "programme": programme,
        "page": page,
        "address": here,
        "pictures": project_pictures(programme, number, page.card.month if page.card else ""),
    }
    return render(request, "public/project.html", context)


def project_or_404(year: int, number: int) -> Project:
    """Return a public project with the numbers of its neighbours as `previous` and `next`."""
    own = Project.everything.filter(programme=OuterRef("programme"))
    before = own.filter(number__lt=number).order_by("-number").values("number")[:1]
    after = own.filter(number__gt=number).order_by("number").values("number")[:1]
    found = Project.public.filter(programme__year=year, number=number)
    found = found.annotate(
        previous=Subquery(before), next=Subquery(after), plain_name=F("plain__name")
    )
    project = found.select_related("programme").first()
    if project is None:
        raise Http404(f"{year}年的清单里没有第{number}项，或清单还没有公布。")
    return project


def reasons_of(card: PublicCard | None) -> list[dict]:
    """Return the findings that count: a missing report first, then the worst."""
    findings = card.told["findings"] if card else []
    counting = [each for each in findings if each["severity"]]
    return sorted(counting, key=lambda e: (e["rule"] != "report_missing", -e["severity"]))


def polls_of(project: Project) -> list[PollCount]:
    """What each confirmed 满意度测评 found of a project, the last first."""
    counts = PollCount.objects.filter(project=project, poll__decision__confirmed=True)
    return list(counts.select_related("poll").order_by("-poll__held_on", "-poll__pk"))
