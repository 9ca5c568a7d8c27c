"""What a 督办单 says of its project in words and figures, held against the last closed month."""

import re
from collections.abc import Iterable

from projects.models import Project
from supervision.models import Period
from supervision.published.claims import CLAUSES, HOPED, words_claimed
from supervision.published.placeholders import formal, measures_in, number_in, typed_figures
from supervision.published.released import standing_in

# A slip asks for what is to come: only what it says of the present is held against the card.
REACHED = re.compile("已|累计|仅|只有|现有|目前|截至|完成了")


def doubts_of(demand: str, project: Project | None, told: Iterable[str] = ()) -> dict[str, str]:
    """Phrases of a demand that the project's card does not bear, each with what it says.

    `told` are texts whose figures are known: the findings that the slip was raised for.
    """
    if project is None:
        return {}
    period = Period.everything.closed().filter(programme=project.programme_id).last()
    standing = standing_in(period, [project.pk]).get(project.pk) if period else None
    if standing is None:
        return {}
    demand, values = formal(demand), standing.values
    known = {number_in(each) for text in (*values.values(), *told) for each in figures_in(text)}
    found = words_claimed(demand, standing.known)
    for clause in CLAUSES.split(demand):
        if REACHED.search(clause) and not HOPED.search(clause):
            for measure in measures_in(values):
                for figure in re.findall(rf"(\d[\d,.]*){re.escape(measure)}", clause):
                    if number_in(figure) not in known:
                        found[f"{figure}{measure}"] = f"累计{values.get('累计', '')}"
    return found


def figures_in(text) -> list[str]:
    return typed_figures(str(text)) if text is not None else []
