"""How many residents said 已用上 and 还没用上, by tap and in messages; nothing else reads them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from projects.models import Project, Site
from supervision.models import Feedback, Sighting

# Messages that were none on this place count for nothing.
NOT_COUNTED = (
    Feedback.Reason.ABUSIVE, Feedback.Reason.UNRELATED, Feedback.Reason.DUPLICATE,
)  # fmt: skip
Counts = dict[int, dict[str, int]]


def seen_at(sites: Iterable[Site]) -> Counts:
    """By place; one query."""
    return counts("site", site__in=[site.pk for site in sites])


def seen_of(projects: Iterable[Project]) -> Counts:
    """By project, all its places together; it is not asked of sensitive ones. One query."""
    keys = [project.pk for project in projects if not project.sensitive]
    return counts("site__target__project", site__target__project__in=keys)


def with_seen(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Places with their own counts as `seen_yes` and `seen_no`, in the query that reads them."""
    return sites.annotate(seen_yes=said("yes"), seen_no=said("no"))


def said(seen: str) -> Combinable:
    told = Feedback.everything.exclude(reason__in=NOT_COUNTED)
    return number(Sighting.objects.all(), seen) + number(told, seen)


def number(rows: QuerySet, seen: str) -> Combinable:
    own = rows.filter(site=OuterRef("pk"), seen=seen).order_by().values("site")
    return Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)


def counts(key: str, **which) -> Counts:
    taps = Sighting.objects.filter(**which).order_by().values_list(key, "seen")
    told = Feedback.everything.filter(**which).exclude(seen="")
    told = told.exclude(reason__in=NOT_COUNTED).order_by().values_list(key, "seen")
    first, second = (rows.annotate(count=Count("pk")) for rows in (taps, told))
    found: Counts = defaultdict(lambda: {"yes": 0, "no": 0})
    for own, seen, count in first.union(second, all=True):
        found[own][seen] += count
    return found
