"""A stored card as the public may read it: the one way from ledger to page.

Which version and colour are public is kept in `ShownCard`: corrections and overrides reach no
page until they are published and confirmed. Pages and files alike take facts and verdict from
here, so that what a setting hides is hidden everywhere: forecasts, colours, small counts.
"""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from projects.models import Programme, Project
from supervision.models import Card, CardOverride, ShownCard
from supervision.published import withheld
from supervision.published.wording import Grade, Looks, number
from supervision.rules import Facts, Policy
from supervision.rules.words import project_words

PUBLIC_PARTS = (
    "colour", "label", "actual", "planned", "deviation", "targets", "findings", "to_clear",
    "policy", "digest",
)  # fmt: skip
# What `open_shown` reads of a shown card besides its card's month.
OPENED_WITH = ("card__policy", "override", "card__corrected_by__correction")


@dataclass(frozen=True)
class Decided:
    """经认定: why and on what basis the office decided the colour, and until when.

    `computed` is the grade by the rules; None where the programme does not show it beside.
    """

    reason: str
    basis: str
    last: str
    computed: Grade | None


@dataclass(frozen=True)
class OpenCard:
    """`grade` is None where only bars are shown; shares are None where unknown or withheld.

    `withheld`: small counts were taken out; `exact`: the facts are the stored ones, to the letter.
    `missing`: the month's report did not come, so nothing is known of the month.
    """

    month: str
    version: int
    rated: bool
    grade: Grade | None
    looks: Looks
    unit_name: str
    actual: Decimal | None
    planned: Decimal | None
    deviation: Decimal | None
    facts: dict
    verdict: dict
    withheld: bool
    exact: bool
    as_of: dt.date
    computed_at: dt.datetime
    missing: bool = False
    decided: Decided | None = None
    corrected: bool = False

    @property
    def ahead(self) -> bool:
        """提前完成 or 超序时推进."""
        return bool(self.grade) and self.grade.words in self.looks.praise

    @property
    def silent(self) -> bool:
        """Whether what the rules found is not told, an override standing in its place."""
        return self.decided is not None and self.decided.computed is None

    @property
    def small(self) -> bool:
        """Whether the standing itself, not only an earlier month, is withheld."""
        return self.withheld and self.actual is None and self.planned is not None


def shown_cards() -> QuerySet[ShownCard]:
    """What is public now, with all that `open_shown` needs, in one query."""
    return ShownCard.public.select_related("card__period", *OPENED_WITH)


def open_shown(shown: ShownCard, project: Project, programme: Programme) -> OpenCard:
    return open_card(
        shown.card, project, programme, shown.override, corrected=was_corrected(shown.card)
    )


def open_card(
    card: Card,
    project: Project,
    programme: Programme,
    override: CardOverride | None = None,
    *,
    corrected: bool = False,
) -> OpenCard:
    """`card.period` and `card.policy` must be loaded; no more is asked of the database."""
    looks = Looks.of(card.policy.body, programme.card_display)
    facts, verdict = json.loads(card.facts), public_parts(card, programme)
    missing = any(finding["rule"] == "report_missing" for finding in verdict["findings"])
    words = better_words(card, facts, verdict) or looks.words_in(card.label)
    hidden = False
    if project.sensitive:
        facts, verdict, hidden = withheld.withhold(facts, verdict)
        words = looks.words_in(card.label) if hidden else words
    grade, decided = looks.grade(card.colour, words), None
    if override and grade:
        decided = decision(override, grade, programme)
        grade = looks.grade(override.colour)
        verdict = told_beside(verdict, override, decided)
    exact = not hidden
    if programme.card_display != Programme.CardDisplay.FULL:
        stored = facts
        facts, verdict = uncoloured(facts, verdict, grade, looks)
        exact = exact and facts == stored
    return OpenCard(
        month=card.period.month,
        version=card.version,
        rated=bool(override.colour if override else card.colour),
        grade=grade,
        looks=looks,
        unit_name=card.unit_name,
        actual=number(verdict["actual"]),
        planned=number(verdict["planned"]),
        deviation=number(verdict["deviation"]),
        facts=facts,
        verdict=verdict,
        withheld=hidden,
        exact=exact,
        as_of=card.as_of,
        computed_at=card.computed_at,
        missing=missing,
        decided=decided,
        corrected=corrected,
    )


def decision(override: CardOverride, computed: Grade, programme: Programme) -> Decided:
    basis = f"{override.get_basis_kind_display()}，{override.basis}"
    shown = computed if programme.show_computed else None
    return Decided(override.reason, basis, override.last, shown)


def told_beside(verdict: dict, override: CardOverride, decided: Decided) -> dict:
    """The verdict with what was decided; without what the rules found where that is not shown."""
    verdict = verdict | {
        "decided": {
            "colour": override.colour,
            "reason": decided.reason,
            "basis": decided.basis,
            "last": decided.last,
        }
    }
    if decided.computed:
        return verdict
    return verdict | {"colour": None, "label": "", "findings": [], "to_clear": []}


def was_corrected(card: Card) -> bool:
    """Whether the public saw another version before: a published correction made this one."""
    made = getattr(card, "corrected_by", None) if card.version > 1 else None
    if made is None or made.correction.published_at is None:
        return False
    return bool(card.period.published_at and card.computed_at > card.period.published_at)


def public_parts(card: Card, programme: Programme) -> dict:
    """The verdict without what is internal."""
    stored = json.loads(card.verdict)
    verdict = {part: stored[part] for part in PUBLIC_PARTS if part in stored}
    if not programme.forecasts_public:
        for target in verdict["targets"]:
            target.pop("forecast", None)
    return verdict


class Judged(NamedTuple):
    severity: int


def better_words(card: Card, facts: dict, verdict: dict) -> str | None:
    """提前完成 and the like, in place of the card's words; asked only where they may apply."""
    if not card.colour or any(finding["severity"] for finding in verdict["findings"]):
        return None
    if verdict["deviation"] is None or Decimal(verdict["deviation"]) < 0:
        return None
    policy = Policy.from_json(json.loads(card.policy.body))
    return project_words(Facts.from_json(facts), Judged(0), policy)


def uncoloured(facts: dict, verdict: dict, grade: Grade | None, looks: Looks) -> tuple[dict, dict]:
    """Copies that name no colour; where only bars are shown, without any judgement at all."""
    facts, verdict = {**facts, "previous_cards": []}, strip(verdict, looks)
    if grade is None:
        return facts, {**verdict, "label": "", "findings": [], "to_clear": []}
    return facts, {**verdict, "label": grade.words}


def strip(value, looks: Looks):
    """Any JSON without its `colour` entries and without the names of colours in its texts."""
    if isinstance(value, dict):
        return {key: strip(inner, looks) for key, inner in value.items() if key != "colour"}
    if isinstance(value, list):
        return [strip(inner, looks) for inner in value]
    return looks.uncoloured(value) if isinstance(value, str) else value
