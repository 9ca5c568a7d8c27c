"""Papers of the process in Word, filled from its rows."""

from django.http import Http404, HttpResponse

from projects.drafting.papers import notice_of
from projects.papers.word import MIME, word
from projects.spreadsheets.answers import attachment


def call_notice(model_admin, request, pk, call) -> HttpResponse:
    """征集通知."""
    drafting = model_admin.found(request, pk)
    row = drafting.calls.filter(pk=call).first()
    if row is None:
        raise Http404
    values = notice_of(row)
    title = values["标题"]
    return attachment(word("征集通知", title, values), MIME, f"{title}.docx", "call")
