"""Everyday names of projects, for pages that show several."""

from collections import defaultdict
from collections.abc import Iterable

from projects.models import PlainName, Project


def give_names(projects: Iterable[Project]) -> None:
    """Let each project be `called` by its everyday name; one query."""
    own = defaultdict(list)
    for project in projects:
        own[project.pk].append(project)
    names = PlainName.objects.filter(project__in=own)
    for key, name in names.order_by().values_list("project", "name"):
        for project in own[key]:
            project.plain_name = name
