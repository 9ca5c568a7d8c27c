"""年终: what became of every promise, as a page, a workbook and a Word text; the archive."""

import tempfile

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from projects.actions.exports import record_export
from projects.clock import now
from projects.errors import Refused
from projects.models import Programme
from projects.papers.word import MIME as DOCX
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import MIME as XLSX
from supervision.actions.years import not_yet
from supervision.admin.office.frame import choice_or_404, page, programme_of, years_of
from supervision.management.commands.export_site import checked
from supervision.static_site.reading import Site
from supervision.yearend import paper as document
from supervision.yearend import sheet
from supervision.yearend.archive import archive
from supervision.yearend.summary import summary

KINDS = {"xlsx": (sheet.workbook, XLSX), "docx": (document.as_word, DOCX)}


@require_safe
def yearend_page(request):
    programme = programme_of(request)
    year = summary(programme, now())
    context = {
        "title": "年终",
        "year": year,
        "not_yet": not_yet(programme),
        "next": Programme.everything.of_year(programme.year + 1),
        "outcomes": document.counted(year.outcomes),
        **years_of(programme),
    }
    return page(request, "years/yearend.html", context)


@require_POST
def yearend_export(request):
    """The summary as a file; taking it out is recorded."""
    programme = programme_of(request)
    ending = choice_or_404(request, "format", KINDS)
    year = summary(programme, now())
    make, kind = KINDS[ending]
    name, content = f"{year.file_name}.{ending}", make(year)
    record_export(what=name, by=request.user, at=now())
    return attachment(content, kind, name, f"summary-{programme.year}")


@require_POST
def yearend_archive(request):
    """The year as one zip, with 内部 or without; made on disk and sent once it is whole."""
    programme = programme_of(request)
    part = choice_or_404(request, "part", ("whole", "public"))
    origin = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    packed = tempfile.TemporaryFile(prefix="archive-")  # noqa: SIM115 - the answer closes it
    try:
        made = archive(programme, Site(checked(origin)), internal=part == "whole", at=now())
        made.write(packed)
    except Refused as refused:
        packed.close()
        messages.error(request, str(refused))
        return HttpResponseRedirect(f"{reverse('admin:office_yearend')}?year={programme.year}")
    record_export(what=made.file_name, by=request.user, at=now())
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=made.file_name)
