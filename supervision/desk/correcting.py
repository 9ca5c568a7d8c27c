"""What accepting a correction would do to stored cards: done, looked at, and undone."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from projects.models import User
from supervision.actions import corrections
from supervision.models import Card, CorrectedCard, Review, Submission


@dataclass(frozen=True)
class CardChange:
    before: Card
    after: Card


def cards_changed(submission: Submission, by: User, at: dt.datetime) -> list[CardChange] | None:
    """The card versions that accepting leads to, each beside the one that stands; None while the
    month is open: then no card is stored yet."""
    if not submission.report.period.closed_at:
        return None
    verdict = Review.Verdict.ACCEPTED
    with transaction.atomic():
        Review.objects.create(submission=submission, verdict=verdict, by=by, at=at)
        corrections.recompute(submission=submission, by=by, at=at)
        made = CorrectedCard.objects.filter(correction__submission=submission)
        made = made.select_related("card__period", "card__project", "card__policy")
        changes = [
            CardChange(before_of(row.card), row.card)
            for row in made.order_by("card__period__month", "card__project__number")
        ]
        transaction.set_rollback(True)
    return changes


def before_of(card: Card) -> Card:
    own = Card.everything.filter(period=card.period_id, project=card.project_id)
    return own.select_related("policy").get(version=card.version - 1)
