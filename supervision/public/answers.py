"""What a resident wants to know of a project, in the lines that stand at every hit."""

from dataclasses import dataclass

from projects.models import Assignment, Programme, Project, current
from projects.values.months import last_day, month_of
from supervision.models import Period, ShownCard
from supervision.public.years import latest
from supervision.published import sentences
from supervision.published.promised import figures_of, promised_finishes, terms_of
from supervision.published.shown import SHOWN_WITH, PublicCard, public_card
from supervision.published.wording import Grade


@dataclass(frozen=True)
class Answer:
    """State, figure and date in `lead`; `grade` None where no card may be seen or none stands."""

    project: Project
    grade: Grade | None
    lead: str
    unit_name: str
    phone: str


def answers(programme: Programme, projects: list[Project], today) -> dict[int, Answer]:
    """An answer for each project of one list, in a number of queries that does not grow."""
    if not projects:
        return {}
    period, _ = latest(programme)
    day = last_day(period.month) if period else today
    keys = [project.pk for project in projects]
    cards = cards_of(projects, period, programme) if period else {}
    terms, finishes = terms_of(keys, month_of(day)), promised_finishes(cards) if cards else {}
    units = leads(keys, day)
    return {
        project.pk: answer(
            project,
            cards.get(project.pk),
            terms.get(project.pk, []),
            finishes.get(project.pk, {}),
            units.get(project.pk),
        )
        for project in projects
    }


def answer(project: Project, card: PublicCard | None, terms, finish: dict, unit) -> Answer:
    lead = sentences.project_lead(figures_of(card, terms), card, finish)
    name = card.unit_name if card else (unit.name if unit else "")
    grade = card.grade if card else None
    return Answer(project, grade, lead, name, unit.phone if unit else "")


def cards_of(
    projects: list[Project], period: Period, programme: Programme
) -> dict[int, PublicCard]:
    rows = ShownCard.public.filter(period=period, project__in=projects).order_by()
    own = {project.pk: project for project in projects}
    found = {}
    for row in rows.select_related(*SHOWN_WITH):
        row.card.period = period
        found[row.project_id] = public_card(row, own[row.project_id], programme)
    return found


def leads(keys: list[int], day) -> dict:
    """The unit that leads each project on a day."""
    rows = Assignment.objects.filter(current(day), project__in=keys, role=Assignment.Role.LEAD)
    return {row.project_id: row.unit for row in rows.select_related("unit")}
