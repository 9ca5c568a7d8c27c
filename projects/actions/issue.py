"""印发: one act makes a year's list whole — and no other way makes one public."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from projects.actions import door
from projects.actions.changes import Approval, course
from projects.actions.terms import FirstTerms, first_terms
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.ledger.touched import touch_all
from projects.models import (
    Act,
    Assignment,
    CityTask,
    ExplanationSection,
    GuideLine,
    LeadUnit,
    NoticeSpan,
    Programme,
    Project,
    SourceRemark,
    Target,
    Task,
    User,
)
from projects.values.days import read_day
from projects.values.lacking import lacking
from projects.values.months import first_day
from projects.values.numbers import read_number
from projects.values.promises import ProjectText, Quota, TargetText, WholeList
from projects.values.text import folded

# What a list's document says for itself; every other field is a setting, taken from last year's.
OWN = {
    "id", "year", "title", "authority", "document_number", "issued_on", "source_title",
    "introduction", "state",
}  # fmt: skip


@transaction.atomic
def issue(
    *,
    whole: WholeList,
    by: User | None,
    at: dt.datetime,
    action: str = Act.ISSUE_LIST,
    leads: bool = True,
    note: str = "",
    beside: Callable[[Programme], Iterable[models.Model]] = lambda programme: (),
) -> Programme:
    """Make the list, its projects, tasks, targets, terms, spans, units and quotas; public at once.

    Refuses, place by place, what it lacks; `leads` asks that every project has a lead unit.
    `beside` stores what the caller keeps of the issue, named by the same event.
    """
    refuse_lacking(whole, leads=leads)
    programme = Programme.everything.create(
        year=whole.year,
        title=whole.title,
        authority=whole.authority,
        document_number=whole.document_number,
        issued_on=read_day(whole.issued_on) if whole.issued_on else None,
        source_title=whole.source_title,
        introduction=whole.introduction,
        state=Programme.State.PUBLISHED,
        **settings_of(Programme.everything.filter(year__lt=whole.year).latest_year()),
    )
    touch_all(
        ExplanationSection.objects.bulk_create(
            ExplanationSection(programme=programme, number=number, heading=heading, text=text)
            for number, (heading, text) in enumerate(whole.sections, 1)
        )
    )
    units, begins = known_units(), first_day_led(dt.date(whole.year, 1, 1), at)
    rows: list[models.Model] = []
    for project in whole.projects:
        rows += make_project(programme, project, whole, units, by, at, begins=begins)
    made = [row for row in rows if isinstance(row, Project)]
    rows += [row for quota in whole.quotas for row in make_quota(programme, quota, by, at)]
    door.check(made, at)
    door.follow_moves(made, at)
    rows += beside(programme)
    record(action=action, by=by, at=at, rows=rows, note=f"{programme}　{note}".strip())
    return programme


@in_turn("programme")
def add_projects(
    *,
    programme: Programme,
    whole: WholeList,
    approval: Approval,
    by: User | None,
    at: dt.datetime,
    note: str = "",
    beside: Callable[[Programme], Iterable[models.Model]] = lambda programme: (),
) -> list[Project]:
    """增列: put projects into a public list by a decision, from a month on; told as a change."""
    approval.check(programme, at)
    if not programme.issued:
        raise Refused(f"{programme}还没有印发，不能增列。")
    if found := numbers_taken(programme, whole) + lacks_in_words(whole, leads=True):
        raise Refused("\n".join(found))
    units, rows = known_units(), []
    counts = max(dt.date(programme.year, 1, 1), first_day(approval.effective))
    begins = first_day_led(counts, at)
    for project in whole.projects:
        rows += make_project(programme, project, whole, units, by, at, begins=begins)
    made = [row for row in rows if isinstance(row, Project)]
    joins = {"state": Project.State.ONGOING, "added": True}
    rows += [course(project, approval, by, at, **joins) for project in made]
    last = programme.sections.aggregate(last=Max("number"))["last"] or 0
    touch_all(
        ExplanationSection.objects.bulk_create(
            ExplanationSection(
                programme=programme, number=last + number, heading=heading, text=text
            )
            for number, (heading, text) in enumerate(whole.sections, 1)
        )
    )
    door.check(made, at)
    door.follow_moves(made, at)
    rows += beside(programme)
    record(action=Act.ADD_PROJECTS, by=by, at=at, rows=rows, note=f"{programme}　{note}".strip())
    return made


def numbers_taken(programme: Programme, whole: WholeList) -> list[str]:
    taken = set(programme.projects.values_list("number", flat=True))
    return [
        f"第{project.number}项：清单里已有这个序号。"
        for project in whole.projects
        if project.number in taken
    ]


def refuse_lacking(whole: WholeList, *, leads: bool) -> None:
    """Refuse, in a line for each place, what may not be made public yet."""
    if Programme.everything.of_year(whole.year):
        raise Refused(f"{whole.year}年清单已经在库中，不会覆盖。")
    if found := lacks_in_words(whole, leads=leads):
        raise Refused("\n".join(found))


def lacks_in_words(whole: WholeList, *, leads: bool) -> list[str]:
    found = [
        lack.text if lack.at is None else f"第{whole.projects[lack.at].number}项：{lack.text}"
        for lack in lacking(whole, leads=leads)
    ]
    found += dissolved_units(whole)
    return found + [f"“{name}”还没有登记为单位。" for name in unknown_units(whole)]


def unknown_units(whole: WholeList) -> list[str]:
    """The units that the list names and nobody has registered, in its order."""
    registered = by_folded_name(LeadUnit.objects.all())
    return [name for name in named_units(whole) if folded(name) not in registered]


def dissolved_units(whole: WholeList) -> list[str]:
    """A sentence for each unit that the list names and that is no more."""
    standing, registered = known_units(), by_folded_name(LeadUnit.objects.all())
    return [
        f"{name}已于{unit.until:%Y年}{unit.until.month}月{unit.until.day}日撤销，请改写现在的单位。"
        for name in named_units(whole)
        if (unit := registered.get(folded(name))) and folded(name) not in standing
    ]


def named_units(whole: WholeList) -> list[str]:
    named = [
        name
        for project in whole.projects
        for name in (project.lead, *partners_of(project), *project.supports)
        if name
    ]
    return list(dict.fromkeys(named))


def partners_of(project: ProjectText) -> list[str]:
    """The units that lead beside the one that hands in the month, those of its tasks too."""
    named = (*project.partners, *(task.unit for task in project.tasks))
    return [name for name in named if name and name != project.lead]


def known_units() -> dict[str, LeadUnit]:
    """The units that stand, by name and by short name as these are compared."""
    return by_folded_name(LeadUnit.objects.filter(until=None))


def by_folded_name(units: Iterable[LeadUnit]) -> dict[str, LeadUnit]:
    units = list(units)
    found = {folded(unit.short_name): unit for unit in units}
    return found | {folded(unit.name): unit for unit in units}


def settings_of(former: Programme | None) -> dict:
    """How last year's list is worked with; what its own document says stays its own."""
    if former is None:
        return {}
    fields = [field.name for field in Programme._meta.concrete_fields if field.name not in OWN]
    return {name: getattr(former, name) for name in fields}


