"""What the public knew at a moment: cards of published months in the versions shown then.

A bulletin or an account of a month is quoted for years, so it rests on what was public when it
appeared; what was corrected later is told beside it and changes nothing in it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, Subquery

from projects.models import Programme
from supervision.models import Card, CardOverride, Correction, Period, Release, ShownCard

Known = dict[int, dict[int, ShownCard]]


def known_at(programme: Programme, periods: Iterable[Period], at: dt.datetime) -> Known:
    """By period and project, in the order of the list: what stood public at a moment.

    Facts and verdicts are left in the database until `read`: a month may hold 100,000 cards.
    """
    made_public = Q(computed_at__lte=F("period__published_at"))
    corrected = Q(corrected_by__correction__published_at__lte=at)
    cards = Card.everything.filter(made_public | corrected, period__in=list(periods))
    cards = cards.select_related("period", "policy", "project", "corrected_by__correction")
    overrides = confirmed_by(programme, at)
    known: Known = defaultdict(dict)
    for card in cards.defer("facts", "verdict").order_by("project__number", "version"):
        override = in_force(overrides[card.project_id], card.period.month)
        known[card.period_id][card.project_id] = ShownCard(
            period=card.period,
            project=card.project,
            card=card,
            override=override,
            colour=override.colour if override else card.colour,
        )
    return known


def confirmed_by(programme: Programme, at: dt.datetime) -> dict[int, list[CardOverride]]:
    decided = CardOverride.objects.filter(
        project__programme=programme, decision__confirmed=True, decision__at__lte=at
    )
    overrides = defaultdict(list)
    for override in decided.order_by("decision__at"):
        overrides[override.project_id].append(override)
    return overrides


def in_force(overrides: list[CardOverride], month: str) -> CardOverride | None:
    covering = [each for each in overrides if each.first <= month <= each.last]
    return covering[-1] if covering else None


def read(shown: Iterable[ShownCard]) -> dict[int, str]:
    """Fetch the facts and verdicts of some cards, all at once; by card, what was signed of it."""
    cards = {each.card_id: each.card for each in shown}
    signed = Release.everything.filter(
        period=OuterRef("period"), project=OuterRef("project"), signed_at__isnull=False
    )
    stored = Card.everything.filter(pk__in=cards).annotate(told=Subquery(signed.values("text")))
    told = {}
    for key, facts, verdict, text in stored.values_list("pk", "facts", "verdict", "told"):
        cards[key].facts, cards[key].verdict = facts, verdict
        told[key] = text or ""
    return told


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
