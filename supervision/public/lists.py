"""The list of a year's projects: what it is narrowed to, and its rows."""

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet

from projects.models import Assignment, LeadUnit, Programme, Project, current
from projects.values.months import last_day, month_of
from supervision.models import Period, ShownCard
from supervision.public.asked import holding, tidy, words_of
from supervision.public.headlines import Head, Headlines, headlines
from supervision.public.parameters import LIST
from supervision.public.sorting import SORTS, ordered
from supervision.public.trends import Trend, trends
from supervision.public.years import latest
from supervision.published.figures import Figure
from supervision.published.promised import figures_of, key_figure, terms_of
from supervision.published.shown import OPENED_WITH, OpenCard, open_shown
from supervision.published.wording import UNRATED, Grade, Looks

PER_PAGE = 50
FEW = 2000
MOST_UNITS = 60


@dataclass(frozen=True)
class Look:
    """How the reader wants the list: every part in the address, every part optional."""

    category: str = ""
    card: str = ""
    unit: str = ""
    q: str = ""
    sort: str = ""
    page: str = ""
    view: str = ""

    @classmethod
    def of(cls, asked) -> "Look":
        """From a query string; control characters and excess length are dropped."""
        return cls(**{name: tidy(asked.get(name, "")) for name in LIST})

    @property
    def other_view(self) -> str:
        """The same list in the other type size."""
        return self.link(page=self.page, view="" if self.view else "large")

    @property
    def bare(self) -> str:
        return Look(view=self.view).link()

    @property
    def behind(self) -> str:
        return self.link(sort="behind")

    @property
    def done(self) -> str:
        return self.link(sort="done")

    @property
    def narrowed(self) -> bool:
        return bool(self.category or self.card or self.unit or self.q)

    def link(self, **changes) -> str:
        """The query string of this look with changes, from the first page unless one is given."""
        look = replace(self, **{"page": "", **changes})
        given = {name: value for name, value in vars(look).items() if value}
        return "?" + urlencode(given) if given else "."


@dataclass(frozen=True)
class Choice:
    """A filter link: `count` where it is known without counting."""

    words: str
    link: str
    chosen: bool
    count: int | None = None
    grade: Grade | None = None


@dataclass(frozen=True)
class Row:
    """`figure` is the one that says most of `count` figures."""

    project: Project
    card: OpenCard | None
    figure: Figure | None
    count: int
    unit_name: str
    trend: Trend | None = None

    @property
    def number(self) -> str:
        return str(self.project.number)

    @property
    def category(self) -> str:
        return Project.Category(self.project.category).label


@dataclass(frozen=True)
class ListPage:
    programme: Programme
    period: Period | None
    look: Look
    rows: list[Row]
    page: object
    looks: Looks | None
    cards: list[Choice]
    categories: list[Choice]
    units: list[Choice]
    sorts: list[Choice]
    heads: Headlines | None
    ignored: bool
    next_update: str

    @property
    def previous(self) -> str:
        number = self.page.number - 1
        return self.look.link(page=str(number)) if number else ""

    @property
    def next(self) -> str:
        return self.look.link(page=str(self.page.number + 1)) if self.page.has_next() else ""

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


def list_page(programme: Programme, asked, today: dt.date) -> ListPage:
    """The year's list as asked for; parts of the request that mean nothing are left out."""
    wanted = Look.of(asked)
    period, looks = latest(programme)
    day = last_day(period.month) if period else today
    units = list(leading_units(programme, day))
    look = understood(wanted, looks, units)
    page = narrowed(programme, period, look, looks, day).get_page(look.page)
    rows = rows_of(list(page), programme, period, day, looks)
    return ListPage(
        programme=programme,
        period=period,
        look=look,
        rows=rows,
        page=page,
        looks=looks,
        cards=card_choices(period, look, looks),
        categories=category_choices(look),
        units=unit_choices(look, units),
        sorts=sort_choices(look) if period else [],
        heads=heads_of(look, period, looks, page, rows),
        ignored=wanted != look,
        next_update=next_update(period, today),
    )


def heads_of(look: Look, period, looks: Looks | None, page, rows: list[Row]) -> Headlines | None:
    """Who is ahead and who behind, told on the list's first page alone."""
    if look.narrowed or look.sort or page.number > 1:
        return None
    whole = page.paginator.num_pages == 1
    known = [Head(row.project, row.card) for row in rows if row.card] if whole else None
    return headlines(period, looks, known)


def next_update(period: Period | None, today: dt.date) -> str:
    """When the next month comes; a date that has passed is owned up to."""
    if not (period and period.next_update):
        return ""
    day = f"{period.next_update.month}月{period.next_update.day}日"
    if period.next_update < today:
        return f"下次更新原定{day}前，正在审核"
    return f"下次更新{day}前"


