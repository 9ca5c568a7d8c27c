"""The status spreadsheet of a closed month, read from its stored cards.

Every number comes from a card's facts and verdict; words that a card does not hold (the
progress told, causes, measures, terms) are read as known on the card's own day. The public
edition takes facts and verdict the same way as the public pages.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from projects.ledger.chain import last_event
from projects.models import Assignment, Event, Programme, Project, current
from projects.values.months import last_day, span
from supervision.models import Card, CardOverride, Period, Release, ShownCard
from supervision.published import public_state
from supervision.published.shown import better_words, open_card
from supervision.published.wording import Grade, Looks
from supervision.rules import Facts
from supervision.rules.progress import Standing, standing
from supervision.rules.targets import Decided
from supervision.status_sheet.columns import Column, columns, month_end
from supervision.status_sheet.record import record_of
from supervision.status_sheet.rows import Opened, Sources, project_rows, row_without_card

NO_CARDS = "本表只公开进度，不公开亮牌。"
NOT_A_PERSON = "牌针对项目，不针对个人。"


@dataclass(frozen=True)
class Wanted:
    """What to narrow the sheet to; empty is everything. `unit` is a name as printed then."""

    category: str = ""
    unit: str = ""
    colour: str | None = None


@dataclass(frozen=True)
class Sheet:
    """`rows` are dicts by column key; `looks` hold the policy's words, None without any card."""

    period: Period
    public: bool
    columns: tuple[Column, ...]
    rows: list[dict]
    looks: Looks | None
    policies: list[str]
    head: Event
    data_version: str
    corrected: int = 0
    wanted: Wanted = field(default_factory=Wanted)

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
        grades = self.looks.legend() if self.looks else []
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
) -> Sheet:
    """The sheet of a closed period; `period.programme` must be loaded.

    `found` are other cards by project than those in force: a former state of the month.
    The number of queries does not grow with the projects.
    """
    wanted = wanted or Wanted()
    if found is None:
        found = shown_cards(period) if public else latest_cards(period)
    projects = list(period.programme.projects.all())
    standing = [found[project.pk] for project in projects if project.pk in found]
    cards = [each.card for each in standing]
    sources = sources_of(period, projects, cards, public)
    rows = [
        row
        for project in projects
        if wants(wanted, project, found.get(project.pk))
        for row in rows_of(project, found.get(project.pk), sources)
    ]
    policies = {card.policy_id: card.policy for card in cards}
    first = next(iter(policies.values()), None)
    return Sheet(
        period=period,
        public=public,
        columns=columns(public=public),
        rows=rows,
        looks=Looks.of(first.body, display(period, public)) if first else None,
        policies=[str(policy) for policy in policies.values()],
        head=last_event(public=public),
        data_version=public_state.version_of((each.card.digest, each.colour) for each in standing),
        corrected=sum(card.version > 1 for card in cards),
        wanted=wanted,
    )


def rows_of(project: Project, found: ShownCard | None, sources: Sources) -> list[dict]:
    return card_rows(found, project, sources) if found else [row_without_card(project, sources)]


def display(period: Period, public: bool) -> str:
    return period.programme.card_display if public else Programme.CardDisplay.FULL


def shown_cards(period: Period) -> dict[int, ShownCard]:
    """What the public sees: a correction waits for its publication."""
    shown = ShownCard.public.filter(period=period)
    related = shown.select_related("card__period", "card__policy", "override")
    return {row.project_id: row for row in related}


def latest_cards(period: Period) -> dict[int, ShownCard]:
    """The last version of each project's card."""
    overrides = {override.project_id: override for override in public_state.confirmed(period.month)}
    cards = Card.everything.filter(period=period).select_related("period", "policy")
    return {
        card.project_id: public_state.shown_as(period, card, overrides.get(card.project_id))
        for card in cards.order_by("version")
    }


def wants(wanted: Wanted, project: Project, standing: ShownCard | None) -> bool:
    if wanted.category and project.category != wanted.category:
        return False
    if wanted.unit and (standing is None or standing.card.unit_name != wanted.unit):
        return False
    return wanted.colour is None or (standing is not None and standing.colour == wanted.colour)


def sources_of(period: Period, projects: list[Project], cards: list[Card], public: bool) -> Sources:
    """What a card does not hold, as known on the day that each card rests on."""
    supports = defaultdict(list)
    helpers = Assignment.objects.filter(
        current(last_day(period.month)), project__in=projects, role=Assignment.Role.SUPPORT
    )
    for project_id, name in helpers.values_list("project_id", "unit__name"):
        supports[project_id].append(name)
    releases = Release.public.filter(period=period) if public else Release.everything.none()
    return Sources(
        period=period,
        covers=span(period.covers_from, period.month),
        public=public,
        supports=supports,
        known=record_of(cards, period),
        releases=dict(releases.values_list("project_id", "text")),
    )


def card_rows(found: ShownCard, project: Project, sources: Sources) -> list[dict]:
    card, override = found.card, found.override
    card.project = project
    looks = Looks.of(card.policy.body, display(sources.period, sources.public))
    if sources.public:
        seen = open_card(card, project, sources.period.programme)
        facts, verdict, grade = seen.facts, seen.verdict, seen.grade
    else:
        facts, verdict = json.loads(card.facts), json.loads(card.verdict)
        words = better_words(card, facts, verdict) or looks.words_in(card.label)
        grade = looks.grade(card.colour, words)
    if override:
        grade = looks.grade(override.colour)
    opened = Opened(
        card=card,
        facts=facts,
        verdict=verdict,
        label=label(grade, override),
        colour=grade.colour.replace("unrated", "") if grade else "",
        override=override,
        standings=standings_of(card),
        known=sources.known,
    )
    return project_rows(project, sources, opened)


def label(grade: Grade | None, override: CardOverride | None) -> str:
    if grade is None:
        return ""
    decided = "（经认定）" if override else ""
    return f"{grade.name} {grade.words}{decided}".strip()


def standings_of(card: Card) -> dict[str, Standing]:
    """The exact shares behind a card, by target; nothing for what is 待定."""
    exact = Facts.from_json(json.loads(card.facts))
    return {
        target.name: standing(target, exact.month)
        for target in exact.targets
        if isinstance(target, Decided)
    }
