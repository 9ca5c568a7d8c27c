"""What was published, as Atom feeds of the site, a project or a place, the latest first: months,
corrections, sentences taken back, changed and broken promises, projects suspended, resumed or
added, acceptances, answers to residents."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Min, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from projects.models import Programme, Project, ProjectChange, Site
from projects.pages import addresses
from projects.values import days
from projects.values.months import in_words
from projects.views import programme_or_404
from supervision.models import (
    Acceptance,
    Correction,
    Feedback,
    Period,
)
from supervision.public.feed_entry import MOST, entry_of, of
from supervision.public.feed_months import decisions, month_entry, told_anew, told_months
from supervision.public.feed_words import in_force, rewordings, unkept
from supervision.public.place_changes import place_changes
from supervision.public.places import as_published, place_url, sites_at, withheld
from supervision.public.project import project_or_404
from supervision.published.adjusted import adjustments as approved

ATOM = "application/atom+xml; charset=utf-8"
EVENTS = (
    "每月公布的进展，更正、公开文字的撤回和更换、认定、承诺和日期的调整、没有兑现的承诺、"
    "项目变更、验收、原文更正、对群众留言的答复。"
)
# What apps beside this one have to tell, by the site's own address: of everything, or of projects
# by key; `config` adds to it.
MORE: list[Callable[[str, list[int] | None], Iterable[dict]]] = []


class Steady(Atom1Feed):
    """A feed without entries was updated when the list was issued, not at every reading."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["issued"]


def feed(programme: Programme | None, base: str) -> Atom1Feed:
    title = programme.title if programme else "民生实事进展公开"
    told = f"清单的征集、征求意见和印发，月度通报，{EVENTS}"
    shown = list(told_anew().order_by("-published_at")[:MOST])
    own = [each for each in shown if each.programme == programme]
    entries = [
        *(month_entry(period, base) for period in shown),
        *corrections(base),
        *rewordings(base, in_force()),
        *unkept(base, programme, own),
        *adjustments(base, programme),
        *moved_places(base, programme),
        *acceptances(base),
        *answers(base),
        *(entry for tell in MORE for entry in tell(base, None)),
    ]
    return made(title, told, programme, base, "/", reverse("feed"), entries)


def feed_of(
    about: str,
    projects: list[Project],
    periods: list[Period],
    base: str,
    page: str,
    own: str,
    more=(),
):
    """The feed of one project, or of what a place was promised with `more` of the place itself.

    `periods` are the public months of the year, the first first.
    """
    programme, keys = projects[0].programme, [project.pk for project in projects]
    changed = in_force(keys)
    entries = [
        *told_months(base, projects, periods, changed),
        *decisions(base, keys, periods),
        *corrections(base, keys),
        *rewordings(base, changed),
        *unkept(base, programme, periods, keys),
        *adjustments(base, programme, keys),
        *moved_places(base, programme, keys),
        *acceptances(base, keys),
        *answers(base, keys),
        *(entry for tell in MORE for entry in tell(base, keys)),
        *more,
    ]
    return made(f"{about} · {programme.title}", EVENTS, programme, base, page, own, entries)


def made(title, told, programme, base, page, own, entries) -> Atom1Feed:
    found = Steady(
        title=f"{title}：进展和更正",
        link=base + page,
        description=told,
        feed_url=base + own,
        language="zh-CN",
        author_name=programme.authority if programme else "",
        issued=issued(programme),
    )
    for entry in sorted(entries, key=lambda each: each["pubdate"], reverse=True)[:MOST]:
        found.add_item(**entry)
    return found


def issued(programme: Programme | None) -> dt.datetime:
    day = dt.date(programme.year if programme else 2000, 1, 1)
    if programme and programme.issued_on:
        day = programme.issued_on
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def built(sites: Iterable[Site], periods: list[Period], base: str, page: str) -> list[dict]:
    """Places that stand, as new as the month that first told so; withheld ones are not told."""
    sites = [site for site in sites if site.whole and not withheld(site)]
    if not sites:
        return []
    programme = sites[0].target.project.programme
    return [
        entry_of(
            f"{site.name}已完成",
            site.target.project,
            programme,
            f"{base}{page}#site-{site.pk}",
            f"{site.target.name}：{in_words(site.done)}完成。",
            first_told(site, periods),
        )
        for site in sites
    ]


def first_told(site: Site, periods: list[Period]) -> dt.datetime:
    """When a public month first told that a place stands, or a correction of the last one did."""
    known = [each for each in periods if each.month >= site.done]
    if site.done_at:
        known = [each for each in known if each.closed_at >= site.done_at]
    return known[0].published_at if known else max(site.done_at, periods[-1].published_at)


def corrections(base: str, keys: list[int] | None = None) -> list[dict]:
    found = Correction.objects.filter(
        of(keys, "submission__report__project"),
        published_at__isnull=False,
        submission__report__period__published_at__isnull=False,
    )
    found = found.exclude(submission__report__period__programme__state=Programme.State.DRAFT)
    related = ("submission__report__period__programme", "submission__report__project")
    rows = found.select_related(*related).order_by("-published_at")
    return [correction_entry(row, base) for row in rows[:MOST]]


def correction_entry(correction: Correction, base: str) -> dict:
    report = correction.submission.report
    programme, month = report.period.programme, in_words(report.period.month)
    link = f"{base}{reverse('corrections', args=[programme.year])}#correction-{correction.pk}"
    return {
        "title": f"更正：第{report.project.number}项{report.project.title}（{month}）"
        + programme.demonstration_mark,
        "link": link,
        "unique_id": link,
        "description": correction.public_note,
        "pubdate": correction.published_at,
        "updateddate": correction.published_at,
    }


