"""What the public knew at a moment: cards of published months in the versions shown then.

A bulletin or an account of a month is quoted for years, so it rests on what was public when it
appeared; what was corrected later is told beside it and changes nothing in it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from projects.models import Programme
from supervision.models import (
    Card,
    CardOverride,
    Correction,
    Period,
    Release,
    Rewording,
    ShownCard,
)
from supervision.models.correction import last_over

Overrides = dict[int, list[CardOverride]]


class Stood(NamedTuple):
    """A version of a card that was ever public: a plain row, as a month may hold 100,000.

    `corrected_at` is when a correction made it public, None for one that came with its month;
    `graded` the colour of the card itself, `override` what stood over it.
    """

    card: int
    period: int
    project: int
    month: str
    digest: str
    graded: str
    actual: Decimal | None
    deviation: Decimal | None
    sensitive: bool
    corrected_at: dt.datetime | None
    override: CardOverride | None = None

    @property
    def colour(self) -> str:
        return self.override.colour if self.override else self.graded

    @property
    def override_id(self) -> int | None:
        return self.override and self.override.pk


StoodByPeriod = dict[int, dict[int, Stood]]
ShownByPeriod = dict[int, dict[int, ShownCard]]


def shown_as_of(programme: Programme, periods: Iterable[Period], at: dt.datetime) -> ShownByPeriod:
    """By period and project, in the order of the list: what stood public at a moment.

    Facts and verdicts are left in the database until `read`: a month may hold 100,000 cards.
    """
    months = {period.pk: period for period in periods}
    cards = {card.pk: card for card in read_whole(versions(months, at), months)}
    rows = (
        Stood(
            card.pk, card.period_id, card.project_id, card.period.month, card.digest, card.colour,
            card.actual, card.deviation, card.project.sensitive, card.corrected_at,
        )
        for card in cards.values()
    )  # fmt: skip
    return shown(standing(rows, overrides_of(programme, at), at), cards)


def stood_as_of(programme: Programme, periods: Iterable[Period], at: dt.datetime) -> StoodByPeriod:
    """The same as plain rows: whoever tells of some projects alone takes those `whole`."""
    return standing(*ever_public(programme, periods, at), at)


def ever_public(
    programme: Programme, periods: Iterable[Period], until: dt.datetime
) -> tuple[list[Stood], Overrides]:
    """Every version that was public by a moment, and what was decided by then."""
    months = {period.pk: period.month for period in periods}
    rows = versions(months, until).values_list(
        "pk", "period", "project", "digest", "colour", "actual", "deviation", "project__sensitive",
        "corrected_at",
    )  # fmt: skip
    stood = [Stood(card, key, of, months[key], *rest) for card, key, of, *rest in rows]
    return stood, overrides_of(programme, until)


def versions(periods: Iterable[int], until: dt.datetime) -> QuerySet[Card]:
    """In the order of the list, each with `corrected_at` as `Stood` has it."""
    came_with_month = Q(computed_at__lte=F("period__published_at"))
    published_at = F("corrected_by__correction__published_at")
    corrected = Q(corrected_by__correction__published_at__lte=until)
    found = Card.everything.filter(came_with_month | corrected, period__in=periods)
    since = Case(When(came_with_month, then=Value(None)), default=published_at)
    return found.annotate(corrected_at=since).order_by("project__number", "version")


def standing(rows: Iterable[Stood], overrides: Overrides, at: dt.datetime) -> StoodByPeriod:
    """Of what was ever public, what stood at a moment."""
    known: StoodByPeriod = defaultdict(dict)
    for row in rows:
        if row.corrected_at and row.corrected_at > at:
            continue
        if over := overrides.get(row.project):
            decided = [each for each in over if each.decision.at <= at]
            row = row._replace(override=last_over(decided, row.month))
        known[row.period][row.project] = row
    return known


def whole(
    known: StoodByPeriod, periods: Iterable[Period], only: set[int] | None = None
) -> ShownByPeriod:
    """The cards that stood, of `only` some projects; without facts and verdicts until `read`."""
    months = {period.pk: period for period in periods}
    found = Card.everything.filter(period__in=months)
    if only is not None:
        found = found.filter(project__in=only)
    return shown(known, {card.pk: card for card in read_whole(found, months)})


def read_whole(found: QuerySet[Card], months: dict[int, Period]) -> list[Card]:
    cards = list(
        found.select_related("policy", "project", "corrected_by__correction").defer(
            "facts", "verdict"
        )
    )
    for card in cards:
        card.period = months[card.period_id]
    return cards


def shown(known: StoodByPeriod, cards: dict[int, Card]) -> ShownByPeriod:
    """Of what stood the cards that were read."""
    found: ShownByPeriod = defaultdict(dict)
    for key, rows in known.items():
        for project, row in rows.items():
            if row.card in cards:
                found[key][project] = ShownCard.of(cards[row.card], row.override)
    return found


def overrides_of(programme: Programme, at: dt.datetime) -> Overrides:
    """Return what was decided by a moment, by project."""
    own = CardOverride.objects.filter(project__programme=programme)
    return own.confirmed(at__lte=at).by_project()


def read(shown: Iterable[ShownCard]) -> dict[int, str]:
    """Fetch the facts and verdicts of some cards, all at once; by card, the text signed of it."""
    cards = {each.card_id: each.card for each in shown}
    signed = Release.everything.filter(
        period=OuterRef("period"), project=OuterRef("project"), signed_at__isnull=False
    )
    stored = Card.everything.filter(pk__in=cards).annotate(sentence=Subquery(signed.values("text")))
    sentences = {}
    for key, facts, verdict, text in stored.values_list("pk", "facts", "verdict", "sentence"):
        cards[key].facts, cards[key].verdict = facts, verdict
        sentences[key] = text or ""
    return sentences


HIDDEN = "（原文不宜公开，已撤回。）"


def worded_at(
    texts: dict[int, str],
    shown: Iterable[ShownCard],
    at: dt.datetime | None,
    changed: Iterable[Rewording],
) -> dict[int, str]:
    """Signed texts of a month by card as they stood at a moment, or (None) now.

    `changed` are the month's `rewordings`.
    """
    keys = {each.project_id: each.card_id for each in shown if texts[each.card_id]}
    texts = dict(texts)
    for each in changed:
        key = keys.get(each.release.project_id)
        if key is None:
            continue
        if at is None or each.at <= at:
            texts[key] = each.text
        elif each.hidden:
            texts[key] = HIDDEN
    return texts


def rewordings(period: Period, until: dt.datetime | None = None) -> list[Rewording]:
    """What became of a month's 公开稿 since it was public, in order; `until` is in."""
    if period.published_at is None:
        return []
    found = Rewording.objects.in_force().filter(release__period=period)
    found = found.select_related("release__project", "release__period", "decision")
    return [each for each in found if until is None or each.at <= until]


def traces(changed: Iterable[Rewording]) -> list[str]:
    """What of them goes into 数据版本号."""
    return [f"{each.release.project.number} {each.pk} {each.text}" for each in changed]


def corrections(
    programme: Programme, *, after: dt.datetime | None = None, until: dt.datetime | None = None
) -> list[Correction]:
    """Published corrections, the oldest first; `after` is left out, `until` is in."""
    found = Correction.objects.filter(
        submission__report__period__programme=programme, published_at__isnull=False
    )
    if after:
        found = found.filter(published_at__gt=after)
    if until:
        found = found.filter(published_at__lte=until)
    related = ("submission__report__period", "submission__report__project")
    return list(found.select_related(*related).order_by("published_at"))
