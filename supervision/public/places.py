"""点位: where each promise is being kept, and which places are open.

What is said of a place is what its programme's last published month knows: a place marked done
later is still on its way. Of places that stand for people of a sensitive project neither state nor
month nor amount is told: added up they would give away counts under ten.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects import clock
from projects.models import Programme, Project, Site, SiteChange, of_people
from projects.pages.addresses import view_of
from projects.pages.paging import PER_PAGE, Paged, kept_if_meant
from projects.values.months import in_words, month_of, short
from projects.values.numbers import plain
from projects.views import programme_or_404
from supervision.models import Period, Photo, ShownCard
from supervision.public.answers import Answer, answers
from supervision.public.list_query import ListQuery
from supervision.public.search_words import holding, words_of
from supervision.public.sightings import with_seen
from supervision.published.figures import Figure
from supervision.published.promised import Day, Days
from supervision.published.sentences import due_words

# Where nobody wrote the town, and what stands for a stroke that an address cannot hold.
NOWHERE, STROKE = "未写明镇街", "／"


class Told(NamedTuple):
    """Of a project's targets by name: the unit's day in words where it gave one, and the days."""

    unit_words: dict[str, str]
    days: Days


@dataclass(frozen=True)
class Place:
    """`state` is open, late, planned, undated or withheld; `words` says it.

    `first` is the date first promised where another holds now, which `now` tells.
    """

    site: Site
    state: str
    words: str
    first: str
    now: str
    photos: list[Photo]

    @property
    def url(self) -> str:
        return place_url(self.site.target.project.programme.year, self.site.place, self.site.name)

    @property
    def amount(self) -> str:
        """How much of the target stands here, where it is more than one of them."""
        target = self.site.target
        if self.site.quantity == 1 or self.state == "withheld" or target.kind != "quantity":
            return ""
        return f"{plain(self.site.quantity)}{target.measure}"


@dataclass(frozen=True)
class Places:
    """A project's places, those of one target together; `opened` None where it is withheld.

    A group has its name, its places, what they have built together, and where that is not what
    the target's figure says, a sentence on which counts.
    """

    groups: list[tuple[str, list[Place], str, str]]
    total: int
    opened: int | None

    @property
    def seen(self) -> dict[str, int]:
        """How many residents said 已用上 and 还没用上 of all of them; not asked where sensitive."""
        sites = [place.site for _, group, _, _ in self.groups for place in group]
        asked = [site for site in sites if not site.target.project.sensitive]
        return {
            "yes": sum(site.seen_yes for site in asked),
            "no": sum(site.seen_no for site in asked),
        }

    @property
    def pictured(self) -> list[Place]:
        return [place for _, group, _, _ in self.groups for place in group if place.photos]


def month_of_period(period: Period | None) -> str:
    return period.month if period else ""


def public_sites() -> QuerySet[Site]:
    sites = Site.objects.filter(public=True, target__public=True)
    sites = sites.exclude(target__project__programme__state=Programme.State.DRAFT)
    return sites.select_related("target__project__programme")


def spelled(segment: str) -> list[str]:
    """The names that an address may stand for; none where no name is written so."""
    if not segment.isprintable():
        return []
    return [""] if segment == NOWHERE else [segment, segment.replace(STROKE, "/")]


def segment(name: str) -> str:
    return name.replace("/", STROKE) or NOWHERE


def place_url(year: int, town: str, name: str) -> str:
    return reverse("place", args=[year, segment(town), segment(name)])


def sites_at(programme: Programme, town: str, name: str):
    rows = public_sites().filter(target__project__programme=programme)
    rows = rows.filter(place__in=spelled(town), name__in=spelled(name))
    return rows.order_by("target__project__number", "target__number", "pk")


def town_url(year: int, town: str) -> str:
    return reverse("town", args=[year, segment(town)])


def as_published(sites: QuerySet[Site], period: Period | None) -> QuerySet[Site]:
    """Each as built by a published month's end and registered when its card was computed.

    So a place and the figure beside it know the same: what is marked later, of whatever month, is
    told with the next month or with a published correction. `first_planned` is the month promised
    for the place at first, where another is now.
    """
    moved = SiteChange.objects.filter(site=OuterRef("pk"), field=SiteChange.Field.PLANNED)
    sites = sites.annotate(first_planned=Subquery(moved.order_by("pk").values("before")[:1]))
    if period is None:
        return sites.as_built("")
    own = ShownCard.everything.filter(period=period, project=OuterRef("target__project"))
    known = Coalesce(Subquery(own.values("card__computed_at")[:1]), Value(period.closed_at))
    return sites.as_built(period.month, known)


def photos_of(project: Project) -> list[Photo]:
    """All that anyone may see of a project: photos of its places, and of its months as `month`."""
    own = Q(site__target__project=project) | Q(release__project=project)
    return list(Photo.public.filter(own).annotate(month=F("release__period__month")).order_by("pk"))


def places_of(
    project: Project,
    period: Period | None,
    photos: Iterable[Photo],
    days: Days,
    figures: Iterable[Figure],
) -> Places:
    """All public places of a project as known in the published month (None before any).

    The unit's day stands on the project's page once, not at each of its places.
    """
    month = month_of_period(period)
    own = with_seen(as_published(public_sites().filter(target__project=project), period))
    sites = list(own.order_by("target__number", "pk"))
    shown = described(sites, month, photos, {project.pk: Told({}, days)})
    known = {part.name: part for whole in figures for part in (whole, *whole.parts)}
    groups = [
        (name, own := list(group), built_words(own), apart(own, known))
        for name, group in groupby(shown, lambda place: place.site.target.name)
    ]
    opened = sum(place.state == "open" for place in shown)
    hidden = any(place.state == "withheld" for place in shown)
    return Places(groups, len(shown), None if hidden else opened)


def built_words(places: list[Place]) -> str:
    """What a target's places have built together, where they are of more than one each."""
    target = places[0].site.target
    if places[0].state == "withheld" or not any(place.amount for place in places):
        return ""
    built = sum(place.site.built for place in places)
    return f"合计已完成{plain(built)}{target.measure}"


