"""年度总结 as plain data, for the page, the workbook and the Word text alike.

Everything is read as the office knows it now, from the cards in force of the closed months;
before December is closed it says up to which month it goes.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from projects.models import Programme, Project
from supervision.cards.discipline import Discipline, by_project
from supervision.models import Acceptance, Card, Feedback, Period, PollCount, ShownCard, Slip
from supervision.models.correction import last_over
from supervision.public.sightings import seen_of
from supervision.published.former import overrides_of
from supervision.published.wording import Grading
from supervision.status_sheet.columns import month_end
from supervision.yearend.targets import TargetLine, lines_of, sources_of


class Counts(NamedTuple):
    """How many there were, and how many are done with."""

    whole: int = 0
    done: int = 0


@dataclass(frozen=True)
class ProjectLine:
    """`months` is what card each closed month carried, in words; `slips` are issued and cleared
    ones, `messages` received and answered ones, `seen` counts 已用上 and 还没用上; `over` is
    whether December is closed."""

    project: Project
    unit: str
    months: dict[str, str]
    targets: list[TargetLine]
    acceptance: Acceptance | None
    polls: list[PollCount]
    discipline: Discipline
    slips: Counts
    late_slips: int
    messages: Counts
    seen: dict[str, int]
    over: bool

    @property
    def done(self) -> int:
        """How many of its promises were kept."""
        return sum(bool(target.kept) for target in self.targets)

    @property
    def kept(self) -> bool:
        return bool(self.targets) and self.done == len(self.targets)

    @property
    def due(self) -> bool:
        """Whether it may be accepted: everything is kept, or the year is `over`."""
        ongoing = self.project.state == Project.State.ONGOING
        return ongoing and self.acceptance is None and (self.kept or self.over)

    @property
    def satisfaction(self) -> str:
        return "；".join(f"{each.poll.get_voters_display()}{each.outcome}" for each in self.polls)

    @property
    def card(self) -> str:
        """Its last card in words, or ""."""
        return self.months[max(self.months)] if self.months else ""

    @property
    def outcome(self) -> str:
        """通过验收, 未通过验收, 未验收; 调出 and the like where none is asked for."""
        if self.acceptance:
            return self.acceptance.outcome
        ongoing = self.project.state == Project.State.ONGOING
        return "未验收" if ongoing else self.project.get_state_display()


@dataclass(frozen=True)
class Summary:
    """`last` is the last closed month, None before the first; `day` is when it was drawn up."""

    programme: Programme
    months: list[str]
    last: Period | None
    lines: list[ProjectLine]
    day: dt.date

    @property
    def whole(self) -> bool:
        """Whether the year's last month is closed."""
        return bool(self.months) and self.months[-1] >= f"{self.programme.year}-12"

    @property
    def until(self) -> str:
        """截至9月底 before the year is over; "" once it is."""
        if self.whole:
            return ""
        if not self.months:
            return "尚无定稿月份"
        return f"截至{month_end(self.months[-1], self.programme.year)}"

    @property
    def title(self) -> str:
        until = f"（{self.until}）" if self.until else ""
        return f"{self.programme}年度总结{until}"

    @property
    def file_name(self) -> str:
        return f"{self.title}{self.programme.demonstration_mark}"

    @property
    def ongoing(self) -> list[ProjectLine]:
        """Projects still on the list: not suspended, removed or merged."""
        return [each for each in self.lines if each.project.state == Project.State.ONGOING]

    @property
    def outcomes(self) -> Counter:
        return Counter(each.outcome for each in self.ongoing)

    @property
    def cards(self) -> Counter:
        """How many projects carried which card in the last closed month, the best first."""
        last = self.months[-1] if self.months else ""
        return Counter(each.months[last] for each in self.lines if last in each.months)


