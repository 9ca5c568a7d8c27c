"""What accepting a correction would do to stored cards: done, looked at, and undone."""

import datetime as dt
from dataclasses import dataclass

from projects.actions.turns import in_turn
from projects.models import User
from supervision.actions import corrections
from supervision.actions.two_people import tried
from supervision.models import Card, CorrectedCard, Review, Submission


@dataclass(frozen=True)
class CardChange:
    before: Card
    after: Card


@in_turn("submission.report.period.programme_id")
def cards_changed(*, submission: Submission, by: User, at: dt.datetime) -> list[CardChange] | None:
    """The card versions that accepting leads to, each beside the one that stands; None while the
    month is open: then no card is stored yet."""
    if not submission.report.period.closed_at:
        return None
    return tried(lambda: cards_of(submission, by, at))


def cards_of(submission: Submission, by: User, at: dt.datetime) -> list[CardChange]:
    Review.objects.create(submission=submission, verdict=Review.Verdict.ACCEPTED, by=by, at=at)
    corrections.recompute(submission=submission, by=by, at=at)
    made = CorrectedCard.objects.filter(correction__submission=submission)
    made = made.select_related("card__period", "card__project", "card__policy")
    return [
        CardChange(before_of(row.card), row.card)
        for row in made.order_by("card__period__month", "card__project__number")
    ]


def before_of(card: Card) -> Card:
    own = Card.everything.filter(period=card.period_id, project=card.project_id)
    return own.select_related("policy").get(version=card.version - 1)
