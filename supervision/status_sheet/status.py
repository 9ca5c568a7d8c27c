"""The status spreadsheet of a closed month, read from its stored cards.

Every number comes from a card's facts and verdict; words that a card does not hold (the
progress told, causes, measures, terms) are read as known on the card's own day. The public
edition takes facts and verdict the same way as the public pages.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import NamedTuple

from projects.ledger.chain import last_event
from projects.models import Assignment, Event, Programme, Target
from projects.values.months import last_day, span
from supervision.cards.recorded import Record
from supervision.models import (
    Card,
    CardOverride,
    CardPolicy,
    Period,
    Release,
    ShownCard,
)
from supervision.models.period import UNRATED, data_version_of
from supervision.published.beside import give_beside
from supervision.published.bulletin_issue import lines_of
from supervision.published.former import rewordings, traces
from supervision.published.shown import told_of
from supervision.published.wording import Grade, Grading
from supervision.status_sheet.columns import Column, columns, month_end
from supervision.status_sheet.record import record_of
from supervision.status_sheet.rows import (
    CardRow,
    EditionCard,
    ProjectRow,
    Shown,
    Sources,
    project_rows,
    row_without_card,
    standings_of,
    submission_of,
)

CHUNK = 2500  # projects read at a time
NO_CARDS = "本表只公开进度，不公开亮牌。"
NOT_A_PERSON = "牌针对项目，不针对个人。"


@dataclass(frozen=True)
class Wanted:
    """What to narrow the sheet to; empty is everything. `unit` is a name as printed then."""

    category: str = ""
    unit: str = ""
    colour: str | None = None


Policies = dict[int, CardPolicy]


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
    known = CardPolicy.objects.in_bulk()
    first = Part.of(period, public, known, found)
    if found is None:
        standing = first.marks() + (marks_after(first, period, public) if first.full else [])
    else:
        standing = list(map(mark_of, found.values()))
    policies = [known[key] for key in dict.fromkeys(mark.policy for mark in standing)]
    changed = traces(rewordings(period, at))

    def read() -> Iterator[dict]:
        part = first
        while part:
            yield from part.rows(period, public, wanted, at)
            part = part.full and Part.of(period, public, known, found, part.last)

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


PROJECT = tuple(each.name for each in fields(ProjectRow))


@dataclass(frozen=True)
class Part:
    """Some thousand projects of the list, with the cards that stand for them."""

    programme: int
    projects: list[ProjectRow]
    shown: Mapping[int, Shown | ShownCard]

    @classmethod
    def of(cls, period, public, policies: Policies, found=None, after: int = 0) -> "Part":
        """Those that come `after` a number in the list; `found` are other cards than in force."""
        later = period.programme.projects.filter(number__gt=after)
        rows = later[:CHUNK].values_list(*PROJECT)
        part = cls(period.programme_id, [ProjectRow(*row) for row in rows], found or {})
        if found is not None or not part.projects:
            return part
        read = shown_cards if public else latest_cards
        return replace(part, shown=read(period, part.within("project"), policies))

    def within(self, project: str) -> dict:
        """The condition that rows are of these projects: shorter than the list of their keys."""
        numbers = self.projects[0].number, self.last
        of = {"programme": self.programme, "number__range": numbers}
        return {f"{project}__{key}": value for key, value in of.items()}

    @property
    def last(self) -> int:
        return self.projects[-1].number

    @property
    def full(self) -> bool:
        return len(self.projects) == CHUNK

    def marks(self) -> list[Mark]:
        found = (self.shown.get(project.pk) for project in self.projects)
        return [mark_of(each) for each in found if each]

    def rows(self, period, public, wanted, at) -> Iterator[dict]:
        if not self.projects:
            return
        standing = [self.shown[each.pk] for each in self.projects if each.pk in self.shown]
        sources = sources_of(period, self, standing, public, at)
        for project in self.projects:
            shown = self.shown.get(project.pk)
            if wants(wanted, project, shown):
                yield from rows_of(project, shown, sources)


def mark_of(shown: Shown | ShownCard) -> Mark:
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


def rows_of(project: ProjectRow, found: Shown | ShownCard | None, sources: Sources) -> list[dict]:
    return card_rows(found, project, sources) if found else [row_without_card(project, sources)]


def display(period: Period, public: bool) -> str:
    return period.programme.card_display if public else Programme.CardDisplay.FULL


CARD = (
    "project", "version", "colour", "label", "words", "unit_name", "facts", "verdict", "digest",
    "as_of", "policy",
)  # fmt: skip

OVERRIDE = ("pk", "colour", "reason", "basis", "basis_kind")


def shown_cards(period: Period, within: dict, policies: Policies) -> dict[int, Shown]:
    """What the public sees: a correction waits for its publication."""
    rows = ShownCard.public.filter(period=period, **within)
    over = [f"override__{name}" for name in OVERRIDE]
    found = {}
    for row in rows.values_list("colour", *over, *(f"card__{name}" for name in CARD)):
        colour, own, (key, *card, policy) = row[0], row[1 : len(over) + 1], row[len(over) + 1 :]
        override = CardOverride(**dict(zip(OVERRIDE, own, strict=True))) if own[0] else None
        found[key] = Shown(CardRow(key, *card, policies[policy], period), override, colour)
    return found


def latest_cards(period: Period, within: dict, policies: Policies) -> dict[int, Shown]:
    """The last version of each project's card."""
    overrides = CardOverride.objects.over(period.month)
    rows = Card.everything.filter(period=period, **within).order_by("version")
    found = {}
    for key, *card, policy in rows.values_list(*CARD):
        row, override = CardRow(key, *card, policies[policy], period), overrides.get(key)
        found[key] = Shown(row, override, (override or row).colour)
    return found


