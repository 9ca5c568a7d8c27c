"""后台任务 in the admin: how far long work is, its result, and another try."""

from django import forms
from django.contrib import admin
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.clock import now
from supervision import scope
from supervision.admin.pages import OfficeAndUnits
from supervision.jobs.queue import again
from supervision.models import Job

SECONDS = 5  # after which the page of a job under way is asked for again


class JobPage(ActPage):
    template_name, form_class, action = "admin/office/job.html", forms.Form, again

    def fetch(self, pk):
        self.job = self.model_admin.found(self.request, pk)

    def arguments(self):
        return {"job": self.job}

    def said(self, job):
        return "" if job.under_way else job.said

    def context(self):
        return {
            "title": self.job.title,
            "job": self.job,
            "may_again": self.job.may_again(now()),
            "stalled": self.job.stalled(now()),
        }

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if self.job.under_way and not context["stalled"]:
            response["Refresh"] = str(SECONDS)
        return response


def file_page(model_admin, request, pk):
    """The result as it was made; taken away after some days, and then not there."""
    job = model_admin.found(request, pk)
    try:
        if not job.file or default_storage.size(job.file) != job.size:
            raise Http404
        file = default_storage.open(job.file)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(file, as_attachment=True, filename=job.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@admin.register(Job)
class JobAdmin(OfficeAndUnits, SeenOnlyAdmin):
    """后台任务: the office sees all, a unit's people their own; archives are the office's alone."""

    list_display = ["title", "kind", "state", "asked_at", "by"]
    list_filter = ["state", "kind"]
    list_select_related = ["by"]
    pages = [("<int:pk>/file/", file_page, "supervision_job_file")]
    change_page = JobPage

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if scope.supervises(request.user):
            return rows
        return rows.filter(by=request.user).exclude(kind=Job.Kind.ARCHIVE)
