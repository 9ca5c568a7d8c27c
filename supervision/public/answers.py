"""What a resident wants to know of a project, in the lines that stand at every hit."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial

from django.db.models import Subquery

from projects.models import Assignment, Programme, Project, leading
from projects.values.months import last_day, month_of
from supervision.models import Period, ShownCard
from supervision.public.years import latest
from supervision.published import essentials, sentences
from supervision.published.beside import give_beside
from supervision.published.promised import Days, figures_of, moved, terms_and_days
from supervision.published.shown import SHOWN_WITH, PublicCard, public_card
from supervision.published.unit_days import NO_DAYS, UnitDays, promised_days, standing
from supervision.published.wording import Grade


@dataclass(frozen=True)
class Answer:
    """State, figure and date in `lead`, dates alone in `times`; `grade` None where none is seen.

    `singly` are the dates with every part of a whole by its own name.

    `targets` are their names, `lead_of` says `lead` of some of them. `unit_words` and `days` are by
    target: by when the unit says that it is done where it is, and the days in the list first and
    now.
    """

    project: Project
    grade: Grade | None
    lead: str
    times: list[essentials.When]
    singly: list[essentials.When]
    unit_name: str
    phone: str
    unit_words: dict[str, str]
    days: Days
    targets: list[str]
    lead_of: Callable[[Collection[str]], str]

    def about(self, named: Callable[[int, list[str]], set[str]]) -> "Answer":
        """The same with what it says first of the targets that are `named`, where some are."""
        own = named(self.project.pk, self.targets)
        return replace(self, lead=self.lead_of(own)) if own else self


def answers(programme: Programme, projects: list[Project], today) -> dict[int, Answer]:
    """An answer for each project of one list, in a number of queries that does not grow."""
    if not projects:
        return {}
    cards = cards_of(projects, programme)
    month = month_shown(cards, programme)
    day = last_day(month) if month else today
    keys = [project.pk for project in projects]
    terms, days = terms_and_days(keys, month_of(day))
    finishes = promised_days(cards) if cards else {}
    units = leading(Assignment.objects.on(today, day).filter(project__in=keys), today, day)
    return {
        project.pk: answer(
            project,
            cards.get(project.pk),
            terms.get(project.pk, []),
            finishes.get(project.pk, NO_DAYS),
            units.get(project.pk),
            days.get(project.pk, {}),
            today,
        )
        for project in projects
    }


def answer(
    project: Project, card: PublicCard | None, terms, own: UnitDays, unit, days: Days, today
) -> Answer:
    figures, finish = standing(figures_of(card, terms), own, days, card)
    names = [each.name for figure in figures for each in (figure, *figure.parts)]
    lead_of = partial(sentences.project_lead, figures, card, finish, today)
    month = card.month if card else str(project.programme.year)
    name = unit.name if unit else (card.unit_name if card else "")
    grade = card.grade if card else None
    parts = [part for figure in figures for part in figure.parts or (figure,)]
    times, singly = (
        essentials.times(each, finish, moved(days), month, today) for each in (figures, parts)
    )
    phone = unit.phone if unit else ""
    words = {
        figure.name: said
        for figure in figures
        if not figure.finished
        and (said := sentences.unit_words(figure, finish, month, today, before(figure.owing)))
    }
    return Answer(
        project, grade, lead_of(), times, singly, name, phone, words, days, names, lead_of
    )


def before(owing: str) -> str:
    """How a place tells the unit's day: before it all is done, or the stages that are late."""
    return "前完成" if owing else "前全部完成"


def month_shown(cards: dict[int, PublicCard], programme: Programme) -> str:
    """The last published month, "" before any; asked for where no card tells."""
    for card in cards.values():
        return card.month
    period, _ = latest(programme)
    return period.month if period else ""


def cards_of(projects: list[Project], programme: Programme) -> dict[int, PublicCard]:
    """The cards of the last published month."""
    last = Period.public.filter(programme=programme).order_by("-month").values("pk")[:1]
    rows = ShownCard.public.filter(period=Subquery(last), project__in=projects).order_by()
    own = {project.pk: project for project in projects}
    shown = list(rows.select_related("period", *SHOWN_WITH))
    if shown:
        give_beside(projects)
    found = {}
    for row in shown:
        row.card.period = row.period
        found[row.project_id] = public_card(row, own[row.project_id], programme)
    return found
