"""Targets under the names that stored facts know them by: a spelling corrected since is another."""

from collections.abc import Iterable

from projects.models import Target


def by_judged_name(judged: Iterable[dict], rows: Iterable[Target]) -> dict[str, Target]:
    """Each row that facts hold, by the name that it has in them.

    Spellings corrected before former names were kept are found by their order.
    """
    rows = list(rows)
    own = {name: row for row in rows for name in row.names}
    names = [each["name"] for each in judged]
    found = {name: own[name] for name in names if name in own}
    unknown = [name for name in names if name not in found]
    if not unknown:
        return found
    left = [row for row in rows if row not in found.values()]
    return found | dict(zip(unknown, left, strict=False))


def present_names(project: dict) -> dict[str, str]:
    """The name that each target of a project in facts has now, by every name that it had."""
    rows = Target.everything.filter(
        project__programme__year=project["year"], project__number=project["number"]
    )
    return {name: row.name for row in rows for name in row.names}
