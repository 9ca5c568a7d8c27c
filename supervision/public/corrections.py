"""更正记录: published corrections, each month's result before beside the one after."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import Programme, Project, ProjectChange
from projects.pages.paging import PER_PAGE, Paged, kept_if_meant
from projects.views import programme_or_404
from supervision.models import (
    Card,
    CardOverride,
    CorrectedCard,
    Correction,
    Period,
    Rewording,
    ShownCard,
)
from supervision.public.list_query import ListQuery
from supervision.public.place_changes import PlaceChange, place_changes
from supervision.published.adjusted import Adjusted, Adjustments, adjustments
from supervision.published.beside import give_beside
from supervision.published.figures import Figure
from supervision.published.promised import published_figures
from supervision.published.sentences import done_words
from supervision.published.shown import PublicCard, public_version
from supervision.published.wording import Grading


@dataclass(frozen=True)
class Line:
    """One target whose figure was corrected."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A public month that a correction changed; `correction` says why."""

    month: str
    project: Project
    before: PublicCard
    after: PublicCard
    lines: list[Line]
    correction: Correction | None

    @property
    def unmoved(self) -> bool:
        """Whether only an earlier month's figure, among those its card rests on, was corrected."""
        same = self.before.grade == self.after.grade
        return self.correction is not None and same and not self.lines


@dataclass(frozen=True)
class Entry:
    correction: Correction
    project: Project
    changes: list[Change]


@dataclass(frozen=True)
class Decided:
    """A colour decided (认定) over months that were public already."""

    override: CardOverride
    project: Project
    changes: list[Change]


@dataclass(frozen=True)
class Reworded:
    """A 公开稿 replaced or taken back since it was public, and what stood after that."""

    rewording: Rewording
    after: str

    @property
    def project(self) -> Project:
        return self.rewording.release.project


@dataclass(frozen=True)
class CorrectionsPage(Paged):
    entries: list[Entry]
    decided: list[Decided]
    promises: list[Adjusted]
    states: list[ProjectChange]
    reworded: list[Reworded]
    places: list[PlaceChange]
    page: Page
    grading: Grading | None
    query: ListQuery


def corrections_page(programme: Programme, query: ListQuery) -> CorrectionsPage:
    found = Correction.objects.filter(
        published_at__isnull=False, submission__report__period__programme=programme
    )
    found = found.select_related("submission__report__project")
    page = Paginator(found.order_by("-published_at", "-pk"), PER_PAGE).get_page(query.page)
    changes = changes_of(CorrectedCard.objects.filter(correction__in=list(page)), programme)
    entries = [
        Entry(
            correction,
            correction.submission.report.project,
            [change for change in changes if change.correction == correction],
        )
        for correction in page
    ]
    decided = decided_since(programme) if page.number == 1 else []
    changes += [change for each in decided for change in each.changes]
    grading = next((change.after.grading for change in changes), None)
    promised = adjustments(programme) if page.number == 1 else Adjustments([], [])
    return CorrectionsPage(
        entries=entries,
        decided=decided,
        reworded=reworded_in(programme) if page.number == 1 else [],
        places=place_changes(programme) if page.number == 1 else [],
        promises=sorted(promised.changed, key=lambda each: each.at, reverse=True),
        states=promised.courses[::-1],
        page=page,
        grading=grading,
        query=query,
    )


def reworded_in(programme: Programme) -> list[Reworded]:
    """Released sentences that the public reads otherwise now, the last changed first."""
    found = Rewording.objects.in_force().filter(
        release__period__programme=programme, release__period__published_at__isnull=False
    )
    found = found.select_related("release__project", "release__period", "decision")
    rows, then = [], {}
    for each in reversed(found):
        rows.append(Reworded(each, then.get(each.release_id, each.release.said)))
        then[each.release_id] = each.told
    return sorted(rows, key=lambda row: row.rewording.at, reverse=True)


