"""公文: the papers of a list, each made anew from the record as it stands."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from projects.actions.exports import record_export
from projects.clock import now
from projects.drafting.admin.calls import form_of
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.papers import paper
from projects.drafting.papers.call import notice_of
from projects.errors import Refused
from projects.papers.word import MIME, word
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


def call_notice(model_admin, request, pk, call) -> HttpResponse:
    """征集通知."""
    drafting = model_admin.found(request, pk)
    row = drafting.calls.filter(pk=call).first()
    if row is None:
        raise Http404
    values = notice_of(row, form_of(request, row))
    title = values["标题"]
    return attachment(word("征集通知", title, values), MIME, f"{title}.docx", "call")
