"""Next year's draft begun from this year's list: its structure, never its figures."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from projects.drafting.actions.drafts import record_act, refuse_year, write_pieces
from projects.drafting.content import Content
from projects.drafting.models import Act, Drafting
from projects.drafting.sources import reached
from projects.errors import Refused
from projects.models import (
    Assignment,
    Programme,
    Project,
    Target,
    TargetTerms,
    User,
    current,
)
from projects.values.numbers import plain
from projects.values.promises import ProjectText, TargetText, TaskText


@transaction.atomic
def start_from(
    *, programme: Programme, projects: Iterable[Project], by: User, at: dt.datetime
) -> Drafting:
    """A draft of the following year with these projects of the programme, numbered anew.

    Copied are titles, categories, units, tasks and targets with what kind of thing they are, and
    last year's words of their terms; guide lines and settings follow when the list is issued. The
    new year's texts and figures stay empty until they are entered, but for a baseline where last
    year counted on from one: what it came to is proposed, with a doubt that says so.
    """
    chosen = sorted(projects, key=lambda project: project.number)
    year = programme.year + 1
    refuse_year(year)
    if not chosen:
        raise Refused("至少要选一个项目。")
    if any(project.programme_id != programme.pk for project in chosen):
        raise Refused(f"只能选{programme.year}年清单里的项目。")
    drafting = Drafting.objects.create(
        year=year,
        title=programme.title.replace(str(programme.year), str(year)),
        authority=programme.authority,
        origin=Drafting.Origin.OWN,
        started_at=at,
        started_by=by,
    )
    day = timezone.localdate(at)
    results = reached(programme)
    pieces = [
        counted_on(copied(project, year, number, day), project, results)
        for number, project in enumerate(chosen, 1)
    ]
    rows = write_pieces(drafting, pieces, by, at)
    note = f"自{programme}复制{len(rows)}个项目"
    record_act(Act.START_FROM, drafting, [drafting, *rows], by, at, note)
    return drafting


def copied(project: Project, year: int, number: int, day: dt.date) -> Content:
    units = project.assignments.filter(current(day)).select_related("unit").order_by("pk")
    standing = [row for row in units if row.unit.until is None]
    leads, partners, supports = (
        tuple(row.unit.name for row in standing if row.role == role) for role in Assignment.Role
    )
    return Content.of(
        ProjectText(
            number=number,
            title=project.title,
            category=project.get_category_display(),
            lead=leads[0] if leads else "",
            partners=partners,
            supports=supports,
            leader=project.leader,
            sensitive=project.sensitive,
            tasks=tuple(
                TaskText(number=task.number, marker=task.marker) for task in project.tasks.all()
            ),
            targets=tuple(
                target_text(target, year)
                for target in project.targets.select_related("task", "part_of").order_by("number")
            ),
            copies=project.pk,
        )
    )


def counted_on(content: Content, project: Project, results: dict) -> Content:
    """The piece with last year's results as baselines of what is counted on from year to year."""
    targets, doubts = [], []
    begun = {
        terms.target_id
        for terms in TargetTerms.objects.filter(target__project=project)
        if terms.baseline
    }
    for target in content.project.targets:
        result = results.get((project.pk, target.name))
        if result is not None and target.follows in begun and target.counted:
            baseline = plain(result)
            targets.append(replace(target, baseline=baseline))
            doubts.append(
                f"“{target.name}”的基数{baseline}{target.measure}取自上年办结结果，请核对。"
            )
        else:
            targets.append(target)
    return replace(content.with_targets(tuple(targets)), doubts=tuple(doubts))


def target_text(target: Target, year: int) -> TargetText:
    """The target without its figures; the words of its last terms come along."""
    terms = target.terms.order_by("-version").first()
    return TargetText(
        name=target.name,
        kind=target.kind,
        measure=target.measure,
        step=plain(target.step),
        weight=plain(terms.weight if terms and terms.weight is not None else target.weight),
        public=target.public,
        comparison=terms.comparison if terms else "exactly",
        definition=terms.definition if terms else "",
        evidence=terms.evidence if terms else "",
        start=f"{year}-01",
        due=f"{year}-12-31",
        task=target.task.number,
        part_of=target.part_of.name if target.part_of_id else "",
        follows=target.pk,
        counted_in=target.counted_in,
        people=target.people,
    )
