"""更正记录: published corrections, each month's result before beside the one after."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from projects.models import Programme, Project
from supervision.models import Card, CardOverride, CorrectedCard, Correction, ShownCard
from supervision.public.lists import PER_PAGE, Look
from supervision.published.figures import from_facts
from supervision.published.sentences import done_words
from supervision.published.shown import OpenCard, open_card
from supervision.published.wording import Looks


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
    before: OpenCard
    after: OpenCard
    lines: list[Line]
    correction: Correction


@dataclass(frozen=True)
class Entry:
    correction: Correction
    project: Project
    changes: list[Change]


@dataclass(frozen=True)
class CorrectionsPage:
    entries: list[Entry]
    page: Page
    looks: Looks | None
    look: Look

    @property
    def previous(self) -> str:
        number = self.page.number - 1
        return self.look.link(page=str(number)) if number else ""

    @property
    def next(self) -> str:
        return self.look.link(page=str(self.page.number + 1)) if self.page.has_next() else ""


def corrections_page(programme: Programme, look: Look) -> CorrectionsPage:
    found = Correction.objects.filter(
        published_at__isnull=False, submission__report__period__programme=programme
    )
    found = found.select_related("submission__report__project")
    page = Paginator(found.order_by("-published_at", "-pk"), PER_PAGE).get_page(look.page)
    changes = changes_of(CorrectedCard.objects.filter(correction__in=list(page)), programme)
    entries = [
        Entry(
            correction,
            correction.submission.report.project,
            [change for change in changes if change.correction == correction],
        )
        for correction in page
    ]
    looks = next((change.after.looks for change in changes), None)
    return CorrectionsPage(entries, page, looks, look)


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
        open_card(card, new.project, programme, override) for card in (old, new)
    )  # fmt: skip
    return Change(new.period.month, new.project, before, after, lines_of(before, after), correction)


def lines_of(before: OpenCard, after: OpenCard) -> list[Line]:
    """The targets whose figures differ."""
    old, new = figures(before), figures(after)
    return [
        Line(name, old.get(name, "没有数据"), new[name])
        for name in new
        if old.get(name) != new[name]
    ]


def figures(card: OpenCard) -> dict[str, str]:
    judged = {target["name"]: target for target in card.verdict["targets"]}
    found = {}
    for facts in card.facts["targets"]:
        figure = from_facts(facts, judged.get(facts["name"]), card.month)
        if not figure.pending:
            found[figure.name] = done_words(figure)
    return found
