"""What feeds tell of words: released sentences (公开稿) as they read now, each change of one, and
the days that units promised and did not keep.

A sentence that was taken back keeps its entry, saying so, since readers keep what an entry said
until it is told anew.
"""

import datetime as dt
import json
from collections import defaultdict
from zlib import crc32

from django.urls import reverse

from projects.models import Programme, Project, of_people
from projects.values.months import in_words, month_of
from supervision.models import Release, Rewording, ShownCard
from supervision.public.feed_entry import MOST, entry_of, of
from supervision.published import unit_days

TAKEN_BACK = "这个月的公开文字已撤回，只公开数字。"


def told_months(base: str, keys: list[int], rewordings: list[Rewording]) -> list[dict]:
    """What was published of projects, month by month, the words that hold now."""
    rows = Release.everything.filter(
        project__in=keys, signed_at__isnull=False, period__published_at__isnull=False
    )
    rows = rows.exclude(period__programme__state=Programme.State.DRAFT)
    rows = rows.select_related("period", "project__programme")
    changed = defaultdict(list)
    for each in rewordings:
        changed[each.release_id].append(each)
    latest = rows.order_by("-period__month", "project")[:MOST]
    return [told_month(row, changed[row.pk], base) for row in latest if row.said or changed[row.pk]]


def told_month(row: Release, changed: list[Rewording], base: str) -> dict:
    programme, project = row.project.programme, row.project
    link = base + reverse("card", args=[programme.year, project.number, row.period.month])
    what, told = in_words(row.period.month), row.said or TAKEN_BACK
    entry = entry_of(what, project, programme, link, told, row.period.published_at)
    return entry | {"updateddate": max([entry["pubdate"], *(each.at for each in changed)])}


def rewordings(base: str, changed: list[Rewording]) -> list[dict]:
    latest = sorted(changed, key=lambda each: each.at, reverse=True)[:MOST]
    return [rewording_entry(each, base) for each in latest]


def in_force(keys: list[int] | None = None) -> list[Rewording]:
    """Of some projects, or of all."""
    found = Rewording.objects.in_force().filter(
        of(keys, "release__project"), release__period__published_at__isnull=False
    )
    found = found.exclude(release__period__programme__state=Programme.State.DRAFT)
    related = ("release__period", "release__project__programme", "decision")
    return list(found.select_related(*related))


def rewording_entry(each: Rewording, base: str) -> dict:
    """The words themselves stand in 更正记录, before and after; none is told here as if it held."""
    project = each.release.project
    programme, month = project.programme, in_words(each.release.period.month)
    link = f"{base}{reverse('corrections', args=[programme.year])}#words-{each.pk}"
    done = "更换" if each.text else "撤回"
    told = f"{month}的公开文字已{done}。原因：{each.reason}"
    return entry_of(f"{done}公开文字", project, programme, link, told, each.at)


def unkept(base: str, projects: list[Project]) -> list[dict]:
    """An entry for each day, as new as the month that first told that it was not kept."""
    own = {project.pk: project for project in projects}
    rows = unit_days.given(submission__report__project__in=own).filter(unit_days.WITH_DAYS)
    reports: dict[int, list[unit_days.Given]] = defaultdict(list)
    rows = rows.exclude(of_people("target"), target__project__sensitive=True)
    for row in map(unit_days.Given._make, rows):
        reports[row.project].append(row)
    if not reports:
        return []
    shown = ShownCard.public.filter(project__in=reports).order_by("period__month")
    published: dict[int, dict[str, dt.datetime]] = defaultdict(dict)
    facts: dict[int, str] = {}
    for key, month, at, text in shown.values_list(
        "project", "period__month", "period__published_at", "card__facts"
    ):
        published[key][month], facts[key] = at, text
    return [
        unkept_entry(base, own[key], name, broken, published[key])
        for key, text in facts.items()
        for name, found in broken_of(reports[key], json.loads(text)).items()
        for broken in found
    ]


def broken_of(rows: list[unit_days.Given], facts: dict):
    """By target as the last public card knows it."""
    month = facts["month"]
    known = unit_days.in_force(row for row in rows if row.month <= month)
    return unit_days.not_kept(known, facts["targets"], month)


def unkept_entry(
    base: str, project: Project, name: str, broken, published: dict[str, dt.datetime]
) -> dict:
    programme = project.programme
    month = min(each for each in published if each >= month_of(broken.day))
    page = reverse("project", args=[programme.year, project.number])
    what = f"{name}{broken.stage and f'“{broken.stage}”'}"
    return entry_of(
        "承诺未兑现",
        project,
        programme,
        f"{base}{page}#unkept-{broken.day:%Y%m%d}-{crc32(what.encode()):x}",
        f"{what}：责任单位原承诺{broken.day:%Y年%-m月%-d日}完成，到期没有完成。",
        published[month],
    )
