"""The day of each target of a sentence."""

from dataclasses import replace

from projects.drafting.reading.dates import Told
from projects.drafting.reading.draft import Draft
from projects.drafting.reading.found import Kind
from projects.drafting.reading.sentences import Clause


def dated(drafts: list[Draft], days: list[Told], pieces: list[Clause]) -> list[Draft]:
    """Give each target its day: that of its own clause, else of a clause that only tells a day."""
    if not days or not drafts:
        return drafts
    own = {
        id(piece): [day for day in days if piece.start <= day.start < piece.end] for piece in pieces
    }
    dues: dict[int, Told] = {}
    free: list[Told] = []
    for piece in pieces:
        if not own[id(piece)]:
            continue
        last = own[id(piece)][-1]
        here = [
            place
            for place, draft in enumerate(drafts)
            if any(a < piece.end and b > piece.start for a, b in draft.spans)
        ]
        dues.update(dict.fromkeys(here, last))
        if not here:
            free.append(last)
    for day in free:
        above = [place for place, draft in enumerate(drafts) if draft.spans[0][0] < day.start]
        below = [place for place in range(len(drafts)) if place not in above]
        for place in above or below:
            if place not in dues or (above and is_later(day, dues[place], drafts[place])):
                dues[place] = day
    return [
        replace(draft, due=dues[place].day) if place in dues else draft
        for place, draft in enumerate(drafts)
    ]


def is_later(day: Told, other: Told, draft: Draft) -> bool:
    return other.start < day.start and draft.kind is not Kind.COVERAGE