def apart(places: list[Place], figures: dict[str, Figure]) -> str:
    """Which counts where places and figure disagree, and why they may; "" where they agree."""
    target = places[0].site.target
    figure = next((figures[name] for name in target.names if name in figures), None)
    counted = figure and figure.shares and figure.kind in ("quantity", "coverage")
    if not counted or figure.withheld or figure.measure == "%" or places[0].state == "withheld":
        return ""
    built = sum(place.site.built for place in places)
    if built == Decimal(figure.done):
        return ""
    return (
        f"各处合计已完成{plain(built)}{figure.measure}，完成数是{figure.done}{figure.measure}。"
        "快慢和亮牌按完成数算，它来自审核通过的月度报送；地点是逐处登记的，两边登记的时间不同，"
        "所以会有出入。"
    )


def described(
    sites: list[Site], month: str, photos: Iterable[Photo], told: dict[int, Told]
) -> list[Place]:
    """The places with their words and, of the photos, their own: what was before comes first."""
    own: dict[int, list[Photo]] = {}
    for photo in sorted(photos, key=lambda photo: photo.moment, reverse=True):
        own.setdefault(photo.site_id, []).append(photo)
    return [Place(site, *dated(site, month, told), own.get(site.pk, [])) for site in sites]


def projects_of(programme: Programme) -> list[Project]:
    """A year's projects, each knowing its everyday name."""
    rows = programme.projects.annotate(plain_name=F("plain__name"))
    projects = list(rows.order_by("number"))
    for project in projects:
        project.programme = programme
    return projects


def told_at(programme: Programme, sites: list[Site]) -> dict[int, Told]:
    """What is told of the projects of places; each place then knows its project's everyday name."""
    keys = {site.target.project_id for site in sites}
    own = {each.pk: each for each in projects_of(programme) if each.pk in keys}
    for site in sites:
        site.target.project = own.get(site.target.project_id, site.target.project)
    return told_of(answers(programme, list(own.values()), clock.today()))


def told_of(found: dict[int, Answer]) -> dict[int, Told]:
    return {key: Told(each.unit_words, each.days) for key, each in found.items()}


def dated(site: Site, month: str, told: dict[int, Told]) -> tuple[str, str, str, str]:
    """State, words, and the dates first and now; a place on its way is told by the date of now."""
    state, words = standing(site, month)
    first, now = dates(site, state, month, told.get(site.target.project_id))
    if first and now and state == "planned":
        return state, f"现定{now}", first, f"最初承诺{first}"
    return state, words, first, now