def summary(programme: Programme, at: dt.datetime) -> Summary:
    """The number of queries does not grow with the projects."""
    periods = programme.periods.closed()
    periods = {period.pk: period for period in periods}
    for period in periods.values():
        period.programme = programme
    projects = list(programme.projects.order_by("number"))
    worded, last = cards_in_words(programme, periods, at)
    cards = load(last, periods)
    sources = sources_of(programme, projects, cards.values())
    acceptances, disciplines = (
        Acceptance.objects.in_force(projects),
        by_project(programme, timezone.localdate(at)),
    )
    slips, messages, seen = slips_of(programme), messages_of(programme), seen_of(projects)
    polls = polls_of(programme)
    late = late_slips(programme, timezone.localdate(at))
    units = unit_names(projects)
    months = [period.month for period in periods.values()]
    over = bool(months) and months[-1] >= f"{programme.year}-12"
    lines = [
        ProjectLine(
            project=project,
            unit=cards[project.pk].unit_name if project.pk in cards else units[project.pk],
            months=worded[project.pk],
            targets=lines_of(project, cards.get(project.pk), sources),
            acceptance=acceptances.get(project.pk),
            polls=polls[project.pk],
            discipline=disciplines.get(project.pk, Discipline(str(project))),
            slips=slips.get(project.pk, Counts()),
            late_slips=late[project.pk],
            messages=messages.get(project.pk, Counts()),
            seen=seen[project.pk],
            over=over,
        )
        for project in projects
    ]
    final = list(periods.values())[-1] if periods else None
    return Summary(programme, months, final, lines, timezone.localdate(at))


@lru_cache(maxsize=16)
def grading_of(policy: str) -> Grading:
    return Grading.of(policy, Programme.CardDisplay.FULL)


def cards_in_words(programme: Programme, periods: dict[int, Period], at) -> tuple[dict, dict]:
    """By project: the card of every month in words, and the key of the last card."""
    overrides, worded, last = overrides_of(programme, at), defaultdict(dict), {}
    cards = Card.everything.filter(period__in=periods).in_force().select_related("policy")
    for card in cards.defer("facts", "verdict").order_by("period__month"):
        month = periods[card.period_id].month
        override = last_over(overrides[card.project_id], month)
        grade = grading_of(card.policy.body).grade(ShownCard.of(card, override).colour)
        worded[card.project_id][month] = (
            f"{grade.name or grade.words}{'（认定）' if override else ''}"
        )
        last[card.project_id] = card.pk
    return worded, last


def load(last: dict[int, int], periods: dict[int, Period]) -> dict[int, Card]:
    """The last cards whole, by project."""
    found = Card.everything.filter(pk__in=last.values()).select_related("policy")
    cards = {card.project_id: card for card in found}
    for card in cards.values():
        card.period = periods[card.period_id]
    return cards


def unit_names(projects: list[Project]) -> dict[int, str]:
    """The last lead unit of each project, for those that never were judged."""
    names = defaultdict(str)
    leads = Project.everything.filter(pk__in=[each.pk for each in projects])
    leads = leads.filter(assignments__role="lead").order_by("assignments__since")
    names.update(leads.values_list("pk", "assignments__unit__name"))
    return names


def polls_of(programme: Programme) -> dict[int, list[PollCount]]:
    """By project: what each confirmed poll found, the first first."""
    found = defaultdict(list)
    counts = PollCount.objects.filter(poll__programme=programme, poll__decision__confirmed=True)
    for count in counts.select_related("poll").order_by("poll__held_on", "poll"):
        found[count.project_id].append(count)
    return found


def slips_of(programme: Programme) -> dict[int, Counts]:
    issued = Slip.objects.filter(programme=programme, number__isnull=False, project__isnull=False)
    return counted(issued, Q(state=Slip.State.CLEARED))


def late_slips(programme: Programme, day: dt.date) -> Counter:
    """How many slips were answered or mended late, by project."""
    issued = Slip.objects.filter(programme=programme, number__isnull=False, project__isnull=False)
    slips = issued.prefetch_related("steps")
    return Counter(slip.project_id for slip in slips if slip.timing(day).words)


def messages_of(programme: Programme) -> dict[int, Counts]:
    received = Feedback.everything.filter(project__programme=programme)
    return counted(received, ~Q(state__in=Feedback.OPEN))


def counted(rows: QuerySet, done: Q) -> dict[int, Counts]:
    """By project."""
    rows = rows.order_by().values_list("project")
    rows = rows.annotate(whole=Count("pk"), done=Count("pk", filter=done))
    return {project: Counts(whole, done) for project, whole, done in rows}
