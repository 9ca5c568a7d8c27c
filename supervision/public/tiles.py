"""The mark of the site: a numbered tile for each project, in the colour and shape of its card."""

from dataclasses import dataclass

from projects.models import Programme
from projects.pages.paging import PER_PAGE
from supervision.models import Period
from supervision.published.naming import give_names
from supervision.published.shown import seen_of
from supervision.published.wording import Grade, Grading


@dataclass(frozen=True)
class Tile:
    """`grade` is None where a project has no card in the month, or only bars are shown.

    `missing`: the month's report did not come.
    """

    number: int
    name: str
    grade: Grade | None
    missing: bool = False


def tiles_of(programme: Programme, period: Period | None, grading: Grading | None) -> list[Tile]:
    """A month's tiles in the notice's order; none where there are more projects than one sees."""
    projects = list(programme.projects.order_by("number")[: PER_PAGE + 1])
    if period is None or grading is None or len(projects) > PER_PAGE:
        return []
    give_names(projects)
    seen = seen_of(period, grading)
    return [Tile(each.number, each.called, *seen.get(each.pk, (None,))) for each in projects]