def wants(wanted: Wanted, project: ProjectRow, standing: Shown | ShownCard | None) -> bool:
    if wanted.category and project.category != wanted.category:
        return False
    if wanted.unit and (standing is None or standing.card.unit_name != wanted.unit):
        return False
    return wanted.colour is None or (standing is not None and standing.colour == wanted.colour)


def sources_of(
    period: Period,
    part: Part,
    standing: list[Shown | ShownCard],
    public: bool,
    at: dt.datetime | None,
) -> Sources:
    """What a card does not hold, as known on the day that each card rests on."""
    record = record_of([each.card for each in standing], period, part.within)
    if public:
        give_beside(each for each in part.projects if each.sensitive or covers(record, each))
    supports = defaultdict(list)
    helpers = Assignment.objects.on(last_day(period.month)).filter(
        **part.within("project"), role__in=Assignment.BESIDE
    )
    for row in helpers:
        supports[row.project_id].append(row.called)
    return Sources(
        period=period,
        covers=span(period.covers_from, period.month),
        public=public,
        supports=supports,
        record=record,
        releases=sentences(period, part, standing, at) if public else {},
    )


def covers(record: Record, project: ProjectRow) -> bool:
    return Target.Kind.COVERAGE in [target.kind for target in record.targets[project.pk]]


def sentences(
    period: Period, part: Part, standing: list[Shown | ShownCard], at: dt.datetime | None
) -> dict[int, str]:
    """What was released of each project: as the public reads it now, or read it at a moment."""
    own = {"period": period, **part.within("project")}
    if at is None:
        return dict(Release.public.filter(**own).values_list("project_id", "said"))
    released = Release.everything.filter(**own, signed_at__isnull=False)
    told = set(released.values_list("project_id", flat=True))
    shown = [each for each in standing if each.project_id in told]
    lines = lines_of(shown, period, at)
    return {each.project_id: lines[each.card_id].sentence for each in shown}


def card_rows(found: Shown | ShownCard, project: ProjectRow, sources: Sources) -> list[dict]:
    card, override = found.card, found.override
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
        record=sources.record,
        standings=standings_of(facts, verdict),
        submission=submission_of(card, sources.record),
        turning=grading.turning,
        beside=beside,
    )
    return project_rows(project, sources, edition)


def label(grade: Grade | None, override: CardOverride | None) -> str:
    if grade is None:
        return ""
    decided = "（经认定）" if override else ""
    return f"{grade.name} {grade.words}{decided}".strip()
