"""The status spreadsheet of a closed month, read from its stored cards.

Every number comes from a card's facts and verdict; words that a card does not hold (the
progress told, causes, measures, terms) are read as known on the card's own day. The public
edition takes facts and verdict the same way as the public pages.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import F, Prefetch, prefetch_related_objects

from projects.ledger.chain import last_event
from projects.models import Assignment, Event, Programme, Project, Target, TargetTerms
from projects.values.days import end_of
from projects.values.months import last_day, span
from supervision.cards import recorded
from supervision.cards.recorded import Record
from supervision.models import (
    Card,
    CardOverride,
    CardPolicy,
    Period,
    Release,
    ShownCard,
    StageFinish,
    Submission,
)
from supervision.models.period import UNRATED, data_version_of
from supervision.published.beside import give_beside
from supervision.published.bulletin_issue import lines_of
from supervision.published.former import rewordings, traces
from supervision.published.shown import told_of
from supervision.published.wording import Grade, Grading
from supervision.rules import months
from supervision.rules.intake import target_from_json
from supervision.rules.progress import Standing, standing
from supervision.rules.targets import Decided
from supervision.status_sheet.columns import Column, columns, month_end
from supervision.status_sheet.rows import EditionCard, Sources, project_rows, row_without_card

CHUNK = 2500  # projects read at a time
NO_CARDS = "本表只公开进度，不公开亮牌。"
NOT_A_PERSON = "牌针对项目，不针对个人。"


@dataclass(frozen=True)
class Wanted:
    """What to narrow the sheet to; empty is everything. `unit` is a name as printed then."""

    category: str = ""
    unit: str = ""
    colour: str | None = None


class Mark(NamedTuple):
    """What the sheet's head says of the card that stands for a project."""

    digest: str
    colour: str
    version: int
    policy: int


@dataclass(frozen=True)
class Sheet:
    """`rows` are dicts by column key; `grading` hold the policy's words, None without any card.

    A `long` one is read part by part each time that somebody goes over it, and not kept.
    """

    period: Period
    public: bool
    columns: tuple[Column, ...]
    read: Callable[[], Iterator[dict]]
    grading: Grading | None
    policies: list[str]
    head: Event
    data_version: str
    corrected: int = 0
    wanted: Wanted = field(default_factory=Wanted)
    long: bool = False

    def __iter__(self) -> Iterator[dict]:
        return self.read() if self.long else iter(self.rows)

    @cached_property
    def rows(self) -> list[dict]:
        return list(self.read())

    @property
    def programme(self) -> Programme:
        return self.period.programme

    @property
    def headers(self) -> list[str]:
        return [column.header(self.period.month, self.programme.year) for column in self.columns]

    @property
    def title(self) -> str:
        end = month_end(self.period.month, self.programme.year)
        demonstration = self.programme.demonstration_mark
        return f"{self.programme.title}推进情况（截至{end}）{demonstration}"

    @property
    def about(self) -> str:
        """Who issues it, and what exactly it was made from."""
        period, programme = self.period, self.programme
        parts = [
            f"发布机关：{programme.authority}",
            f"文号：{programme.document_number}",
            f"本期：{period.covers}",
            f"数据截至：{period.data_until}",
            f"亮牌规则：{'、'.join(self.policies) or '无'}",
            f"数据版本号：{self.data_version}",
        ]
        if self.corrected:
            parts.append(f"含定稿后更正{self.corrected}项")
        if self.public:
            parts.append(f"签发：{period.signer}")
        if programme.demonstration:
            parts.append("演示数据，不代表实际")
        return "　".join(parts)

    @property
    def legend(self) -> str:
        grades = self.grading.legend() if self.grading else []
        if not grades:
            return NO_CARDS
        words = [f"{grade.name}：{grade.words}" if grade.name else grade.words for grade in grades]
        return f"图例　{'；'.join(words)}。{NOT_A_PERSON}"