def leading_units(programme: Programme, day: dt.date) -> QuerySet[LeadUnit]:
    leads = Assignment.objects.filter(
        current(day), unit=OuterRef("pk"), role="lead", project__programme=programme
    )
    return LeadUnit.objects.filter(Exists(leads)).order_by("pk")


def understood(wanted: Look, looks: Looks | None, units: list[LeadUnit]) -> Look:
    """The wanted look without the values that name nothing."""
    known = wanted
    if wanted.category not in Project.Category.values:
        known = replace(known, category="")
    if not (looks and looks.colour_of(wanted.card)):
        known = replace(known, card="")
    if wanted.unit not in {unit.slug for unit in units}:
        known = replace(known, unit="")
    if wanted.sort not in SORTS:
        known = replace(known, sort="")
    if wanted.view != "large":
        known = replace(known, view="")
    return known


def narrowed(programme, period, look: Look, looks, day: dt.date) -> Paginator:
    """The pages of a published programme's projects that the look leaves."""
    projects, count = ordered(programme.projects.all(), look.sort, period), None
    if look.category:
        projects = projects.filter(category=look.category)
    if look.unit:
        leads = Assignment.objects.filter(current(day), role="lead", unit__slug=look.unit)
        projects = projects.filter(pk__in=leads.values("project"))
    if look.q:
        projects = projects.filter(holding(words_of(look.q), "title", "text"))
    if look.card:
        shown = period.shown.filter(colour=looks.colour_of(look.card).replace(UNRATED, ""))
        count = shown.count()
        projects = with_card(projects, shown, count)
    pages = Paginator(projects, PER_PAGE)
    if count is not None and look == Look(card=look.card, page=look.page, view=look.view):
        pages.count = count
    return pages


def with_card(projects: QuerySet[Project], shown: QuerySet[ShownCard], count: int):
    """Few cards lead to their projects; among many, a page's worth is soon met in order."""
    if count <= FEW:
        return projects.filter(pk__in=shown.values("project"))
    return projects.filter(Exists(shown.filter(project=OuterRef("pk"))))


def rows_of(
    projects: list[Project], programme, period, day: dt.date, looks: Looks | None = None
) -> list[Row]:
    """Rows for a page of projects, in a number of queries that does not grow with them."""
    keys = [project.pk for project in projects]
    cards = {}
    if period:
        shown = ShownCard.public.filter(period=period, project__in=keys).order_by()
        cards = {each.project_id: each for each in shown.select_related(*OPENED_WITH)}
    terms = terms_of(keys, month_of(day))
    leads = {} if cards else lead_names(keys, day)
    past = trends(keys, period, looks)
    rows = []
    for project in projects:
        card = opened(cards.get(project.pk), project, period, programme)
        own = figures_of(card, terms.get(project.pk, []))
        unit_name = card.unit_name if card else leads.get(project.pk, "")
        figure, trend = key_figure(own, card), past.get(project.pk)
        rows.append(Row(project, card, figure, len(own), unit_name, trend))
    return rows


def opened(shown: ShownCard | None, project: Project, period, programme) -> OpenCard | None:
    """A card of the month; its period is the same for every row."""
    if shown is None:
        return None
    shown.card.period = period
    return open_shown(shown, project, programme)


def lead_names(keys: list[int], day: dt.date) -> dict[int, str]:
    leads = Assignment.objects.filter(current(day), project__in=keys, role="lead")
    return dict(leads.values_list("project_id", "unit__name"))


def card_choices(period: Period | None, look: Look, looks: Looks | None) -> list[Choice]:
    """The legend as filters, each with the count stored when the month closed."""
    if not (period and looks):
        return []
    choices = []
    for grade in looks.legend():
        count = period.counts.get(looks.colour_of(grade.key), 0)
        chosen = look.card == grade.key
        link = look.link(card="" if chosen else grade.key)
        if count or looks.colour_of(grade.key) != UNRATED:
            choices.append(Choice(grade.words, link, chosen, count, grade))
    return choices


def category_choices(look: Look) -> list[Choice]:
    every = Choice("全部", look.link(category=""), not look.category)
    return [every] + [
        Choice(words, look.link(category=key), look.category == key)
        for key, words in Project.Category.choices
    ]


def unit_choices(look: Look, units: list[LeadUnit]) -> list[Choice]:
    return [
        Choice(
            unit.name,
            look.link(unit="" if look.unit == unit.slug else unit.slug),
            look.unit == unit.slug,
        )
        for unit in units[:MOST_UNITS]
    ]


def sort_choices(look: Look) -> list[Choice]:
    return [Choice(words, look.link(sort=key), look.sort == key) for key, words in SORTS.items()]
