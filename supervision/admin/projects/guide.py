"""办事指南 in the admin: one page a project, each line confirmed by the unit alone."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse

from projects.actions.guide import confirm_line, open_guide, write_line
from projects.admin.base import SeenOnlyAdmin
from projects.clock import now, today
from projects.errors import Refused
from projects.models import GuideLine
from projects.values.text import clean
from supervision import scope
from supervision.admin.pages import found, page

LONGEST = 300


class OwnProjects:
    """Seen by the office, and by a unit's people for the projects that it leads."""

    def has_module_permission(self, request):
        return scope.supervises(request.user) or scope.fills(request.user)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)


@admin.register(GuideLine)
class GuideLineAdmin(OwnProjects, SeenOnlyAdmin):
    list_display = ["project", "kind", "text", "confirmed_by", "confirmed_at"]
    list_display_links = ["kind"]
    list_select_related = ["project", "confirmed_by"]
    search_fields = ["project__title", "text"]
    search_help_text = "按项目或内容查找"
    change_list_template = "admin/projects/guide_list.html"

    def get_queryset(self, request):
        own = scope.projects(request.user, today())
        return super().get_queryset(request).filter(project__in=own.values("pk"))

    def changelist_view(self, request, extra_context=None):
        without = scope.projects(request.user, today()).filter(guide__isnull=True)
        return super().changelist_view(request, {"without": without.order_by("number")})

    def get_urls(self):
        start = self.admin_site.admin_view(self.open_view)
        return [
            path("<int:project>/open/", start, name="projects_guideline_open"),
            *super().get_urls(),
        ]

    def open_view(self, request, project):
        """Give a project its lines; asked for by a button, never by following a link."""
        row = scope.projects(request.user, today()).filter(pk=project).first()
        if row is None or request.method != "POST":
            raise Http404
        try:
            line = open_guide(project=row, by=request.user, at=now())[0]
        except Refused as refused:
            messages.error(request, str(refused))
            line = row.guide.first()
        return to_guide(line)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        line = found(self, request, object_id)
        lines = list(line.project.guide.select_related("project", "confirmed_by"))
        own = scope.own_project(request.user, line.project, today())
        status = 200
        if request.method == "POST":
            if saved(request, lines, own):
                return to_guide(line)
            status = 400
        typed = [(each, request.POST.get(f"line-{each.pk}", each.text)) for each in lines]
        context = {
            "title": f"办事指南：{line.project}",
            "project": line.project,
            "lines": typed,
            "own": own,
            "longest": LONGEST,
        }
        return page(self, request, "projects/guide.html", context, status=status)


def to_guide(line: GuideLine):
    return HttpResponseRedirect(reverse("admin:projects_guideline_change", args=[line.pk]))


def saved(request, lines: list[GuideLine], own: bool) -> bool:
    """Keep what was typed, then confirm the line whose button was pressed; all that may be."""
    act = {"by": request.user, "at": now()}
    try:
        for line in lines:
            text = clean(request.POST.get(f"line-{line.pk}", line.text)).strip()
            if len(text) > LONGEST:
                kind = line.get_kind_display()
                raise Refused(f"“{kind}”最多{LONGEST}字，现有{len(text)}字。")
            write_line(line=line, text=text, **act)
        wanted = request.POST.get("confirm")
        for line in lines:
            if own and wanted in (str(line.pk), "all") and (line.text or wanted != "all"):
                confirm_line(line=line, **act)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, "已确认，公众现在可以看到。" if own and wanted else "已保存。")
    return True
