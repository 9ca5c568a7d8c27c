"""What of a list's making is news: a call, what it brought, a version to speak on, the issue."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone

from projects.clock import today
from projects.drafting.models import Call, Consultation, Drafting, IssueDecision
from projects.drafting.public.making import public_draftings
from projects.drafting.stages import Stage
from projects.values import days

MOST = 50


def entries(base: str) -> Iterator[dict]:
    """In a number of queries that does not grow; of lists that may be shown alone."""
    shown = public_draftings().values("pk")
    yield from calls(base, shown)
    yield from results(base, shown)
    yield from consultations(base, shown)
    yield from issues(base, shown)


def calls(base: str, shown) -> Iterator[dict]:
    """A call is news from its first day on."""
    rows = Call.objects.with_end().filter(drafting__in=shown, opens__lte=today())
    for row in rows.select_related("drafting").order_by("-opens", "-pk")[:MOST]:
        opens = timezone.make_aware(dt.datetime.combine(row.opens, dt.time()))
        yield entry(
            f"征集{row.drafting.year}年建议（向{row.get_audience_display()}）",
            row.drafting,
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
        yield entry(f"{row.year}年建议征集结果", row, link, told, at, max(at, row.last or at))


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
            row.drafting,
            base + reverse("making-consultation", args=[year, row.number]),
            f"{days.in_words(row.until)}前可以提意见。{heard}",
            row.opened_at,
            max(row.opened_at, row.last or row.opened_at),
        )


def issues(base: str, shown) -> Iterator[dict]:
    rows = IssueDecision.objects.filter(granted=True, issue__draft__drafting__in=shown)
    rows = rows.select_related("issue__draft__drafting").order_by("-pk")[:MOST]
    for row in rows:
        issue, drafting = row.issue, row.issue.draft.drafting
        told = f"{days.in_words(issue.issued_on)}印发，{issue.document_number}，"
        yield entry(
            f"印发{drafting.year}年清单",
            drafting,
            base + reverse("year", args=[drafting.year]),
            f"{told}{issue.approved_by}审定。",
            row.decided_at,
        )


def entry(
    what: str,
    drafting: Drafting,
    link: str,
    told: str,
    at: dt.datetime,
    anew: dt.datetime | None = None,
) -> dict:
    return {
        "title": f"{what}：{drafting.title}",
        "link": link,
        "unique_id": link,
        "description": told,
        "pubdate": at,
        "updateddate": anew or at,
    }
