"""Targets under the names that stored facts know them by: a spelling corrected since is another."""

from collections.abc import Iterable

from projects.models import Target


def by_judged_name(judged: Iterable[dict], rows: Iterable[Target]) -> dict[str, Target]:
    """Each row that facts hold, by the name that it has in them."""
    own = {name: row for row in rows for name in row.names}
    return {each["name"]: own[each["name"]] for each in judged if each["name"] in own}


def present_names(project: dict) -> dict[str, str]:
    """The name that each target of a project in facts has now, by every name that it had."""
    rows = Target.everything.filter(
        project__programme__year=project["year"], project__number=project["number"]
    )
    return {name: row.name for row in rows for name in row.names}