def first_day_led(counts: dt.date, at: dt.datetime) -> dt.date:
    """From which day units have what counts from a day: whoever is asked and plans is known

    from the moment of issue, be it before the year begins.
    """
    return min(counts, timezone.localdate(at))


def make_project(
    programme: Programme,
    given: ProjectText,
    whole: WholeList,
    units: dict,
    by,
    at,
    *,
    begins: dt.date,
) -> list[models.Model]:
    """Store a project with all that hangs on it; return the rows that the event names.

    Its units have it from `begins`.
    """
    project = Project.everything.create(
        programme=programme,
        number=given.number,
        title=given.title,
        text=given.text,
        category=Project.category_key(given.category),
        funds=given.funds,
        funds_source=given.funds_source,
        leader=given.leader,
        sensitive=given.sensitive,
    )
    tasks = {
        task.number: Task.objects.create(
            project=project,
            number=number,
            marker=task.marker,
            text=task.text,
            unit=units[folded(task.unit)] if task.unit else None,
        )
        for number, task in enumerate(given.tasks, 1)
    }
    touch_all(
        SourceRemark.objects.bulk_create(
            SourceRemark(project=project, start=start, excerpt=excerpt[:50], remark=remark)
            for start, excerpt, remark in given.remarks
        )
    )
    return [
        project,
        *make_targets(project, given, tasks, whole, by, at),
        *make_assignments(project, given, units, begins),
        *copy_guide(project, given.copies),
    ]


