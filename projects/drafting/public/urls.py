from django.urls import path

import projects.converters  # noqa: F401
from projects.drafting.public import (
    consultation,
    follow,
    making,
    opinion,
    origin,
    proposals,
    proposing,
)

here = "<year:year>/making/"

urlpatterns = [
    path(here, making.making, name="making"),
    path(f"{here}<number:number>/", origin.origin, name="making-project"),
    path(f"{here}call/", proposals.calls_page, name="calls"),
    path(f"{here}proposals/", proposals.proposals_page, name="proposals"),
    path(f"{here}propose/", proposing.propose, name="propose"),
    path(f"{here}propose/<slug:key>/", proposing.propose, name="propose-as-deputy"),
    path(f"{here}follow/", follow.follow, name="proposal-follow"),
    path(f"{here}proposal/<slug:code>/", proposing.receipt, name="proposal"),
    path(
        f"{here}consultations/<number:number>/",
        consultation.consultation,
        name="making-consultation",
    ),
    path(f"{here}consultations/<number:number>/opinion/", opinion.opinion, name="making-opinion"),
    path("making/opinions/<slug:code>/", opinion.receipt, name="making-receipt"),
]
