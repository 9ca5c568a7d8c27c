"""Where the share pictures of a page stand, in their two forms."""

from dataclasses import dataclass

from django.urls import reverse

from projects.models import Programme
from supervision.documents import drawing
from supervision.models import Period


@dataclass(frozen=True)
class Pictures:
    wide: str
    square: str


def project_pictures(programme: Programme, number: int, month: str) -> Pictures | None:
    """None before the first month, and on a machine without a Chinese font."""
    return pictures("project", [programme.year, number, month]) if month else None


def year_pictures(programme: Programme, period: Period | None) -> Pictures | None:
    return pictures("year", [programme.year, period.month]) if period else None


def pictures(name: str, own: list) -> Pictures | None:
    if not drawing.has_chinese():
        return None
    return Pictures(*(reverse(f"{name}-picture{end}", args=own) for end in ("", "-square")))
