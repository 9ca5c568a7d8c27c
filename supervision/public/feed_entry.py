"""An entry of a feed, and which rows a feed is of."""

import datetime as dt

from django.db.models import Q

from projects.models import Programme, Project

MOST = 50


def of(keys: list[int] | None, field: str) -> Q:
    return Q() if keys is None else Q(**{f"{field}__in": keys})


def entry_of(
    what: str, project: Project, programme: Programme, link: str, told: str, at: dt.datetime
) -> dict:
    return {
        "title": f"{what}：第{project.number}项{project.title}{programme.demonstration_mark}",
        "link": link,
        "unique_id": link,
        "description": told,
        "pubdate": at,
        "updateddate": at,
    }
