from collections.abc import Iterator

from django.urls import reverse

from projects.clock import today
from projects.drafting.models import Call, Consultation, Proposal
from projects.drafting.public.making import public_draftings


def every() -> Iterator[str]:
    """The pages of how each year's list came to be, the latest first."""
    found = dict(public_draftings().order_by("-year").values_list("pk", "year"))
    called = set(Call.objects.filter(opens__lte=today()).values_list("drafting", flat=True))
    proposed = set(Proposal.objects.values_list("drafting", flat=True).distinct())
    for pk, year in found.items():
        yield reverse("making", args=[year])
        if pk in called:
            yield reverse("calls", args=[year])
        if pk in proposed:
            yield reverse("proposals", args=[year])
    sent = Consultation.objects.filter(public=True, drafting__in=found).order_by("-pk")
    for drafting, number in sent.values_list("drafting", "number"):
        yield reverse("making-consultation", args=[found[drafting], number])