def adjustments(
    base: str, programme: Programme | None, keys: list[int] | None = None
) -> list[dict]:
    """Promises, plans and quotas changed in a year, and the courses of its projects.

    Of some projects without the quotas, which are the whole district's.
    """
    if programme is None:
        return []
    found = approved(programme, projects=keys)
    latest = sorted(found.changed, key=lambda each: each.at, reverse=True)[:MOST]
    courses = found.courses[::-1][:MOST]
    return [
        *(adjustment_entry(each, programme, base) for each in latest),
        *(course_entry(each, programme, base) for each in courses),
    ]


def adjustment_entry(change, programme: Programme, base: str) -> dict:
    project = change.project
    about = f"第{project.number}项{project.title}" if project else f"市级任务{change.about}"
    link = f"{base}{reverse('corrections', args=[programme.year])}#{change.anchor}"
    moved = any(what == "完成时限" for what, *_ in change.lines)
    return {
        "title": f"承诺{'日期' if moved else ''}调整：{about}{programme.demonstration_mark}",
        "link": link,
        "unique_id": link,
        "description": f"{change.in_line}，自{in_words(change.effective)}起。原因：{change.reason}",
        "pubdate": change.at,
        "updateddate": change.at,
    }


def course_entry(change: ProjectChange, programme: Programme, base: str) -> dict:
    into = change.merged_into
    merged = f"并入第{into.number}项{into.title}，" if into else ""
    return entry_of(
        f"项目变更（{change.get_state_display()}）",
        change.project,
        programme,
        f"{base}{project_page(programme, change.project)}#course-{change.pk}",
        f"{merged}自{in_words(change.effective)}起。{change.approved_by}批准，{change.document}。"
        f"原因：{change.reason}",
        change.recorded_at,
    )


def moved_places(
    base: str, programme: Programme | None, keys: list[int] | None = None
) -> list[dict]:
    """What was told of places and is told otherwise since."""
    if programme is None:
        return []
    return [
        entry_of(
            f"更正点位：{row.site.name}",
            row.project,
            programme,
            f"{base}{reverse('corrections', args=[programme.year])}#place-{row.change.pk}",
            f"{row.change.get_field_display()}：{row.before}→{row.after}。{row.change.reason}",
            row.change.at,
        )
        for row in place_changes(programme, keys)[:MOST]
    ]


def acceptances(base: str, keys: list[int] | None = None) -> list[dict]:
    """An acceptance is public once it is confirmed and its month, or a later one, is published."""
    published = Period.everything.filter(
        programme=OuterRef("project__programme"),
        month__gte=OuterRef("shown_from"),
        published_at__isnull=False,
    ).order_by()
    first = published.values("programme").annotate(at=Min("published_at")).values("at")
    rows = Acceptance.public.filter(of(keys, "project")).annotate(published_at=Subquery(first))
    rows = rows.select_related("project__programme", "decision")[:MOST]
    return [acceptance_entry(row, base) for row in rows]


def acceptance_entry(row: Acceptance, base: str) -> dict:
    programme = row.project.programme
    reason = f"理由：{row.reason}" if row.reason else ""
    return entry_of(
        row.outcome,
        row.project,
        programme,
        f"{base}{project_page(programme, row.project)}#acceptance-{row.pk}",
        f"{days.in_words(row.held_on)}{row.body}验收，{row.outcome}，{row.document}。{reason}",
        max(row.decision.at, row.published_at),
    )


def answers(base: str, keys: list[int] | None = None) -> list[dict]:
    """Answers to residents, in the office's words alone."""
    rows = Feedback.public.filter(of(keys, "project"), project__programme__feedback=True)
    rows = rows.select_related("project__programme").order_by("-answered_at", "-pk")[:MOST]
    return [answer_entry(row, base) for row in rows]


def answer_entry(row: Feedback, base: str) -> dict:
    programme = row.project.programme
    return entry_of(
        "答复留言",
        row.project,
        programme,
        f"{base}{project_page(programme, row.project)}#answer-{row.pk}",
        f"{row.get_kind_display()}：{row.summary} 答复（{row.get_reason_display()}）：{row.answer}",
        row.answered_at,
    )


def project_page(programme: Programme, project: Project) -> str:
    return reverse("project", args=[programme.year, project.number])


def written(found: Atom1Feed) -> HttpResponse:
    return HttpResponse(found.writeString("utf-8"), content_type=ATOM)


@require_safe
def feed_file(request):
    return written(feed(Programme.public.latest_year(), addresses.base(request)))


@require_safe
def project_feed(request, year, number):
    own = project_or_404(year, number)
    about = f"第{own.number}项{own.called}"
    page = project_page(own.programme, own)
    address = reverse("project-feed", args=[year, number])
    base, periods = addresses.base(request), months_of(own.programme)
    return written(feed_of(about, [own], periods, base, page, address))


def months_of(programme: Programme) -> list[Period]:
    return list(told_anew().filter(programme=programme).order_by("month"))


@require_safe
def place_feed(request, year, town, name):
    programme = programme_or_404(year)
    periods = months_of(programme)
    period = periods[-1] if periods else None
    sites = list(as_published(sites_at(programme, town, name), period))
    if not sites:
        raise Http404("这一年的清单里没有这个地方，或它还没有公布。可以从“我家附近”里找。")
    base = addresses.base(request)
    page = place_url(year, sites[0].place, sites[0].name)
    projects = list({site.target.project_id: site.target.project for site in sites}.values())
    told = built(sites, periods, base, page)
    return written(feed_of(sites[0].name, projects, periods, base, page, f"{page}feed/", told))