def dates(site: Site, state: str, month: str, told: Told | None) -> tuple[str, str]:
    """The date first promised where another holds now, and that other; both empty where not."""
    if told is None or state in ("open", "withheld"):
        return "", ""
    name = site.target.name
    day = told.days.get(name)
    known = month or f"{site.target.project.programme.year}-01"
    meant = site.first_planned or site.planned
    own = in_words(meant) if meant else ""
    if state != "planned" and (said := told.unit_words.get(name)):
        return own, said
    if day and moved_on(site, day):
        words = f"{due_words(day.now, known)}前"
        return own or due_words(day.first, known), words if state == "planned" else f"现定{words}"
    if state != "planned" and day:
        return own, f"整项要求{due_words(day.now, known)}前完成"
    if site.planned and site.planned != meant:
        return own, in_words(site.planned) if state == "planned" else f"最初承诺{own}"
    return "", ""


def moved_on(site: Site, day: Day) -> bool:
    """Whether the whole promise was moved beyond the month planned for the place."""
    return day.now != day.first and month_of(day.now) > (site.planned or month_of(day.first))


def planned_now(site: Site, days: Days) -> str:
    """The month by which a place is to stand, as its page tells it; "" where none is set."""
    day = days.get(site.target.name)
    return month_of(day.now) if day and moved_on(site, day) else site.planned


def withheld(site: Site) -> bool:
    return site.target.project.sensitive and site.target.counts_people


def standing(site: Site, month: str) -> tuple[str, str]:
    if withheld(site):
        return "withheld", "涉及个人，情况不公布"
    if site.whole:
        return "open", f"{in_words(site.done)}完成{later_than_planned(site)}"
    part = partly_words(site)
    if not site.planned:
        return "undated", f"时间待定{part}"
    if site.planned <= month:
        return "late", f"计划{in_words(site.planned)}{part or '，尚未完成'}"
    return "planned", f"计划{in_words(site.planned)}{part}"


def later_than_planned(site: Site) -> str:
    """（原计划6月）: the month first promised, of a place that was finished after it."""
    first = site.first_planned or site.planned
    if not first or site.done <= first:
        return ""
    return f"（原计划{short(first) if first[:4] == site.done[:4] else in_words(first)}）"


def partly_words(site: Site) -> str:
    """，已完成15口: of a place of which a part stands."""
    target = site.target
    if not site.partly or target.kind != "quantity":
        return ""
    return f"，已完成{plain(site.partly)}{target.measure}"


@dataclass(frozen=True)
class SitesPage(Paged):
    """`groups` are (place name, places) of this page; `opened` None where it is withheld."""

    query: ListQuery
    page: Page
    groups: list[tuple[str, list[Place]]]
    total: int
    opened: int | None
    period: Period | None


def sites_page(programme: Programme, params) -> SitesPage:
    """The year's places, narrowed to what was typed, grouped by where they are."""
    given = ListQuery.of(params)
    query = ListQuery(q=given.q, page=given.page, view=view_of(params))
    period = Period.public.last_of(programme)
    month = month_of_period(period)
    sites = as_published(narrowed(programme, query.q), period)
    total, opened = counted(sites)
    ordered = sites.order_by("place", "target__project__number", "target__number", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(query.page)
    rows = list(page)
    told = told_at(programme, rows)
    shown = described(rows, month, Photo.public.filter(site__in=rows), told)
    groups = [(name, list(group)) for name, group in groupby(shown, lambda each: each.site.place)]
    return SitesPage(query, page, groups, total, opened, period)


def narrowed(programme: Programme, q: str) -> QuerySet[Site]:
    return named(public_sites().filter(target__project__programme=programme), words_of(q))


def named(sites: QuerySet[Site], words: list[str]) -> QuerySet[Site]:
    return sites.filter(holding(words, "name", "place", "target__name", "target__project__title"))


def counted(sites: QuerySet[Site]) -> tuple[int, int | None]:
    """How many places, and how many of them are open: None where some stand for people."""
    found = sites.aggregate(
        total=Count("pk"),
        opened=Count("pk", filter=Q(whole=True)),
        hidden=Count("pk", filter=Q(target__project__sensitive=True) & of_people("target")),
    )
    return found["total"], None if found["hidden"] else found["opened"]


def find_photo(pk: int) -> Photo | None:
    """A photo that anyone may see now."""
    return Photo.public.filter(pk=pk).first()


@require_safe
def sites(request, year):
    programme = programme_or_404(year)
    page = sites_page(programme, request.GET)
    answer = render(request, "public/sites.html", {"programme": programme, "list": page})
    return kept_if_meant(request, answer, page.page)


@require_safe
def photo(request, pk):
    found = find_photo(pk)
    if found is None:
        raise Http404("没有这张照片，或已经撤下。")
    try:
        content = found.content()
    except OSError as error:
        raise Http404("这张照片暂时读不出来。") from error
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response
