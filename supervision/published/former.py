"""What the public knew at a moment: cards of published months in the versions shown then.

A bulletin or an account of a month is quoted for years, so it rests on what was public when it
appeared; what was corrected later is told beside it and changes nothing in it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, Subquery

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

ShownByPeriod = dict[int, dict[int, ShownCard]]
Overrides = dict[int, list[CardOverride]]


def shown_as_of(programme: Programme, periods: Iterable[Period], at: dt.datetime) -> ShownByPeriod:
    """By period and project, in the order of the list: what stood public at a moment.

    Facts and verdicts are left in the database until `read`: a month may hold 100,000 cards.
    """
    return standing(*ever_public(programme, periods, at), at)


def ever_public(
    programme: Programme, periods: Iterable[Period], until: dt.datetime
) -> tuple[list[Card], Overrides]:
    """Every version that was public by a moment, and what was decided by then."""
    made_public = Q(computed_at__lte=F("period__published_at"))
    corrected = Q(corrected_by__correction__published_at__lte=until)
    months = {period.pk: period for period in periods}
    found = Card.everything.filter(made_public | corrected, period__in=months)
    found = found.select_related("policy", "project", "corrected_by__correction")
    cards = list(found.defer("facts", "verdict").order_by("project__number", "version"))
    for card in cards:
        card.period = months[card.period_id]
    return cards, overrides_of(programme, until)


def standing(cards: Iterable[Card], overrides: Overrides, at: dt.datetime) -> ShownByPeriod:
    """Of what was ever public, what stood at a moment."""
    known: ShownByPeriod = defaultdict(dict)
    for card in cards:
        if (since := corrected_at(card)) and since > at:
            continue
        decided = [each for each in overrides[card.project_id] if each.decision.at <= at]
        override = last_over(decided, card.period.month)
        known[card.period_id][card.project_id] = ShownCard.of(card, override)
    return known


def corrected_at(card: Card) -> dt.datetime | None:
    """When a correction made a version public; None for one that came with its month."""
    came_with_month = card.computed_at <= card.period.published_at
    return None if came_with_month else card.corrected_by.correction.published_at


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
