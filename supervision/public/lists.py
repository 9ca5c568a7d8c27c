"""The list of a year's projects: what it is narrowed to, and its rows."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, When
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import Assignment, LeadUnit, Programme, Project, current
from projects.pages.paging import PER_PAGE, Paged, kept_if_meant
from projects.values import days
from projects.values.months import last_day, month_of, shift, short
from projects.views import programme_or_404
from supervision.models import Period, ShownCard
from supervision.public import matters
from supervision.public.headlines import Head, Headlines, headlines, rank
from supervision.public.list_query import (
    Choice,
    ListQuery,
    card_choices,
    category_choices,
    sort_choices,
    understood,
    unit_choices,
)
from supervision.public.picture_addresses import year_pictures
from supervision.public.promises import WORDS, Coming, Marks, coming, said_of, unit_dates
from supervision.public.search_words import holding, words_of
from supervision.public.tiles import Tile
from supervision.public.trends import Trend, trends
from supervision.public.years import latest, year_words
from supervision.published.beside import give_beside
from supervision.published.figures import Figure
from supervision.published.naming import give_names
from supervision.published.promised import (
    figures_of,
    key_figure,
    stage_months,
    terms_and_days,
    terms_of,
)
from supervision.published.sentences import finish_of, unkept_words
from supervision.published.shown import SHOWN_WITH, PublicCard, public_card
from supervision.published.unit_days import NO_DAYS, promised_days, standing
from supervision.published.wording import UNRATED, Grading

FEW = 2000
# The row's figure is known once its whole card is read: of more projects the means are asked.
MOST_READ = 200


@dataclass(frozen=True)
class Row:
    """`figure` is the one that says most of `count` figures, `unit` its unit's day in words."""

    project: Project
    card: PublicCard | None
    figure: Figure | None
    count: int
    unit_name: str
    trend: Trend | None = None
    marks: Marks | None = None
    coming: tuple[Coming, ...] = ()
    unit: str = ""

    @property
    def number(self) -> str:
        return str(self.project.number)

    @property
    def category(self) -> str:
        return self.project.get_category_display()


@dataclass(frozen=True)
class ListPage(Paged):
    programme: Programme
    period: Period | None
    query: ListQuery
    rows: list[Row]
    page: object
    grading: Grading | None
    cards: list[Choice]
    categories: list[Choice]
    units: list[Choice]
    sorts: list[Choice]
    heads: Headlines | None
    ignored: bool
    next_update: str
    whole: bool = False

    @property
    def marks(self) -> Marks | None:
        """The year's promises, where all its projects stand on this page."""
        if not (self.whole and self.grading and self.grading.judges):
            return None
        return Marks(
            tuple(
                state
                for state in WORDS
                for row in self.rows
                if row.marks
                for each in row.marks.states
                if each == state
            )
        )

    @property
    def coming(self) -> list[Coming]:
        return [each for row in self.rows for each in row.coming] if self.whole else []

    @property
    def following(self) -> str:
        """The month after the one shown, as it is said."""
        return short(shift(self.period.month, 1)) if self.period else ""

    @property
    def sentence(self) -> str:
        return year_words(self.period, self.grading) if self.period and self.total else ""

    @property
    def tiles(self) -> list[Tile]:
        """The mark of the year, where all its projects stand on this page."""
        if not (self.whole and self.cards):
            return []
        return [
            Tile(
                row.project.number,
                row.project.called,
                row.card and row.card.grade,
                bool(row.card and row.card.missing),
            )
            for row in self.rows
        ]

    @property
    def total(self) -> int:
        """Projects judged in the month, as counted when it closed."""
        return sum(self.period.counts.values()) if self.period else 0

    @property
    def strip(self) -> list[tuple[float, float, str]]:
        """Start, length and colour of each grade in a bar of 100; none without colours."""
        parts, at = [], 0.0
        for choice in self.cards:
            length = 100 * choice.count / (self.total or 1)
            if choice.grade.colour and length:
                parts.append((round(at, 2), round(length, 2), choice.grade.colour))
            at += length
        return parts


