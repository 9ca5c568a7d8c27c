"""The year's promised days as one calendar file (RFC 5545) that calendars may subscribe to.

An event keeps its UID for ever. A new version of a promise, a plan or a project's course raises
its SEQUENCE, so that a calendar that knows it moves it; what is promised no more is CANCELLED.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import PlanPoint, Programme, Project, ProjectChange, Target, TargetTerms
from projects.pages import addresses
from projects.values import days
from projects.values.months import in_words, last_day
from projects.values.numbers import plain
from projects.views import programme_or_404
from supervision.public.promised import Promised
from supervision.public.status import for_any_site
from supervision.public.unit_dates import of_units
from supervision.published.naming import give_names

CALENDAR = "text/calendar; charset=utf-8"
LONGEST = 75  # octets of a line, without its end


def promised_dates(programme: Programme) -> list[Promised]:
    """Days of targets, of stages and of units, the earliest first; services go on without a day."""
    projects = {project.pk: project for project in programme.projects.all()}
    give_names(projects.values())
    changes = defaultdict(list)
    for change in ProjectChange.objects.filter(project__in=projects, added=False):
        changes[change.project_id].append(change.recorded_at)
    found = [*of_targets(programme), *of_stages(programme), *of_units(programme)]
    found = [in_course(each, projects, changes) for each in found]
    return sorted(found, key=lambda each: (each.day, each.project.number, each.key))


def in_course(promised: Promised, projects: dict, changes: dict) -> Promised:
    """The same as its project stands: suspended, removed, merged, or resumed."""
    project = projects[promised.project.pk]
    own = changes[project.pk]
    return Promised(
        **vars(promised)
        | {
            "project": project,
            "at": max([promised.at, *own]),
            "sequence": promised.sequence + len(own),
            "cancelled": promised.cancelled or project.state != Project.State.ONGOING,
        }
    )


def of_targets(programme: Programme) -> Iterator[Promised]:
    """A whole that is told by its parts has no day beside theirs."""
    targets = Target.published.filter(project__programme=programme, parts=None)
    rows = TargetTerms.objects.filter(target__in=targets.exclude(kind=Target.Kind.SERVICE))
    versions = defaultdict(list)
    for row in rows.select_related("target__project").order_by("version"):
        versions[row.target].append(row)
    for target, terms in versions.items():
        last = terms[-1]
        value = "" if last.value is None else f"{plain(last.value)}{target.measure}"
        told = f"承诺在{days.in_words(last.due)}前完成{f'，目标值{value}' if value else ''}。"
        yield Promised(
            key=f"target-{target.pk}",
            project=target.project,
            what=f"{target.name}完成",
            day=last.due,
            told=told + moved_in_words([(days.in_words(row.due), row.reason) for row in terms]),
            at=last.recorded_at,
            sequence=last.version - 1,
        )


def of_stages(programme: Programme) -> Iterator[Promised]:
    """A stage is due by the end of its month; one that the last plan leaves out is cancelled."""
    points = PlanPoint.objects.filter(
        plan__target__in=Target.published.filter(project__programme=programme),
        milestone__isnull=False,
    )
    versions, plans = defaultdict(list), {}
    for point in points.select_related("milestone", "plan__target__project").order_by(
        "plan__version", "month", "pk"
    ):
        versions[point.milestone].append(point)
        plans[point.plan.target_id] = point.plan
    for stage, own in versions.items():
        last = own[-1]
        plan = plans[last.plan.target_id]
        yield Promised(
            key=f"stage-{stage.pk}",
            project=plan.target.project,
            what=f"{plan.target.name}：{stage.name}",
            day=last_day(last.month),
            told=f"计划在{in_words(last.month)}完成。"
            + moved_in_words([(in_words(point.month), point.plan.reason) for point in own]),
            at=plan.recorded_at,
            sequence=plan.version - 1,
            cancelled=last.plan_id != plan.pk,
        )


def moved_in_words(said: list[tuple[str, str]]) -> str:
    """The day first promised, and why it was last moved; what has no reason was not public yet."""
    first = max((n for n, (_, reason) in enumerate(said) if not reason), default=0)
    steps = pairwise(said[first:])
    reasons = [reason for (before, _), (after, reason) in steps if before != after]
    if not reasons or said[first][0] == said[-1][0]:
        return ""
    return f"原定{said[first][0]}，已经调整。原因：{reasons[-1].rstrip('。')}。"


def uid(programme: Programme, key: str) -> str:
    """The same whatever host is asked, another for every site that says its own address."""
    own = f"{settings.SITE_URL or 'minsheng-shishi'}/{programme.year}/{key}"
    return str(uuid.uuid5(uuid.NAMESPACE_URL, own))


def calendar(programme: Programme, base: str) -> bytes:
    name = f"{programme.title}：承诺日期{programme.demonstration_mark}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Livelihood Portal//Promised dates//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    for each in promised_dates(programme):
        lines += event(each, programme, base)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def event(promised: Promised, programme: Programme, base: str) -> list[str]:
    project, at = promised.project, in_utc(promised.at)
    link = base + reverse("project", args=[programme.year, project.number])
    stopped = f"项目已{project.get_state_display()}。" if project.state != "ongoing" else ""
    told = f"第{project.number}项{project.title}。{promised.told}{stopped}进展见 {link}"
    summary = f"{project.called}：{promised.what}{programme.demonstration_mark}"
    return [
        "BEGIN:VEVENT",
        f"UID:{uid(programme, promised.key)}",
        f"DTSTAMP:{at}",
        f"LAST-MODIFIED:{at}",
        f"SEQUENCE:{promised.sequence}",
        f"STATUS:{'CANCELLED' if promised.cancelled else 'CONFIRMED'}",
        f"DTSTART;VALUE=DATE:{promised.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{promised.day + dt.timedelta(days=1):%Y%m%d}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(told)}",
        f"URL:{link}",
        "END:VEVENT",
    ]


def in_utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """A long line goes on after a line end and a space; no character is cut in two."""
    parts, room = [""], LONGEST
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append("")
            room = LONGEST - 1
        parts[-1] += sign
        room -= size
    return "\r\n ".join(parts)


@require_safe
def promised_dates_file(request, year: int):
    content = calendar(programme_or_404(year), addresses.base(request))
    answer = HttpResponse(content, content_type=CALENDAR)
    answer["Content-Disposition"] = f'inline; filename="promises-{year}.ics"'
    return for_any_site(answer)
