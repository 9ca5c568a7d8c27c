"""Which projects a month counts, and which unit leads each: asked here, whoever wants to know."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from projects.models import (
    Assignment,
    Plan,
    Project,
    ProjectChange,
    Target,
    TargetTerms,
    current,
)
from projects.values.months import last_day
from supervision.models import Acceptance, Card, Period, Report
from supervision.rules import Facts
from supervision.rules.progress import Standing, standing
from supervision.rules.targets import Decided


def pushed(
    projects: Iterable[Project], month: str, known_by: dt.datetime | None = None
) -> list[Project]:
    """Those of the projects that were being pushed forward in the month."""
    changes = ProjectChange.objects.filter(project__in=projects).order_by("recorded_at", "pk")
    first, since = {}, {}
    for change in changes:
        first.setdefault(change.project_id, Project.State.ONGOING)
        if change.added:  # to the list later: it was not there before
            first[change.project_id] = ""
        if change.effective <= month and (known_by is None or change.recorded_at < known_by):
            since[change.project_id] = change.state
    states = first | since
    # What no change speaks of stands as it was when the list was drawn up.
    return [
        project
        for project in projects
        if states.get(project.pk, project.state) == Project.State.ONGOING
    ]


def counted(period: Period, among: Collection[int] | QuerySet | None = None) -> list[int]:
    """The keys of the projects (`among` some) that the month counts, by their numbers.

    The year goes on past December until acceptance: one accepted before a later month was opened
    is counted no more.
    """
    found = period.programme.projects.order_by("number")
    projects = list(found if among is None else found.filter(pk__in=among))
    accepted = {}
    if period.month > f"{period.programme.year}-12":
        accepted = Acceptance.objects.in_force(
            period.programme.projects.all(), before=period.opened_at
        )
    return [
        project.pk
        for project in pushed(projects, period.month)
        if not (project.pk in accepted and accepted[project.pk].passed)
    ]


def owing_reports(period: Period, among: Collection[int] | QuerySet | None = None) -> list[int]:
    """Those of `counted` that owe the month a report.

    A project owes none once it was accepted with every promise kept before the month was opened;
    a service that goes on after its acceptance still reports. Nor does one that has nothing to
    report: before it begins, and when all is done but what has no plan yet.
    """
    keys = counted(period, among)
    if not keys:
        return []
    accepted = Acceptance.objects.in_force(keys, before=period.opened_at)
    passed = [key for key, acceptance in accepted.items() if acceptance.passed]
    done = {card.project_id for card in last_cards(passed, period) if kept(card)}
    idle = done | nothing_to_report([key for key in keys if key not in done], period)
    return [key for key in keys if key not in idle]


def nothing_to_report(projects: list[int], period: Period) -> set[int]:
    """Projects whose promises all begin later, or are done but for what cannot be reported.

    One of which all is 待定 tells how far it is in words.
    """
    month, own = period.month, {"target": OuterRef("pk")}
    terms = TargetTerms.objects.filter(**own).order_by("-version").values("start")
    targets = Target.everything.filter(project__in=projects, public=True, parts__isnull=True)
    targets = targets.annotate(
        first=Subquery(terms.filter(version=1)[:1]),
        now=Subquery(terms.filter(effective__lte=month)[:1]),
        planned=Exists(Plan.objects.filter(**own, effective__lte=month)),
    )
    parts, begun, later = Counter(), defaultdict(list), set()
    for target in targets:
        parts[target.project_id] += 1
        start = target.now or target.first
        if start and start > month:
            later.add(target.project_id)
        elif start and target.planned:
            begun[target.project_id].append(target)
    waiting = {key for key in later if key not in begun}
    partly = [key for key, found in begun.items() if len(found) < parts[key]]
    over = {card.project_id: over_in(card) for card in last_cards(partly, period)}
    return waiting | {
        key
        for key, names in over.items()
        if all(target.called_in(names) in names for target in begun[key])
    }


def done_in(card: Card) -> set[str]:
    """The names of the targets that were done by the card's month."""
    return {name for name, now in standings_in(card).items() if now.done}


def over_in(card: Card) -> set[str]:
    """The names of those of which nothing more is reported, though a service missed a month."""
    return {name for name, now in standings_in(card).items() if now.over}


def standings_in(card: Card) -> dict[str, Standing]:
    facts = Facts.from_json(json.loads(card.facts))
    decided = (target for target in facts.targets if isinstance(target, Decided))
    return {target.name: standing(target, facts.month) for target in decided}


def last_cards(projects: list[int], period: Period) -> list[Card]:
    """The newest card of the last month closed before the period, of each project."""
    cards = Card.everything.filter(project__in=projects, period__month__lt=period.month)
    rows = cards.order_by("period__month", "version").only("project", "facts")
    return list({card.project_id: card for card in rows}.values())


def kept(card: Card) -> bool:
    """Whether every promise of the project was kept by the card's month; 待定 is not kept."""
    names = {target["name"] for target in json.loads(card.facts)["targets"]}
    return bool(names) and names == done_in(card)


def leads(projects: Iterable, month: str) -> dict[int, int]:
    """The key of the unit that leads on the month's last day, by project key."""
    rows = Assignment.objects.filter(
        current(last_day(month)), project__in=projects, role=Assignment.Role.LEAD
    )
    return dict(rows.values_list("project_id", "unit_id"))


def reporting(projects: Iterable, period: Period) -> dict[int, str]:
    """The name of the unit that answers for the month, by project key: the one asked to report,

    and where nobody was asked the one that leads.
    """
    led = Assignment.objects.filter(
        current(last_day(period.month)), project__in=projects, role=Assignment.Role.LEAD
    )
    names = dict(led.values_list("project_id", "unit__name"))
    asked = Report.objects.filter(period=period.pk, project__in=projects)
    return names | dict(asked.values_list("project_id", "unit__name"))
