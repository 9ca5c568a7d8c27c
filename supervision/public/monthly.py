"""本月变了什么: what a published month changed, permanent and quotable."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import Programme, Project, ProjectChange
from projects.pages import addresses
from projects.values.months import in_words
from supervision.models import Correction, Period, ShownCard
from supervision.public.lists import PER_PAGE, kept_if_meant
from supervision.public.picture_addresses import year_pictures
from supervision.public.years import period_or_404, year_or_404
from supervision.published.adjusted import Adjusted, adjustments
from supervision.published.beside import give_beside
from supervision.published.bulletin import Redecided, corrected_since, decided_since
from supervision.published.bulletin_issue import grading_of
from supervision.published.former import Stood, corrections, read, stood_as_of, whole
from supervision.published.monthly_change import (
    MOST,
    Turned,
    first,
    progress_phrases,
    standstill,
    told,
    turned,
)
from supervision.published.naming import give_names
from supervision.published.shown import PublicCard, public_card
from supervision.published.wording import Grading


@dataclass(frozen=True)
class Line:
    """What a month changed in a project; no `phrases` where nothing did."""

    project: Project
    former: PublicCard | None
    card: PublicCard
    phrases: list[str]
    still: list[str]


@dataclass(frozen=True)
class Decisions:
    """What was decided and made public in a stretch of time, beside the month's figures."""

    promises: list[Adjusted]
    states: list[ProjectChange]
    corrected: list[Correction]

    def __bool__(self) -> bool:
        return bool(self.promises or self.states or self.corrected)

    def parted(self, at: dt.datetime) -> tuple["Decisions", "Decisions"]:
        """What of it was decided until a moment, and what later."""
        return tuple(
            Decisions(
                [each for each in self.promises if (each.at > at) is later],
                [each for each in self.states if (each.recorded_at > at) is later],
                [each for each in self.corrected if (each.published_at > at) is later],
            )
            for later in (False, True)
        )


@dataclass(frozen=True)
class Changes:
    """`still` are projects behind their plans that did not move, or not reported; cut as turns are.

    `coming` was decided since the month appeared; only the latest month's own page tells it.
    `corrected` are this month's figures that were corrected since.
    """

    period: Period
    before: Period | None
    periods: list[Period]
    total: int
    turns: list[Turned]
    still: list[Line]
    lines: list[Line]
    page: Page
    decided: Decisions
    coming: Decisions | None
    corrected: list[Correction]
    redecided: list[Redecided]
    grading: Grading | None

    @property
    def month(self) -> str:
        return in_words(self.period.month)

    @property
    def since(self) -> str:
        return in_words(self.before.month) if self.before else "年初"


def changes(periods: list[Period], period: Period, page: str, *, coming: bool) -> Changes:
    """What a month changed against the published month before it, as known when it appeared."""
    at = periods.index(period)
    before = periods[at - 1] if at else None
    programme = period.programme
    both = [each for each in (before, period) if each]
    known = stood_as_of(programme, both, period.published_at)
    stood, stood_before = known[period.pk], known[before.pk] if before else {}
    rules = whole(known, [period], set(list(stood)[:1]))
    grading = grading_of(rules[period.pk], programme)
    judged = bool(grading and grading.judges)
    turns = turned(stood_before, stood, grading) if judged and before else {}
    found = Paginator(list(stood), PER_PAGE).get_page(page)
    quiet = behind_first(stood)[:MOST]
    named = {key for own in turns.values() for key in first(own)}
    cards = whole(known, both, {*found, *quiet, *named})
    shown, former = cards[period.pk], cards[before.pk] if before else {}
    give_names(each.project for own in (shown, former) for each in own.values())
    found.object_list = [shown[key] for key in found]
    quiet = [shown[key] for key in quiet]
    lines = lines_of([*found, *quiet], former, programme)
    until = None if coming else period.published_at
    decisions = decided(programme, before and before.published_at, until)
    own, later = decisions.parted(period.published_at)
    return Changes(
        period=period,
        before=before,
        periods=periods,
        total=len(stood),
        turns=told(turns, {key: each.project for key, each in shown.items()}),
        still=[line for each in quiet if (line := lines[each.card_id]).still],
        lines=[lines[each.card_id] for each in found],
        page=found,
        decided=own,
        coming=later if coming else None,
        corrected=[] if coming else corrected_since(period),
        redecided=[] if coming else decided_since(period, grading),
        grading=grading,
    )


def decided(programme: Programme, after=None, until=None) -> Decisions:
    found = adjustments(programme, after, until)
    corrected = corrections(programme, after=after, until=until)
    return Decisions(found.changed, found.courses, corrected)


def behind_first(stood: dict[int, Stood]) -> list[int]:
    """Projects with work left, the furthest behind their plans first.

    Sensitive ones last: between two neighbours a withheld figure could be guessed.
    """
    left = [key for key, each in stood.items() if (each.actual or 0) < 1]
    return sorted(left, key=lambda key: (stood[key].sensitive, stood[key].deviation or 0))


def lines_of(
    shown: list[ShownCard], former: dict[int, ShownCard], programme: Programme
) -> dict[int, Line]:
    """Lines by card, their facts read at once."""
    earlier = [former[each.project_id] for each in shown if each.project_id in former]
    read([*shown, *earlier])
    give_beside(each.project for each in shown)
    return {each.card_id: line(each, former.get(each.project_id), programme) for each in shown}


def line(shown: ShownCard, former: ShownCard | None, programme: Programme) -> Line:
    card = public_card(shown, shown.project, programme)
    earlier = public_card(former, shown.project, programme) if former else None
    phrases, still = progress_phrases(earlier, card), standstill(earlier, card)
    return Line(shown.project, earlier, card, phrases, still)


@require_safe
def changes_page(request, year, month=None):
    programme, periods = year_or_404(year)
    if not periods and month is None:
        answer = render(request, "public/no_month.html", {"programme": programme})
        return kept_if_meant(request, answer, None)
    period = period_or_404(periods, month) if month else periods[-1]
    page = changes(periods, period, request.GET.get("page", ""), coming=month is None)
    own = reverse("changes-month", args=[year, period.month])
    context = {
        "programme": programme,
        "changes": page,
        "page": page.page,
        "permanent": addresses.absolute(request, own),
        "lasting": own,
        "pictures": year_pictures(programme, period),
    }
    answer = render(request, "public/changes.html", context)
    return kept_if_meant(request, answer, page.page)