def list_page(programme: Programme, params, today: dt.date) -> ListPage:
    """The year's list as asked for; parts of the request that mean nothing are left out."""
    wanted = ListQuery.of(params)
    period, grading = latest(programme)
    day = last_day(period.month) if period else today
    units = list(leading_units(programme, day))
    counts = programme.category_counts()
    categories = dict(programme.categories(counts))
    query = understood(wanted, grading, units, categories)
    pages = narrowed(programme, period, query, grading, day)
    if not query.narrowed:
        pages.count = counts.total()
    page = pages.get_page(query.page)
    whole = not query.narrowed and page.paginator.num_pages == 1
    rows = rows_of(list(page), programme, period, day, grading, today if whole else None)
    return ListPage(
        programme=programme,
        period=period,
        query=query,
        rows=rows,
        page=page,
        grading=grading,
        cards=card_choices(period, query, grading),
        categories=category_choices(
            query,
            {key: said for key, said in categories.items() if key in {*counts, query.category}},
        ),
        units=unit_choices(query, units),
        sorts=sort_choices(query) if period else [],
        heads=heads_of(query, period, grading, page, rows),
        ignored=wanted != query,
        next_update=next_update(period, today),
        whole=whole,
    )


def heads_of(
    query: ListQuery, period, grading: Grading | None, page, rows: list[Row]
) -> Headlines | None:
    """Who is ahead and who behind, told on the list's first page alone."""
    if query.narrowed or query.sort or page.number > 1:
        return None
    whole = page.paginator.num_pages == 1
    own = (Head(row.project, row.card, row.figure, row.unit) for row in rows if row.card)
    known = list(own) if whole else None
    return headlines(period, grading, known)


def next_update(period: Period | None, today: dt.date) -> str:
    """When the next month comes; a date that has passed is owned up to."""
    if not (period and period.next_update):
        return ""
    day = days.short(period.next_update)
    if period.next_update < today:
        return f"下次更新原定{day}前，正在审核"
    return f"下次更新{day}前"


def leading_units(programme: Programme, day: dt.date) -> QuerySet[LeadUnit]:
    leads = Assignment.objects.filter(
        current(day), unit=OuterRef("pk"), role="lead", project__programme=programme
    )
    return LeadUnit.objects.filter(Exists(leads)).order_by("pk")


def narrowed(programme, period, query: ListQuery, grading, day: dt.date) -> Paginator:
    """The pages of a published programme's projects that the query leaves."""
    projects, count = programme.projects.all(), None
    if query.category:
        projects = projects.filter(category=query.category)
    if query.unit:
        leads = Assignment.objects.filter(current(day), role="lead", unit__slug=query.unit)
        projects = projects.filter(pk__in=leads.values("project"))
    if query.q:
        meant = Q(pk__in=matters.topic_of(query.q).projects)
        projects = projects.filter(holding(words_of(query.q), "title", "text") | meant)
    if query.card:
        shown = period.shown.filter(colour=grading.colour_of(query.card).replace(UNRATED, ""))
        count = shown.count()
        projects = with_card(projects, shown, count)
    pages = Paginator(ordered(projects, query.sort, period, programme), PER_PAGE)
    if count is not None and query == ListQuery(card=query.card, page=query.page, view=query.view):
        pages.count = count
    return pages


def with_card(projects: QuerySet[Project], shown: QuerySet[ShownCard], count: int):
    """Few cards lead to their projects; among many, a page's worth is soon met in order."""
    if count <= FEW:
        return projects.filter(pk__in=shown.values("project"))
    return projects.filter(Exists(shown.filter(project=OuterRef("pk"))))


