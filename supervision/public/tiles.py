"""The mark of the site: a numbered tile for each project, in the colour and shape of its card."""

from dataclasses import dataclass

from projects.models import Programme
from projects.pages.paging import PER_PAGE
from supervision.models import Period, ShownCard
from supervision.published.naming import give_names
from supervision.published.wording import Grade, Grading


@dataclass(frozen=True)
class Tile:
    """`grade` is None where a project has no card in the month, or only bars are shown."""

    number: int
    name: str
    grade: Grade | None


def tiles_of(programme: Programme, period: Period | None, grading: Grading | None) -> list[Tile]:
    """A month's tiles in the notice's order; none where there are more projects than one sees."""
    projects = list(programme.projects.order_by("number")[: PER_PAGE + 1])
    if period is None or grading is None or len(projects) > PER_PAGE:
        return []
    give_names(projects)
    shown = ShownCard.public.filter(period=period).order_by().values_list("project", "colour")
    grades = {key: grading.grade(colour) for key, colour in shown}
    return [Tile(each.number, each.called, grades.get(each.pk)) for each in projects]
