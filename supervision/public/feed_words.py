"""What feeds tell of released sentences (公开稿): as they read now, and each change of one.

A sentence that was taken back keeps its entry, saying so, since readers keep what an entry said
until it is told anew.
"""

from collections import defaultdict

from django.urls import reverse

from projects.models import Programme
from projects.values.months import in_words
from supervision.models import Release, Rewording
from supervision.public.feed_entry import MOST, entry_of, of

TAKEN_BACK = "这个月的公开文字已撤回，只公开数字。"


def told_months(base: str, keys: list[int]) -> list[dict]:
    """What was published of projects, month by month, the words that hold now."""
    rows = Release.everything.filter(
        project__in=keys, signed_at__isnull=False, period__published_at__isnull=False
    )
    rows = rows.exclude(period__programme__state=Programme.State.DRAFT)
    rows = rows.select_related("period", "project__programme")
    changed = defaultdict(list)
    for each in in_force(keys):
        changed[each.release_id].append(each)
    latest = rows.order_by("-period__month", "project")[:MOST]
    return [told_month(row, changed[row.pk], base) for row in latest if row.said or changed[row.pk]]


def told_month(row: Release, changed: list[Rewording], base: str) -> dict:
    programme, project = row.project.programme, row.project
    link = base + reverse("card", args=[programme.year, project.number, row.period.month])
    what, told = in_words(row.period.month), row.said or TAKEN_BACK
    entry = entry_of(what, project, programme, link, told, row.period.published_at)
    return entry | {"updateddate": max([entry["pubdate"], *(each.at for each in changed)])}


def rewordings(base: str, keys: list[int] | None = None) -> list[dict]:
    latest = sorted(in_force(keys), key=lambda each: each.at, reverse=True)[:MOST]
    return [rewording_entry(each, base) for each in latest]


def in_force(keys: list[int] | None):
    found = Rewording.objects.in_force().filter(
        of(keys, "release__project"), release__period__published_at__isnull=False
    )
    found = found.exclude(release__period__programme__state=Programme.State.DRAFT)
    return found.select_related("release__period", "release__project__programme", "decision")


def rewording_entry(each: Rewording, base: str) -> dict:
    """The words themselves stand in 更正记录, before and after; none is told here as if it held."""
    project = each.release.project
    programme, month = project.programme, in_words(each.release.period.month)
    link = f"{base}{reverse('corrections', args=[programme.year])}#words-{each.pk}"
    done = "更换" if each.text else "撤回"
    told = f"{month}的公开文字已{done}。原因：{each.reason}"
    return entry_of(f"{done}公开文字", project, programme, link, told, each.at)
