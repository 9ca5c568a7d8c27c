"""办事指南 in the admin: one page a project, each line confirmed by the unit alone."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect

from projects.actions.guide import confirm_line, open_guide, write_line
from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Words
from projects.clock import now, today
from projects.errors import Refused
from projects.models import GuideLine
from supervision import scope
from supervision.admin.pages import OfficeAndUnits


class GuideForm(forms.Form):
    """A project's lines; the button pressed names the line to be confirmed, or all."""

    confirm = forms.CharField(required=False)

    def __init__(self, *args, lines: list[GuideLine], **kw):
        super().__init__(*args, **kw)
        self.boxes = [(line, f"line-{line.pk}") for line in lines]
        for line, name in self.boxes:
            kind = line.get_kind_display()
            self.fields[name] = Words(
                label=f"“{kind}”", max_length=300, required=False, initial=line.text
            )

    def rows(self):
        return [(line, self[name]) for line, name in self.boxes]

    def texts(self) -> list[tuple[GuideLine, str]]:
        return [
            (line, self.cleaned_data[name] if name in self.data else line.text)
            for line, name in self.boxes
        ]


class GuidePage(ActPage):
    template_name, form_class = "admin/projects/guide.html", GuideForm

    def fetch(self, pk):
        self.line = self.model_admin.found(self.request, pk)
        project = self.line.project
        self.lines = list(project.guide.select_related("project", "confirmed_by"))
        self.own = scope.own_project(self.request.user, project, today())

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "lines": self.lines}

    def act(self, form):
        """Keep what was typed, then confirm the line whose button was pressed; all that may be."""
        act = {"by": self.request.user, "at": now()}
        written = [write_line(line=line, text=text, **act) for line, text in form.texts()]
        wanted = form.cleaned_data["confirm"]
        for line in written if self.own else []:
            if wanted == str(line.pk) or (wanted == "all" and line.text):
                confirm_line(line=line, **act)
        return wanted

    def said(self, wanted):
        return "已确认，公众现在可以看到。" if self.own and wanted else "已保存。"

    def context(self):
        project = self.line.project
        return {"title": f"办事指南：{project}", "project": project, "own": self.own}


def open_page(model_admin, request, project):
    """Give a project its lines; asked for by a button, never by following a link."""
    row = scope.projects(request.user, today()).filter(pk=project).first()
    if row is None or request.method != "POST":
        raise Http404
    try:
        line = open_guide(project=row, by=request.user, at=now())[0]
    except Refused as refused:
        messages.error(request, str(refused))
        line = row.guide.first()
    return redirect("admin:projects_guideline_change", line.pk)


@admin.register(GuideLine)
class GuideLineAdmin(OfficeAndUnits, SeenOnlyAdmin):
    list_display = ["project", "kind", "text", "confirmed_by", "confirmed_at"]
    list_display_links = ["kind"]
    list_select_related = ["project", "confirmed_by"]
    search_fields = ["project__title", "text"]
    search_help_text = "按项目或内容查找"
    change_list_template = "admin/projects/guide_list.html"
    own_pages = [("<int:project>/open/", open_page, "projects_guideline_open")]
    change_page = GuidePage

    def get_queryset(self, request):
        own = scope.projects(request.user, today())
        return super().get_queryset(request).filter(project__in=own.values("pk"))

    def changelist_view(self, request, extra_context=None):
        without = scope.projects(request.user, today()).filter(guide__isnull=True)
        return super().changelist_view(request, {"without": without.order_by("number")})