def make_targets(project: Project, given: ProjectText, tasks: dict, whole: WholeList, by, at):
    made: dict[str, Target] = {}
    rows: list[models.Model] = []
    for number, text in enumerate(given.targets, 1):
        target = Target(
            project=project,
            task=tasks[text.task],
            number=number,
            name=text.name,
            kind=text.kind,
            measure=text.measure,
            step=read_number(text.step),
            weight=read_number(text.weight),
            public=text.public,
            follows_id=text.follows,
            # Kept from a year in which it was a share, where nobody sees it in the draft.
            counted_in=text.counted_in if text.kind == Target.Kind.COVERAGE else "",
            people=text.people,
        )
        target.save()
        made[text.name] = target
        touch_all(
            NoticeSpan.objects.bulk_create(
                NoticeSpan(target=target, start=start, end=end, excerpt=given.text[start:end])
                for start, end in text.spans
            )
        )
        who = {"approved_by": whole.approved_by, "meeting": whole.meeting}
        who["document"] = whole.document_number
        rows.append(first_terms(target, terms_of(text), by, at, **who))
    for text in given.targets:
        if text.part_of:
            made[text.name].part_of = made[text.part_of]
            made[text.name].save(update_fields=["part_of"])
    for target in made.values():
        target.full_clean(validate_constraints=False)  # the database held them as it was saved
    return [*made.values(), *rows]


def terms_of(text: TargetText) -> FirstTerms:
    return FirstTerms(
        start=text.start,
        due=read_day(text.due),
        baseline=decimal(text.baseline) if text.counted else None,
        value=decimal(text.value) if text.counted else None,
        comparison=text.comparison,
        definition=text.definition,
        evidence=text.evidence,
    )


def decimal(text: str) -> Decimal:
    return read_number(text)


def make_assignments(
    project: Project, given: ProjectText, units: dict, begins: dt.date
) -> list[Assignment]:
    roles = Assignment.Role
    named = [(given.lead, roles.LEAD)] if given.lead else []
    named += [(name, roles.PARTNER) for name in partners_of(given)]
    named += [(name, roles.SUPPORT) for name in given.supports]
    once: dict[int, str] = {}
    for name, role in named:
        once.setdefault(units[folded(name)].pk, role)
    return [
        Assignment.objects.create(project=project, unit_id=unit, role=role, since=begins)
        for unit, role in once.items()
    ]


def copy_guide(project: Project, copied: int | None) -> list[GuideLine]:
    """Last year's lines, to be confirmed anew by the unit."""
    return [
        GuideLine.objects.create(project=project, kind=line.kind, text=line.text)
        for line in GuideLine.objects.filter(project=copied).order_by("pk")
        if copied
    ]


def make_quota(programme: Programme, quota: Quota, by, at) -> list[models.Model]:
    task = CityTask.objects.create(
        programme=programme,
        name=quota.name,
        measure=quota.measure,
        quota=read_number(quota.value),
        document=quota.document,
        effective=door.first_month(programme, f"{programme.year}-01"),
        recorded_at=at,
        recorded_by=by,
    )
    targets = Target.everything.filter(project__programme=programme)
    chosen = [
        targets.filter(project__number=number, name=name).first() for number, name in quota.carried
    ]
    task.targets.set([target for target in chosen if target])
    return [task]
