"""附件: attached on the page of what they are about, handed out to whoever may read that."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin, in_text
from projects.admin.papers import WithPaper, handed_out
from projects.clock import now, today
from supervision import scope
from supervision.actions.papers import attach_paper
from supervision.admin.pages import OfficeOnly
from supervision.models import Paper

BY = in_text("by", "附上人")
# Where each thing that papers are attached to has its page.
PAGES = {
    "reply": ("supervision_trial", "report_id"),
    "appeal": ("supervision_appeal_change", "pk"),
    "override": ("supervision_cardoverride_change", "pk"),
    "adjustment": ("supervision_adjustment_change", "pk"),
    "part": ("supervision_part", "report_id"),
}


class PaperForm(WithPaper):
    paper, stamped = "附件", ""

    def __init__(self, *args, photos: bool = True, **kw):
        super().__init__(*args, **kw)
        self.may_photos = photos

    def photos(self) -> bool:
        return self.may_photos


class AttachPage(ActPage):
    template_name, form_class = "admin/matters/paper.html", PaperForm

    def fetch(self, kind, pk):
        rows = scope.papered(self.request.user, today()).get(kind)
        if rows is None:
            raise Http404
        self.kind, self.about = kind, get_object_or_404(rows, pk=pk)
        self.draft = Paper(**{kind: self.about})

    def get_form_kwargs(self):
        project = self.draft.project
        return {**super().get_form_kwargs(), "photos": not (project and project.sensitive)}

    def act(self, form):
        act = {"kind": self.kind, "about": self.about, "by": self.request.user, "at": now()}
        return attach_paper(**act, file=form.cleaned_data["file"])

    def said(self, paper):
        return f"已附上“{paper}”。"

    def onward(self, paper):
        name, key = PAGES[self.kind]
        return reverse(f"admin:{name}", args=[getattr(self.about, key)])

    def context(self):
        return {
            "title": f"附上材料：{self.about}",
            "back": self.onward(None),
            "settled": self.draft.settled,
        }


def file_page(model_admin, request, pk):
    paper = get_object_or_404(Paper, pk=pk)
    rows = scope.papered(request.user, today())[paper.kind]
    get_object_or_404(rows, pk=paper.about.pk)
    return handed_out(paper)


@admin.register(Paper)
class PaperAdmin(OfficeOnly, SeenOnlyAdmin):
    list_display = ["name", "about_what", "at", BY]
    list_select_related = ["reply", "appeal", "override", "adjustment", "part", "by"]
    search_fields = ["name"]
    search_help_text = "按文件名查找"
    fields = ["name", "size", "sha256", "at", BY]
    readonly_fields = [BY]
    own_pages = [
        ("attach/<str:kind>/<int:pk>/", AttachPage, "supervision_paper_attach"),
        ("<int:pk>/file/", file_page, "supervision_paper_file"),
    ]

    @admin.display(description="属于")
    def about_what(self, paper):
        return f"{paper.about._meta.verbose_name}：{paper.about}"
