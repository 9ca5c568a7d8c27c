"""What feeds tell of words: each change of a released sentence (公开稿), and the days that units
promised and did not keep."""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from zlib import crc32

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from projects.models import Programme, Project, of_people
from projects.values.months import in_words, month_of
from supervision.models import Period, Rewording, ShownCard
from supervision.public.feed_entry import MOST, entry_of, of
from supervision.published import unit_days


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


class Row(NamedTuple):
    """What a report gives, with its project and what the project's last public card rests on."""

    given: unit_days.Given
    project: Project
    facts: str | None
    as_of: dt.date | None


def unkept(
    base: str, programme: Programme | None, periods: list[Period], keys: list[int] | None = None
) -> list[dict]:
    """An entry for each day, as new as the first of these public months that could tell of it."""
    published = {each.month: each.published_at for each in periods}
    if programme is None or not published:
        return []
    found: list[dict] = []
    for _, rows in groupby(reports(programme, keys), key=lambda row: row.project.number):
        found += unkept_of(base, programme, published, list(rows))
    return found


def reports(programme: Programme, keys: list[int] | None) -> Iterator[Row]:
    """Of a year, or of some of its projects, in the order of projects; in one query."""
    project = "submission__report__project"
    shown = ShownCard.public.filter(project=OuterRef(project)).order_by("-period__month")
    rows = unit_days.given(**{f"{project}__programme": programme})
    rows = rows.filter(of(keys, project), unit_days.TELLING)
    rows = rows.exclude(of_people("target"), target__project__sensitive=True).annotate(
        number=F(f"{project}__number"),
        title=F(f"{project}__title"),
        facts=Subquery(shown.values("card__facts")[:1]),
        as_of=Subquery(shown.values("card__as_of")[:1]),
    )
    for *given, number, title, facts, as_of in rows:
        yield Row(unit_days.Given._make(given), Project(number=number, title=title), facts, as_of)


def unkept_of(base: str, programme: Programme, published: dict, rows: list[Row]) -> list[dict]:
    """By target as the last public card knows it."""
    project, text, as_of = rows[0][1:]
    if text is None or as_of is None:
        return []
    facts = json.loads(text)
    known = unit_days.known((row.given for row in rows), facts["month"], as_of)
    broken = unit_days.not_kept(unit_days.in_force(known), facts["targets"], facts["month"])
    return [
        unkept_entry(base, programme, project, name, each, published)
        for name, days in broken.items()
        for each in days
    ]


def unkept_entry(
    base: str, programme: Programme, project: Project, name: str, broken, published: dict
) -> dict:
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
