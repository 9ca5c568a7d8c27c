"""年终: what became of every promise, as a page, a workbook and a Word text; the archive."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from projects.actions.exports import record_export
from projects.clock import now
from projects.models import Programme
from projects.papers.word import MIME as DOCX
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import MIME as XLSX
from supervision.actions.years import not_yet
from supervision.admin.office.frame import choice_or_404, page, programme_of, years_of
from supervision.documents.pdf import installed
from supervision.jobs.queue import ask
from supervision.models import Job
from supervision.yearend import paper as document
from supervision.yearend import sheet
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
        "archives": Job.objects.filter(
            kind=Job.Kind.ARCHIVE, given__programme=programme.pk
        ).select_related("by")[:5],
        "can_pdf": installed(),
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
    """Have the year put into one zip, with 内部 or without; leads to where it will be."""
    programme = programme_of(request)
    part = choice_or_404(request, "part", ("whole", "public"))
    internal = part == "whole"
    origin = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    given = {
        "programme": programme.pk,
        "origin": origin,
        "internal": internal,
        "pdf": internal and request.POST.get("pdf") == "1",
    }
    title = f"{programme}归档（{'含内部材料' if internal else '公开部分'}）"
    job = ask(kind=Job.Kind.ARCHIVE, title=title, given=given, by=request.user, at=now())
    return HttpResponseRedirect(reverse("admin:supervision_job_change", args=[job.pk]))
