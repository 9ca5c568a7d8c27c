"""A stored card as the public may read it: the one way from ledger to page.

Which version and colour are public is kept in `ShownCard`: corrections and overrides reach no
page until they are published and confirmed. Pages and files alike take facts and verdict from
here, so that what a setting hides is hidden everywhere: forecasts, colours, and counts of
people that disclosure control withholds.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from django.db.models import Case, F, Q, QuerySet, Value, When

from projects.models import Programme, Project
from supervision.models import Card, CardOverride, Period, ShownCard
from supervision.published.beside import NOTHING, Beside, beside_of, give_beside
from supervision.published.figures import shares_of
from supervision.published.in_units import in_units, told_in_units
from supervision.published.withheld import quotas_of, withhold
from supervision.published.wording import Grade, Grading, Shares

PUBLIC_PARTS = (
    "colour", "label", "actual", "planned", "deviation", "targets", "findings", "to_clear",
    "policy", "digest",
)  # fmt: skip
# What `public_card` reads of a shown card besides its card's month.
SHOWN_WITH = ("card__policy", "override", "card__corrected_by__correction")


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
class PublicCard:
    """`grade` is None where only bars are shown; `shares` are None where nothing is planned yet.

    `withheld`: counts of people were taken out; `exact`: the facts are the stored ones exactly.
    `missing`: the month's report did not come, so nothing is known of the month.
    """

    month: str
    version: int
    rated: bool
    grade: Grade | None
    grading: Grading
    unit_name: str
    shares: Shares | None
    targets: dict[str, Shares]
    facts: dict
    verdict: dict
    withheld: bool
    exact: bool
    as_of: dt.date
    computed_at: dt.datetime
    closed_at: dt.datetime  # of a month still open when the card was computed
    missing: bool = False
    decided: Decided | None = None
    corrected: bool = False
    beside: Beside = field(default_factory=Beside)

    @cached_property
    def told(self) -> dict:
        """The verdict as pages say it: shares in what they cover."""
        return told_in_units(self.facts, self.verdict, self.beside)

    @cached_property
    def counted(self) -> list[dict]:
        """The facts' targets, coverages in units where they can be."""
        judged = self.verdict["targets"]
        pairs = zip(self.facts["targets"], judged, strict=True)
        return [(in_units(facts, line, self.beside) or (facts,))[0] for facts, line in pairs]

    @property
    def actual(self) -> Fraction | None:
        return self.shares and self.shares.actual

    @property
    def on_plan(self) -> bool:
        """Whether every target that has begun is at its plan or ahead of it, to the last piece."""
        return all(
            each.actual is not None and each.deviation >= 0 for each in self.targets.values()
        )

    @property
    def ahead(self) -> bool:
        """提前完成 or 超序时推进."""
        return bool(self.grade) and self.grade.words in self.grading.praise

    @property
    def silent(self) -> bool:
        """Whether what the rules found is not told, an override standing in its place."""
        return self.decided is not None and self.decided.computed is None

    @property
    def small(self) -> bool:
        """Whether the standing itself, not only an earlier month, is withheld."""
        return self.withheld and self.shares is not None and self.shares.actual is None


def shown_cards() -> QuerySet[ShownCard]:
    """What is public now, with all that `public_card` needs, in one query."""
    return ShownCard.public.select_related("card__period", *SHOWN_WITH)


def public_card(shown: ShownCard, project: Project, programme: Programme) -> PublicCard:
    return public_version(
        shown.card, project, programme, shown.override, corrected=was_corrected(shown.card)
    )


class Told(NamedTuple):
    """What may be told of a card: `judged` are facts and verdict with the words of colours."""

    grading: Grading
    grade: Grade | None
    facts: dict
    verdict: dict
    judged: tuple[dict, dict]
    withheld: bool
    missing: bool
    decided: Decided | None
    beside: Beside


def public_version(
    card: Card,
    project: Project,
    programme: Programme,
    override: CardOverride | None = None,
    *,
    corrected: bool = False,
) -> PublicCard:
    """`card.period` and `card.policy` must be loaded; no more is asked of the database."""
    told = told_of(card, json.loads(card.facts), project, programme, override)
    limits = told.grading.limits
    own = begun(*told.judged, card.period.month, limits)
    return PublicCard(
        month=card.period.month,
        version=card.version,
        rated=bool(override.colour if override else card.colour),
        grade=told.grade,
        grading=told.grading,
        unit_name=card.unit_name,
        shares=rolled_up(told.facts, told.verdict, own, limits),
        targets=own,
        facts=told.facts,
        verdict=told.verdict,
        withheld=told.withheld,
        exact=not told.withheld and told.facts == told.judged[0],
        as_of=card.as_of,
        computed_at=card.computed_at,
        closed_at=card.period.closed_at or card.computed_at,
        missing=told.missing,
        decided=told.decided,
        corrected=corrected,
        beside=told.beside,
    )


