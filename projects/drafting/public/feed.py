"""What of a list's making is news: a call, what it brought, a version to speak on, the issue,
what the issuer corrected in its text."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from projects.clock import today
from projects.drafting.models import Call, Consultation, Drafting, IssueDecision, TextCorrection
from projects.drafting.public.making import public_draftings
from projects.drafting.stages import Stage
from projects.models import Programme
from projects.values import days

MOST = 50


def entries(base: str, keys: list[int] | None = None) -> Iterator[dict]:
    """In a number of queries that does not grow; of lists that may be shown alone.

    Of projects by key only what was corrected in their text: their list is made by then.
    """
    if keys is not None:
        own = corrections().filter(project__in=keys)
        yield from (correction_entry(each, base) for each in map(Paper._make, own))
        return
    shown = public_draftings().values("pk")
    yield from calls(base, shown)
    yield from results(base, shown)
    yield from consultations(base, shown)
    yield from papers(base, shown)


def calls(base: str, shown) -> Iterator[dict]:
    """A call is news from its first day on."""
    rows = Call.objects.with_end().filter(drafting__in=shown, opens__lte=today())
    for row in rows.select_related("drafting").order_by("-opens", "-pk")[:MOST]:
        opens = timezone.make_aware(dt.datetime.combine(row.opens, dt.time()))
        yield entry(
            f"征集{row.drafting.year}年建议（向{row.get_audience_display()}）",
            row.drafting.title,
            base + reverse("calls", args=[row.drafting.year]) + f"#call-{row.pk}",
            f"{days.in_words(row.opens)}至{days.in_words(row.last_day)}，征集：{row.asked}",
            max(row.recorded_at, opens),
        )


def results(base: str, shown) -> Iterator[dict]:
    """What a call brought is news once the list is being written from it."""
    rows = Drafting.objects.filter(pk__in=shown).annotate(
        begun=Max("steps__recorded_at", filter=Q(steps__stage=Stage.DRAFT)),
        received=Count("proposals", distinct=True),
        decided=Count("proposals", filter=Q(proposals__outcomes__isnull=False), distinct=True),
        last=Max("proposals__outcomes__recorded_at"),
    )
    rows = rows.filter(begun__isnull=False, received__gt=0)
    for row in rows.order_by("-year")[:MOST]:
        at = row.begun
        told = f"收到建议{row.received}条，{row.decided}条有了去向。"
        link = base + reverse("proposals", args=[row.year])
        yield entry(f"{row.year}年建议征集结果", row.title, link, told, at, max(at, row.last or at))


def consultations(base: str, shown) -> Iterator[dict]:
    rows = Consultation.objects.filter(drafting__in=shown, public=True).annotate(
        received=Count("opinions", filter=Q(opinions__none=False), distinct=True),
        last=Max("opinions__rulings__ruled_at"),
    )
    for row in rows.select_related("drafting", "draft").order_by("-pk")[:MOST]:
        year = row.drafting.year
        heard = f"收到意见{row.received}条。" if row.last else ""
        yield entry(
            f"{year}年清单{row.draft}公开征求意见",
            row.drafting.title,
            base + reverse("making-consultation", args=[year, row.number]),
            f"{days.in_words(row.until)}前可以提意见。{heard}",
            row.opened_at,
            max(row.opened_at, row.last or row.opened_at),
        )


class Paper(NamedTuple):
    """A list that was issued, or what the issuer corrected in the text of a project (原文更正)."""

    year: int
    title: str
    issued_on: dt.date
    document: str
    authority: str
    at: dt.datetime
    correction: int
    number: int
    excerpt: str
    corrected: str
    invented: bool


def papers(base: str, shown) -> list[dict]:
    """Both kinds in one query."""
    rows = IssueDecision.objects.filter(granted=True, issue__draft__drafting__in=shown).order_by()
    issued = rows.values_list(
        "issue__draft__drafting__year", "issue__draft__drafting__title", "issue__issued_on",
        "issue__document_number", "issue__approved_by", "decided_at",
        Value(0), Value(0), Value(""), Value(""), Value(False),
    )  # fmt: skip
    found = map(Paper._make, issued.union(corrections(), all=True))
    return [
        correction_entry(each, base) if each.correction else issue_entry(each, base)
        for each in found
    ]


def corrections() -> QuerySet:
    draft = {"project__programme__state": Programme.State.DRAFT}
    rows = TextCorrection.objects.in_force().exclude(**draft)
    return rows.order_by().values_list(
        "project__programme__year", "project__title", "issued_on", "document", "authority",
        "decision__decided_at", "pk", "project__number", "excerpt", "corrected",
        "project__programme__demonstration",
    )  # fmt: skip


def issue_entry(row: Paper, base: str) -> dict:
    told = f"{days.in_words(row.issued_on)}印发，{row.document}，{row.authority}审定。"
    link = base + reverse("year", args=[row.year])
    return entry(f"印发{row.year}年清单", row.title, link, told, row.at)


def correction_entry(row: Paper, base: str) -> dict:
    mark = Programme(demonstration=row.invented).demonstration_mark
    project = f"第{row.number}项{row.title}{mark}"
    link = f"{base}{reverse('corrections', args=[row.year])}#text-{row.correction}"
    told = (
        f"原文“{row.excerpt}”，{row.authority}{days.in_words(row.issued_on)}以{row.document}"
        f"更正为“{row.corrected}”。"
    )
    return entry("更正原文", project, link, told, row.at)


def entry(
    what: str,
    title: str,
    link: str,
    told: str,
    at: dt.datetime,
    anew: dt.datetime | None = None,
) -> dict:
    return {
        "title": f"{what}：{title}",
        "link": link,
        "unique_id": link,
        "description": told,
        "pubdate": at,
        "updateddate": anew or at,
    }