def status_sheet(
    period: Period,
    *,
    public: bool,
    wanted: Wanted | None = None,
    found: dict[int, ShownCard] | None = None,
    at: dt.datetime | None = None,
) -> Sheet:
    """The sheet of a closed period; `period.programme` must be loaded.

    `found` are other cards by project than those in force: what the public saw `at` a moment.
    The number of queries does not grow with the projects.
    """
    wanted = wanted or Wanted()
    first = Part.of(period, public, found)
    if found is None:
        standing = first.marks() + (marks_after(first, period, public) if first.full else [])
    else:
        standing = list(map(mark_of, found.values()))
    used = dict.fromkeys(mark.policy for mark in standing)
    known = {each.card.policy_id: each.card.policy for each in (found or first.shown).values()}
    if used.keys() - known.keys():
        known |= CardPolicy.objects.in_bulk(used)
    policies = [known[key] for key in used]
    changed = traces(rewordings(period, at))

    def read() -> Iterator[dict]:
        part = first
        while part:
            yield from part.rows(period, known, public, wanted, at)
            part = part.full and Part.of(period, public, found, part.after + CHUNK)

    return Sheet(
        period=period,
        public=public,
        columns=columns(public=public),
        read=read,
        grading=Grading.of(policies[0].body, display(period, public)) if policies else None,
        policies=[str(policy) for policy in policies],
        head=last_event(public=public),
        data_version=data_version_of(((mark.digest, mark.colour) for mark in standing), changed),
        corrected=sum(mark.version > 1 for mark in standing),
        wanted=wanted,
        long=first.full,
    )


@dataclass(frozen=True)
class Part:
    """Some thousand projects of the list, with the cards that stand for them."""

    projects: list[Project]
    shown: dict[int, ShownCard]
    after: int = 0

    @classmethod
    def of(cls, period, public, found: dict[int, ShownCard] | None, after: int = 0) -> "Part":
        projects = list(period.programme.projects.all()[after : after + CHUNK])
        if found is None:
            found = (shown_cards if public else latest_cards)(period, projects)
        return cls(projects, found, after)

    @property
    def full(self) -> bool:
        return len(self.projects) == CHUNK

    def marks(self) -> list[Mark]:
        found = (self.shown.get(project.pk) for project in self.projects)
        return [mark_of(each) for each in found if each]

    def rows(self, period, policies: dict[int, CardPolicy], public, wanted, at) -> Iterator[dict]:
        standing = [self.shown[each.pk] for each in self.projects if each.pk in self.shown]
        for each in standing:  # one row of each for all of them
            each.card.period = period
            each.card.policy = policies.get(each.card.policy_id) or each.card.policy
        sources = sources_of(period, self.projects, standing, public, at)
        for project in self.projects:
            if wants(wanted, project, self.shown.get(project.pk)):
                yield from rows_of(project, self.shown.get(project.pk), sources)


def mark_of(shown: ShownCard) -> Mark:
    card = shown.card
    return Mark(card.digest, shown.colour, card.version, card.policy_id)


def marks_after(first: Part, period: Period, public: bool) -> list[Mark]:
    """What the head says of the cards that are not read yet, in the order of the list."""
    later = {"period": period, "project__number__gt": first.projects[-1].number}
    if public:
        shown = ShownCard.public.filter(**later).order_by("project__number")
        own = shown.values_list("card__digest", "colour", "card__version", "card__policy")
        return [Mark(*each) for each in own]
    overrides = CardOverride.objects.over(period.month)
    cards = Card.everything.filter(**later).order_by("project__number", "version")
    cards = cards.values_list("project", "digest", "colour", "version", "policy")
    found = {key: Mark(*each) for key, *each in cards}
    for key in overrides.keys() & found.keys():
        found[key] = found[key]._replace(colour=overrides[key].colour)
    return list(found.values())


def rows_of(project: Project, found: ShownCard | None, sources: Sources) -> list[dict]:
    return card_rows(found, project, sources) if found else [row_without_card(project, sources)]


def display(period: Period, public: bool) -> str:
    return period.programme.card_display if public else Programme.CardDisplay.FULL


def shown_cards(period: Period, projects: list[Project]) -> dict[int, ShownCard]:
    """What the public sees: a correction waits for its publication."""
    shown = ShownCard.public.filter(period=period, project__in=projects)
    return {row.project_id: row for row in shown.select_related("card__policy", "override")}


def latest_cards(period: Period, projects: list[Project]) -> dict[int, ShownCard]:
    """The last version of each project's card."""
    overrides = CardOverride.objects.over(period.month)
    cards = Card.everything.filter(period=period, project__in=projects).select_related("policy")
    return {
        card.project_id: ShownCard.of(card, overrides.get(card.project_id))
        for card in cards.order_by("version")
    }


def wants(wanted: Wanted, project: Project, standing: ShownCard | None) -> bool:
    if wanted.category and project.category != wanted.category:
        return False
    if wanted.unit and (standing is None or standing.card.unit_name != wanted.unit):
        return False
    return wanted.colour is None or (standing is not None and standing.colour == wanted.colour)