def told_of(
    card: Card,
    facts: dict,
    project: Project,
    programme: Programme,
    override: CardOverride | None = None,
) -> Told:
    """What may be told of a card with these facts."""
    grading = Grading.of(card.policy.body, programme.card_display)
    verdict = public_parts(card, programme)
    missing = "report_missing" in [finding["rule"] for finding in verdict["findings"]]
    words = card.words or grading.words_in(card.label)
    hidden = False
    coverage = "coverage" in [target["kind"] for target in facts["targets"]]
    beside = beside_of(project) if project.sensitive or coverage else NOTHING
    if project.sensitive or facts["city_tasks"]:
        facts, verdict, hidden = withhold(facts, verdict, beside, quotas_of(programme, facts))
        words = grading.words_in(card.label) if hidden else words
    if words in grading.praise and undecided(verdict):
        words = grading.words_in(card.label)
    grade, decided = grading.grade(card.colour, words), None
    if override and grade:
        decided = decision(override, grade, programme)
        grade = grading.grade(override.colour)
        verdict = told_beside(verdict, override, decided)
    judged = facts, verdict
    if programme.card_display != Programme.CardDisplay.FULL:
        facts, verdict = uncoloured(facts, verdict, grade, grading)
    return Told(grading, grade, facts, verdict, judged, hidden, missing, decided, beside)


# By project, what its card shows: the grade, and whether its month was not reported.
Seen = dict[int, tuple[Grade | None, bool]]


def seen_of(period: Period | None, grading: Grading | None) -> Seen:
    """What each card of a month shows, in the words of its own page, by project."""
    if period is None or grading is None:
        return {}
    shown = ShownCard.public.with_missing().filter(period=period).order_by()
    words = Case(When(override=None, then=F("card__words")), default=Value(""))
    grades: dict[tuple[str, str], Grade | None] = {}
    seen = {}
    for key, colour, said, missing in shown.values_list("project", "colour", words, "missing"):
        if (colour, said) not in grades:
            grades[colour, said] = grading.grade(colour, said)
        seen[key] = grades[colour, said], missing
    if grading.judges:
        for each in doubtful(shown):
            each.card.period = period
            card = public_card(each, each.project, period.programme)
            seen[each.project_id] = card.grade, card.missing
    return seen


def doubtful(shown: QuerySet[ShownCard]) -> list[ShownCard]:
    """Those whose praise may be withheld (see `told_of`): whole cards are read of these alone."""
    plain = Q(card__facts__contains='"city_tasks":[]', project__sensitive=False)
    plain &= ~Q(card__verdict__contains='"planned":null')
    found = shown.filter(override=None).exclude(card__words="").exclude(plain)
    found = list(found.select_related("project", *SHOWN_WITH))
    give_beside(each.project for each in found)
    return found


def undecided(verdict: dict) -> bool:
    """Whether something promised has no plan yet: nothing is praised while it has none."""
    return any(target["planned"] is None for target in verdict["targets"])


def begun(facts: dict, verdict: dict, month: str, limits: tuple) -> dict[str, Shares]:
    """The exact shares of each target that has a plan and has begun."""
    pairs = zip(facts["targets"], verdict["targets"], strict=True)
    return {
        target["name"]: shares_of(target, judged, month, limits)
        for target, judged in pairs
        if judged["planned"] is not None and target["start"] <= month
    }


def rolled_up(facts: dict, verdict: dict, own: dict[str, Shares], limits: tuple) -> Shares | None:
    """The project's exact shares: the weighted mean of its targets', none beyond its ends."""
    weights = {each["name"]: Fraction(each["weight"]) for each in facts["targets"]}
    if not own:
        return None

    def mean(name: str) -> Fraction:
        ends = ((each, min(max(getattr(own[each], name) or 0, 0), 1)) for each in own)
        return sum(weights[each] * share for each, share in ends) / sum(map(weights.get, own))

    return Shares(None if verdict["actual"] is None else mean("actual"), mean("planned"), limits)


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


def uncoloured(
    facts: dict, verdict: dict, grade: Grade | None, grading: Grading
) -> tuple[dict, dict]:
    """Copies that name no colour; where only bars are shown, without any judgement at all."""
    facts, verdict = {**facts, "previous_cards": []}, strip(verdict, grading)
    if grade is None:
        return facts, {**verdict, "label": "", "findings": [], "to_clear": []}
    return facts, {**verdict, "label": grade.words}


def strip(value, grading: Grading):
    """Any JSON without its `colour` entries and without the names of colours in its texts."""
    if isinstance(value, dict):
        return {key: strip(inner, grading) for key, inner in value.items() if key != "colour"}
    if isinstance(value, list):
        return [strip(inner, grading) for inner in value]
    return grading.uncoloured(value) if isinstance(value, str) else value
