"""承诺完成时间: by when a unit says that a target will be done."""

import datetime as dt

from projects.models import Project
from supervision.cards.recorded import end_of
from supervision.models import Reading, Review
from supervision.published.shown import OpenCard


def promised_finish(project: Project, card: OpenCard | None) -> dict[str, dt.date]:
    """承诺完成时间 by target, from the accepted report that the card rests on."""
    return promised_finishes({project.pk: card})[project.pk] if card else {}


def promised_finishes(cards: dict[int, OpenCard]) -> dict[int, dict[str, dt.date]]:
    """The same for the cards of one month by project, in one query."""
    readings = Reading.objects.filter(
        submission__report__project__in=cards,
        submission__report__period__month__in={card.month for card in cards.values()},
        submission__review__verdict=Review.Verdict.ACCEPTED,
        target__public=True,
    )
    rows = readings.order_by("submission__number").values_list(
        "submission__report__project", "submission__number", "submission__review__at",
        "target__name", "finish",
    )  # fmt: skip
    known = [row for row in rows if row[2] < end_of(cards[row[0]].as_of)]
    last = {key: number for key, number, *_ in known}
    found: dict[int, dict[str, dt.date]] = {key: {} for key in cards}
    for key, number, _, name, finish in known:
        if number == last[key] and finish:
            found[key][name] = finish
    return found