def sources_of(
    period: Period,
    projects: list[Project],
    standing: list[ShownCard],
    public: bool,
    at: dt.datetime | None,
) -> Sources:
    """What a card does not hold, as known on the day that each card rests on."""
    if public:
        give_beside(projects)
    supports = defaultdict(list)
    helpers = Assignment.objects.on(last_day(period.month)).filter(
        project__in=projects, role__in=Assignment.BESIDE
    )
    for row in helpers:
        supports[row.project_id].append(row.called)
    return Sources(
        period=period,
        covers=span(period.covers_from, period.month),
        public=public,
        supports=supports,
        record=record_of([each.card for each in standing], period),
        releases=sentences(period, standing, at) if public else {},
    )


def sentences(period: Period, standing: list[ShownCard], at: dt.datetime | None) -> dict[int, str]:
    """What was released of each project: as the public reads it now, or read it at a moment."""
    own = {"period": period, "project__in": [each.project_id for each in standing]}
    if at is None:
        return dict(Release.public.filter(**own).values_list("project_id", "said"))
    released = Release.everything.filter(**own, signed_at__isnull=False)
    told = set(released.values_list("project_id", flat=True))
    shown = [each for each in standing if each.project_id in told]
    lines = lines_of(shown, period, at)
    return {each.project_id: lines[each.card_id].sentence for each in shown}


def card_rows(found: ShownCard, project: Project, sources: Sources) -> list[dict]:
    card, override = found.card, found.override
    card.project = project
    grading = Grading.of(card.policy.body, display(sources.period, sources.public))
    stored, beside = json.loads(card.facts), None
    if sources.public:
        seen = told_of(card, stored, project, sources.period.programme)
        facts, verdict, grade, beside = seen.facts, seen.verdict, seen.grade, seen.beside
    else:
        facts, verdict = stored, json.loads(card.verdict)
        grade = grading.grade(card.colour, card.words or grading.words_in(card.label))
    if override:
        grade = grading.grade(override.colour)
    edition = EditionCard(
        card=card,
        facts=facts,
        verdict=verdict,
        label=label(grade, override),
        colour=grade.colour.replace(UNRATED, "") if grade else "",
        override=override,
        standings=standings_of(stored),
        record=sources.record,
        thresholds=grading.limits,
        beside=beside,
    )
    return project_rows(project, sources, edition)


def label(grade: Grade | None, override: CardOverride | None) -> str:
    if grade is None:
        return ""
    decided = "（经认定）" if override else ""
    return f"{grade.name} {grade.words}{decided}".strip()


def standings_of(facts: dict) -> dict[str, Standing]:
    """The exact shares behind a card, by target; nothing for what is 待定."""
    month, as_of = months.parse(facts["month"]), months.parse_day(facts["as_of"])
    targets = (target_from_json(each, each["name"], month, as_of) for each in facts["targets"])
    return {each.name: standing(each, month) for each in targets if isinstance(each, Decided)}


Days = dict[int, dt.datetime]


def record_of(cards: Iterable[Card], period: Period) -> Record:
    """Targets with their task and whole, terms, and reports with their accepted readings."""
    found = Record()
    days = {card.project_id: end_of(card.as_of) for card in cards}
    if days:
        recorded.judged_targets(found, list(days), "task", "part_of")
        terms(found, days, period)
        submissions(found, days, period)
    return found


def terms(found: Record, days: Days, period: Period) -> None:
    rows = TargetTerms.objects.filter(
        target__project__in=days,
        effective__lte=period.month,
        recorded_at__lt=max(days.values()),
    )
    for row in rows.annotate(project=F("target__project")).order_by("version"):
        if row.recorded_at < days[row.project]:
            found.terms[row.target_id] = row


def submissions(found: Record, days: Days, period: Period) -> None:
    rows = Submission.objects.filter(
        report__project__in=days,
        report__period__programme=period.programme_id,
        report__period__month__lte=period.month,
        at__lt=max(days.values()),
    )
    for row in rows.select_related("report__period", "review").order_by("number"):
        if row.at < days[row.report.project_id]:
            recorded.take(found, row, days[row.report.project_id])
    recorded.count_readings(found, recorded.accepted_readings(found))
    own = (target for targets in found.targets.values() for target in targets)
    staged = [target.pk for target in own if target.kind == Target.Kind.MILESTONES]
    named = Prefetch("finishes", StageFinish.objects.select_related("milestone"))
    prefetch_related_objects([row for key in staged for row in found.readings[key].values()], named)
