"""A public year and its published months, or 404 with help."""

from django.http import Http404

from projects.models import Programme
from projects.months import in_words
from supervision.models import Period


def programme_or_404(year: int) -> Programme:
    programme = Programme.public.filter(year=year).first()
    if programme is None:
        raise Http404(f"没有找到{year}年的民生实事清单，可能还没有公布。")
    return programme


def latest_programme() -> Programme | None:
    return Programme.public.order_by("-year").first()


def published(programme: Programme) -> list[Period]:
    """The year's published months, the first first."""
    periods = list(Period.public.filter(programme=programme).order_by("month"))
    for period in periods:
        period.programme = programme
    return periods


def period_or_404(periods: list[Period], month: str) -> Period:
    for period in periods:
        if period.month == month:
            return period
    raise Http404(f"{in_words(month)}的进展没有公布，可能还在审核。")