def decided_since(programme: Programme) -> list[Decided]:
    """Every override decided after a month it covers was public, the last first.

    Those that a later one replaced stand too: each beside the colour that it changed.
    """
    rows = CardOverride.objects.filter(project__programme=programme).confirmed()
    overrides = rows.select_related("project__programme", "decision").by_project()
    if not overrides:
        return []
    cards = Card.everything.filter(
        project__in=overrides, period__programme=programme, period__published_at__isnull=False
    )
    versions: dict[tuple[int, Period], list[Card]] = defaultdict(list)
    for card in cards.select_related("period", "policy", "corrected_by__correction").order_by(
        "period__month", "version"
    ):
        versions[card.project_id, card.period].append(card)
    give_beside(each.project for own in overrides.values() for each in own)
    found: dict[int, Decided] = {}
    for (project, period), own in versions.items():
        former = None
        for override in overrides[project]:
            if not override.covers(period.month):
                continue
            if override.decision.at > period.published_at:
                entry = found.setdefault(override.pk, Decided(override, override.project, []))
                known = [each for each in own if was_public(each, override.decision.at)]
                entry.changes.append(decided_change(known[-1], former, override))
            former = override
    return sorted(found.values(), key=lambda each: each.override.decision.at, reverse=True)


def was_public(card: Card, at: dt.datetime) -> bool:
    """Whether a version had been seen by a moment after its month was published."""
    if card.computed_at <= card.period.published_at:
        return True
    published = card.corrected_by.correction.published_at
    return published is not None and published <= at


def decided_change(card: Card, former: CardOverride | None, override: CardOverride) -> Change:
    """A month's card as it was seen before an override was decided, and after."""
    project = override.project
    before, after = (
        public_version(card, project, project.programme, each) for each in (former, override)
    )
    return Change(card.period.month, project, before, after, [], None)


def changes_of(made: QuerySet[CorrectedCard], programme: Programme) -> list[Change]:
    """What the public saw before and after, in four queries however many there are.

    A version made before its month was published has no before: it went out with the month.
    """
    made = made.filter(
        correction__published_at__isnull=False,
        card__period__published_at__isnull=False,
        card__computed_at__gt=F("card__period__published_at"),
    )
    made = made.select_related("correction", "card__period", "card__policy", "card__project")
    cards = [(each.correction, each.card) for each in made.order_by("card__period__month")]
    if not cards:
        return []
    places = {
        "project__in": {card.project_id for _, card in cards},
        "period__in": {card.period_id for _, card in cards},
    }
    versions = Card.everything.filter(**places).select_related("period", "policy")
    former = {(c.period_id, c.project_id, c.version): c for c in versions}
    give_beside(card.project for _, card in cards)
    overrides = ShownCard.public.filter(**places).select_related("override__decision")
    over = {(shown.period_id, shown.project_id): shown.override for shown in overrides}
    return [
        change(
            correction,
            former[card.period_id, card.project_id, card.version - 1],
            card,
            programme,
            then_in_force(over.get((card.period_id, card.project_id)), correction),
        )
        for correction, card in cards
    ]


def then_in_force(override: CardOverride | None, correction: Correction) -> CardOverride | None:
    """An override decided later changed neither of a correction's two cards."""
    if override and override.decision.at <= correction.published_at:
        return override
    return None


def change(correction: Correction, old: Card, new: Card, programme: Programme, override) -> Change:
    before, after = (
        public_version(card, new.project, programme, override) for card in (old, new)
    )  # fmt: skip
    return Change(new.period.month, new.project, before, after, lines_of(before, after), correction)


def lines_of(before: PublicCard, after: PublicCard) -> list[Line]:
    """The targets whose figures differ; those that are not told in either may."""
    old, new = figures(before), figures(after)
    return [
        Line(name, done_words(old[name]) if name in old else "没有数据", done_words(figure))
        for name, figure in new.items()
        if figure.withheld or name not in old or done_words(old[name]) != done_words(figure)
    ]


def figures(card: PublicCard) -> dict[str, Figure]:
    return {n: figure for n, figure in published_figures(card).items() if not figure.pending}


@require_safe
def corrections(request, year):
    programme = programme_or_404(year)
    page = corrections_page(programme, ListQuery.of(request.GET))
    answer = render(request, "public/corrections.html", {"programme": programme, "list": page})
    return kept_if_meant(request, answer, page.page)
