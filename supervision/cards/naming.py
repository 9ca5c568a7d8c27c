"""Targets under the names that stored facts know them by: a spelling corrected since is another."""

from collections.abc import Iterable

from projects.models import Target


def by_judged_name(judged: Iterable[dict], rows: Iterable[Target]) -> dict[str, Target]:
    """Each row by its name in the facts: the same, or in order where a name was corrected."""
    left = {row.name: row for row in rows}
    names = [each["name"] for each in judged]
    found = {name: left.pop(name) for name in names if name in left}
    renamed = [name for name in names if name not in found]
    return found | dict(zip(renamed, left.values(), strict=False))
