"""A month as its bulletin sees it: what the public saw when it was published, or would see.

A published month is read as known at its publication (docs/adr/0007-as-issued.md); a closed one
that is not public yet, as it would be published now.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from projects.clock import now
from projects.models import PlanPoint, Programme
from projects.values.months import in_words, shift
from supervision.models import CardOverride, Period, Rewording, ShownCard, cards_of
from supervision.published.beside import give_beside
from supervision.published.former import read, rewordings, shown_as_of, worded_at
from supervision.published.line import Line, own_values
from supervision.published.monthly_change import MOST, Turned, behind, turns_of
from supervision.published.placeholders import fill
from supervision.published.promised import figures_of, key_figure, terms_of
from supervision.published.shown import public_card
from supervision.published.unit_days import promised_days
from supervision.published.wording import UNRATED, Grade, Grading


@dataclass
class Issue:
    """`shown` and `former` are the cards of the month and of the public month before."""

    period: Period
    shown: dict[int, ShownCard]
    former: dict[int, ShownCard] | None
    read_lines: dict[int, Line] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        return self.period.programme

    @property
    def month(self) -> str:
        return in_words(self.period.month)

    @cached_property
    def reworded(self) -> list[Rewording]:
        """What became of the month's 公开稿 since it was public."""
        return rewordings(self.period)

    @cached_property
    def grading(self) -> Grading | None:
        return grading_of(self.shown, self.programme)

    @property
    def judged(self) -> bool:
        """Whether the public may see who is ahead and who behind."""
        return bool(self.grading and self.grading.judges)

    @cached_property
    def grades(self) -> list[tuple[Grade, int]]:
        return counted(self.shown, self.grading) if self.judged else []

    @cached_property
    def turns(self) -> list[Turned]:
        if not self.judged or self.former is None:
            return []
        return turns_of(self.former, self.shown, self.grading)

    @cached_property
    def late(self) -> list[ShownCard]:
        return behind(self.shown, self.grading) if self.judged else []

    @cached_property
    def fast(self) -> list[ShownCard]:
        """提前完成 or 超序时推进, the furthest ahead first; read at once, so never too many."""
        found = zip(self.fastest, self.lines(self.fastest), strict=True)
        return [each for each, line in found if line.card.ahead]

    @cached_property
    def fastest(self) -> list[ShownCard]:
        """Among whom those are that deserve the praise."""
        return fastest(self.shown, self.grading)[:MOST] if self.judged else []

    @cached_property
    def staged(self) -> list[ShownCard]:
        """Projects with a stage next month, at most a list's length."""
        points = PlanPoint.objects.filter(
            month=shift(self.period.month, 1),
            milestone__isnull=False,
            plan__target__project__in=list(self.shown),
        )
        keys = points.order_by("plan__target__project__number").values_list(
            "plan__target__project", flat=True
        )
        return [self.shown[key] for key in dict.fromkeys(keys)][:MOST]

    def lines(self, cards: list[ShownCard]) -> list[Line]:
        """The lines of some cards, in their order; what was read once is kept."""
        new = [each for each in cards if each.card_id not in self.read_lines]
        if new:
            at = self.period.published_at
            self.read_lines |= lines_of(new, self.period, at, self.reworded)
        return [self.read_lines[each.card_id] for each in cards]


def grading_of(shown: dict[int, ShownCard], programme: Programme) -> Grading | None:
    """Return the words of the rules that judged a month; None without any card."""
    first = next(iter(shown.values()), None)
    return first and Grading.of(first.card.policy.body, programme.card_display)


def issue_of(period: Period, periods: Iterable[Period] | None = None) -> Issue:
    """The month of a closed period, its programme loaded; `periods` are the published ones."""
    at = period.published_at or now()
    if periods is None:
        periods = Period.public.filter(programme=period.programme)
    before = next((each for each in periods if each.month == shift(period.month, -1)), None)
    public = [each for each in (before, period) if each and each.published_at]
    known = shown_as_of(period.programme, public, at)
    shown = known[period.pk] if period.published_at else unpublished(period)
    return Issue(period, shown, known[before.pk] if before else None)


def unpublished(period: Period, projects: list[int] | None = None) -> dict[int, ShownCard]:
    """By project (all, or some): the cards as publishing would show them now."""
    overrides = CardOverride.objects.over(period.month)
    cards = cards_of(period).select_related("project", "policy", "corrected_by__correction")
    cards = cards if projects is None else cards.filter(project__in=projects)
    shown = {}
    for card in cards.defer("facts", "verdict"):
        card.period = period
        shown[card.project_id] = ShownCard.of(card, overrides.get(card.project_id))
    return shown


def counted(shown: dict[int, ShownCard], grading: Grading) -> list[tuple[Grade, int]]:
    counts = Counter(each.colour or UNRATED for each in shown.values())
    return [
        (grade, counts[colour])
        for colour in grading.grades
        if (grade := grading.grade(colour)) and (counts[colour] or colour != UNRATED)
    ]


def fastest(shown: dict[int, ShownCard], grading: Grading) -> list[ShownCard]:
    """Cards that may deserve better words than on time; `PublicCard.ahead` tells."""
    fast = [
        each
        for each in shown.values()
        if each.colour and not grading.rank(each.colour) and (each.card.deviation or 0) >= 0
    ]
    return sorted(fast, key=lambda each: (-(each.card.deviation or 0), each.project.number))


def lines_of(
    shown: list[ShownCard],
    period: Period,
    at: dt.datetime | None = None,
    changed: list[Rewording] | None = None,
) -> dict[int, Line]:
    """Lines by card, read in a number of queries that does not grow with them.

    A 公开稿 as it stood at a moment, or (None) now, its figures those of the cards given.
    """
    changed = rewordings(period) if changed is None else changed
    texts = worded_at(read(shown), shown, at, changed)
    keys = [each.project_id for each in shown]
    terms = terms_of(keys, period.month)
    give_beside(each.project for each in shown)
    cards = {each.project_id: public_card(each, each.project, period.programme) for each in shown}
    finishes = promised_days(cards)
    lines = {}
    for each in shown:
        key, card = each.project_id, cards[each.project_id]
        own = figures_of(card, terms.get(key, []))
        line = Line(each.project, card, key_figure(own, card), own, "", finishes[key].finish)
        if text := texts[each.card_id]:
            line = replace(line, sentence=fill(text, own_values(line)))
        lines[each.card_id] = line
    return lines
