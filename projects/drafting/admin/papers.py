"""公文: the papers of a list, each made anew from the record as it stands."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from projects.actions.exports import record_export
from projects.clock import now
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.papers import paper
from projects.errors import Refused
from projects.spreadsheets.answers import attachment


class PaperPage(OfDrafting):
    """A file; where it cannot be made the person is led back to the list and told why."""

    http_method_names = ["get", "head"]

    def fetch_more(self, what):
        self.what = what

    def get(self, request, *args, **kwargs):
        try:
            made = paper(self.drafting, self.what)
        except Refused as refused:
            messages.error(request, str(refused))
            here = reverse("admin:drafting_drafting_change", args=[self.drafting.pk])
            return HttpResponseRedirect(here)
        if made is None:
            raise Http404
        record_export(what=made.name, by=request.user, at=now())
        plain = f"list-{self.drafting.year}-{self.what}"
        return attachment(made.content, made.mime, made.name, plain)
