"""Next year's list begun from this year's: its structure, never its figures."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import (
    Act,
    Assignment,
    GuideLine,
    PlainName,
    Programme,
    Project,
    Target,
    Task,
    User,
    current,
)
from projects.values.numbers import plain

UNDECIDED = "待定"
# What a new year's document says for itself; every other field is a setting, and is copied.
OWN = {
    "id", "year", "title", "document_number", "issued_on", "source_title", "introduction", "state"
}  # fmt: skip


@in_turn("programme")
def start_next_year(
    *, programme: Programme, projects: Iterable[Project], by: User, at: dt.datetime
) -> Programme:
    """A draft of the following year with these projects of the programme, numbered anew.

    Copied are titles, categories, units, tasks and targets with what kind of thing they are,
    guide lines unconfirmed, and the programme's settings. The new year's texts, figures, dates
    and plans stay empty until its own document is entered.
    """
    programme = Programme.everything.select_for_update(no_key=True).get(pk=programme.pk)
    chosen = sorted(projects, key=lambda project: project.number)
    check(programme, chosen)
    year = programme.year + 1
    fresh = Programme.everything.create(
        year=year,
        title=programme.title.replace(str(programme.year), str(year)),
        document_number=UNDECIDED,
        state=Programme.State.DRAFT,
        **settings_of(programme),
    )
    day = timezone.localdate(at)
    copies = [copied(project, fresh, number, day) for number, project in enumerate(chosen, 1)]
    names = copy_names(
        programme, fresh, dict(zip((each.pk for each in chosen), copies, strict=True))
    )
    note = f"自{programme}复制{len(copies)}个项目，起草{fresh}"
    record(
        action=Act.START_NEXT_YEAR,
        by=by,
        at=at,
        rows=[fresh, *copies, *names],
        note=note,
        public=False,
    )
    return fresh


def check(programme: Programme, chosen: list[Project]) -> None:
    if Programme.everything.of_year(programme.year + 1):
        raise Refused(f"{programme.year + 1}年清单已经有了，不能再起草。")
    if not chosen:
        raise Refused("至少要选一个项目。")
    if any(project.programme_id != programme.pk for project in chosen):
        raise Refused(f"只能选{programme.year}年清单里的项目。")


def settings_of(programme: Programme) -> dict:
    fields = [field.name for field in Programme._meta.concrete_fields if field.name not in OWN]
    return {name: getattr(programme, name) for name in fields}


def copied(project: Project, programme: Programme, number: int, day: dt.date) -> Project:
    fresh = Project.everything.create(
        programme=programme,
        number=number,
        title=project.title,
        category=project.category,
        leader=project.leader,
        sensitive=project.sensitive,
    )
    copy_targets(project, fresh)
    begins = dt.date(programme.year, 1, 1)
    Assignment.objects.bulk_create(
        Assignment(project=fresh, unit=row.unit, role=row.role, since=begins)
        for row in project.assignments.filter(current(day)).select_related("unit").order_by("pk")
        if row.unit.until is None or row.unit.until >= begins
    )
    GuideLine.objects.bulk_create(
        GuideLine(project=fresh, kind=line.kind, text=line.text)
        for line in project.guide.order_by("pk")
    )
    return fresh


def copy_names(programme: Programme, fresh: Programme, copies: dict[int, Project]):
    """Everyday names of what is promised again, and of what the list still does not hold."""
    return [
        PlainName.objects.create(
            programme=fresh, project=copies.get(row.project_id), name=row.name, words=row.words
        )
        for row in programme.plain_names.order_by("pk")
        if row.project_id is None or row.project_id in copies
    ]


def copy_targets(project: Project, fresh: Project) -> None:
    """Tasks without their text, targets without their terms; each names the one it follows."""
    tasks = {
        task.pk: Task.objects.create(project=fresh, number=task.number, marker=task.marker)
        for task in project.tasks.all()
    }
    made: dict[int, Target] = {}
    for target in project.targets.order_by("number"):
        made[target.pk] = Target.everything.create(
            project=fresh,
            task=tasks[target.task_id],
            number=target.number,
            name=target.name,
            kind=target.kind,
            measure=target.measure,
            step=target.step,
            weight=target.weight,
            public=target.public,
            follows=target,
        )
    for target in project.targets.filter(part_of__isnull=False):
        made[target.pk].part_of = made[target.part_of_id]
        made[target.pk].save(update_fields=["part_of"])


def unfinished(programme: Programme, document_number: str) -> list[str]:
    """What a draft still lacks before anybody may read it, each in a sentence."""
    found = []
    if document_number.strip() in ("", UNDECIDED):
        found.append("还没有填写文号。")
    projects = programme.projects.order_by("number")
    if bare := numbers(projects.filter(text="")):
        found.append(f"第{bare}项还没有填写公布原文。")
    if bare := numbers(projects.filter(tasks__text="")):
        found.append(f"第{bare}项还有任务没有填写原文。")
    wanting = Target.everything.filter(terms=None, follows__isnull=False)
    if bare := numbers(projects.filter(targets__in=wanting)):
        found.append(f"第{bare}项还有指标没有登记口径。")
    wholes = Target.everything.filter(project__in=projects, parts__isnull=False).distinct()
    return found + [sentence for whole in wholes if (sentence := disagreeing(whole))]


def disagreeing(whole: Target) -> str:
    """Why the parts do not make the whole; "" where they do."""
    own, *parts = (
        target.terms.order_by("-version").first() for target in (whole, *whole.parts.all())
    )
    if own is None or None in parts:
        return ""
    for name, word in (("baseline", "基数"), ("value", "目标值")):
        total = sum(getattr(part, name) for part in parts)
        if total != getattr(own, name):
            return (
                f"“{whole}”的{word}是{plain(getattr(own, name))}，"
                f"各分项合计{plain(total)}，对不上。"
            )
    if len({part.value > part.baseline for part in parts}) > 1:
        return f"“{whole}”的各分项有增有减，不能相加。"
    return ""


def numbers(projects: QuerySet) -> str:
    """Their numbers on the list, each once, in words."""
    found = dict.fromkeys(projects.values_list("number", flat=True))
    return "、".join(map(str, found))