def rows_of(
    projects: list[Project],
    programme,
    period,
    day: dt.date,
    grading: Grading | None = None,
    today: dt.date | None = None,
) -> list[Row]:
    """Rows for a page of projects, in a number of queries that does not grow with them.

    The days of units, and what comes next month, are told of the whole list alone: with `today`.
    """
    keys = [project.pk for project in projects]
    cards = cards_of(projects, programme, period)
    terms, days = terms_and_days(keys, month_of(day))
    planned = stage_months(keys) if cards and today else {}
    judges = grading is not None and grading.judges
    leads = {} if cards else Assignment.objects.lead_names(keys, day)
    past = trends(keys, period, grading)
    give_names(projects)
    units = promised_days(cards) if cards and today else {}
    rows = []
    for project in projects:
        card, when = cards.get(project.pk), days.get(project.pk, {})
        given = units.get(project.pk, NO_DAYS)
        own, finish = standing(figures_of(card, terms.get(project.pk, [])), given, when, card)
        unit_name = card.unit_name if card else leads.get(project.pk, "")
        figure, trend = key_figure(own, card), past.get(project.pk)
        marks = Marks.of(own) if judges and card else None
        soon, unit = [], ""
        if card and today:
            soon = coming(project, card, when, planned, unit_dates(own, finish), today)
            unit = unit_said(figure, finish, card.month, today)
        rows.append(
            Row(project, card, figure, len(own), unit_name, trend, marks, tuple(soon), unit)
        )
    return rows


def unit_said(figure: Figure | None, finish: dict, month: str, today: dt.date) -> str:
    """The last day that a figure's unit gave, else those it did not keep, in one line."""
    if figure is None or figure.finished:
        return ""
    if day := finish_of(figure, finish):
        return said_of(day, month, today)
    former = unkept_words(figure, month)
    return f"责任单位{former}" if former else ""


def cards_of(projects: list[Project], programme, period) -> dict[int, PublicCard]:
    """The cards of a month by project; each project keeps its own, so that none is read twice."""
    unread = {project.pk: project for project in projects if not hasattr(project, "card")}
    if period and unread:
        give_beside(unread.values())
        shown = ShownCard.public.filter(period=period, project__in=unread).order_by()
        for each in shown.select_related(*SHOWN_WITH):
            each.card.period = period  # the same for every row
            project = unread[each.project_id]
            project.card = public_card(each, project, programme)
    return {project.pk: card for project in projects if (card := getattr(project, "card", None))}


def ordered(projects: QuerySet[Project], sort: str, period: Period | None, programme):
    """By the figures that the rows show of a month; by number where nothing else is asked."""
    if period is None or sort not in ("behind", "done"):
        return projects.order_by("number")
    read = list(projects.order_by("number")[: MOST_READ + 1])
    if len(read) > MOST_READ:
        return by_means(projects, sort, period)
    cards = cards_of(read, programme, period)
    terms = terms_of([*cards], period.month)

    def place(project: Project) -> tuple:
        """A withheld figure must not be told by its neighbours: its card's colour places it."""
        card = cards.get(project.pk)
        figure = key_figure(figures_of(card, terms.get(project.pk, [])), card) if card else None
        shares = figure and figure.shares
        late = rank(Head(project, card)) if card and card.grade else 0
        known = shares and (shares.deviation if sort == "behind" else shares.actual)
        way = 1 if sort == "behind" else -1
        return (False, way * known) if known is not None else (True, -way * late)

    return sorted(read, key=place)


def by_means(projects: QuerySet[Project], sort: str, period: Period) -> QuerySet[Project]:
    """A long list by each project's stored mean, those without one and sensitive ones last."""
    column = "standing__card__deviation" if sort == "behind" else "standing__card__actual"
    projects = projects.annotate(
        standing=FilteredRelation("shown", condition=Q(shown__period=period)),
        share=Case(When(sensitive=False, then=F(column))),
    )
    share = (
        F("share").asc(nulls_last=True) if sort == "behind" else F("share").desc(nulls_last=True)
    )
    return projects.order_by(share, "number")


@require_safe
def home(request):
    programme = Programme.public.latest_year()
    if programme is None:
        return render(request, "public/nothing_yet.html")
    return listing(request, programme)


@require_safe
def year(request, year):
    return listing(request, programme_or_404(year))


def listing(request, programme):
    page = list_page(programme, request.GET, clock.today())
    lasting = reverse("year", args=[programme.year])
    pictures = year_pictures(programme, page.period)
    context = {"programme": programme, "list": page, "lasting": lasting, "pictures": pictures}
    answer = render(request, "public/list.html", context)
    return kept_if_meant(request, answer, page.page, meant=not page.ignored)
