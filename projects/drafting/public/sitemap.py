from collections.abc import Iterator

from django.urls import reverse

from projects.drafting.public.making import public_draftings


def every() -> Iterator[str]:
    """The pages of how each year's list came to be, the latest first."""
    for year in public_draftings().order_by("-year").values_list("year", flat=True):
        yield reverse("making", args=[year])
