from django.contrib import admin, messages
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone

from projects.admin.base import SeenOnlyAdmin
from projects.clock import now, today
from projects.errors import Refused
from supervision import scope, slips
from supervision.actions.exports import record_export
from supervision.admin.evidence import handed_out
from supervision.admin.marks import notice_mark
from supervision.admin.noticeforms import FORMS, OFFICE_FORMS, UNIT_FORMS
from supervision.admin.pages import found, page
from supervision.documents.slip import paper_of
from supervision.documents.slipword import DOCX, as_word
from supervision.models import Notice, NoticeFile
from supervision.sheets.answers import attachment
from supervision.slips import Slip

State = Notice.State
OVERDUE, ASKED = "overdue", "asked"
STAGES = {
    State.DRAFT.value: ("待签发", [State.DRAFT]),
    State.ISSUED.value: ("待答复", [State.ISSUED, State.SENT_BACK]),
    State.ANSWERED.value: ("已答复待核", [State.ANSWERED]),
    State.CLEARED.value: ("已销号", [State.CLEARED]),
    State.DROPPED.value: ("不予签发", [State.DROPPED]),
}
OFFICE_STAGES = (State.DRAFT.value, State.DROPPED.value)


class StageFilter(admin.SimpleListFilter):
    title, parameter_name = "办理情况", "stage"

    def lookups(self, request, model_admin):
        office = scope.supervises(request.user)
        shown = [key for key in STAGES if office or key not in OFFICE_STAGES]
        stages = [(key, STAGES[key][0]) for key in shown]
        return [*stages[:2], (OVERDUE, "逾期"), (ASKED, "申请延期"), *stages[2:]]

    def queryset(self, request, queryset):
        if self.value() == OVERDUE:
            return queryset.overdue(today())
        if self.value() == ASKED:
            return queryset.filter(extension=ASKED, closed_at__isnull=True)
        if self.value() in STAGES:
            return queryset.filter(state__in=STAGES[self.value()][1])
        return queryset


@admin.register(Notice)
class NoticeAdmin(SeenOnlyAdmin):
    """督办单: the office sees all, a unit those addressed to it; each step is an act."""

    list_display = ["numbered", "matter_words", "addressee", "mark", "limit_words", "left"]
    list_filter = [StageFilter, "programme"]
    list_select_related = slips.WORKED
    search_fields = ["project__title", "target__name", "addressee__name"]
    search_help_text = "按项目、指标或单位查找"
    ordering = [F("number").desc(nulls_first=True), "-pk"]

    def get_queryset(self, request):
        mine = scope.notices(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk")).with_limit()

    def has_view_permission(self, request, obj=None):
        return scope.supervises(request.user) or scope.fills(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description="编号", ordering="number")
    def numbered(self, notice):
        return notice.label

    @admin.display(description="事项", ordering="project__number")
    def matter_words(self, notice):
        return notice.matter

    @admin.display(description="状态", ordering="state")
    def mark(self, notice):
        return notice_mark(notice)

    @admin.display(description="时限", ordering="limit")
    def limit_words(self, notice):
        return notice.limit

    @admin.display(description="剩余")
    def left(self, notice):
        return Slip(notice, today()).deadline or "—"

    def get_urls(self):
        pages = [
            *((f"<int:pk>/{name}/", self.act_view, name) for name in FORMS),
            ("<int:pk>/word/", self.word_view, "word"),
            ("<int:pk>/print/", self.print_view, "print"),
            ("file/<int:pk>/", self.file_view, "file"),
        ]
        own = [
            path(
                at,
                self.admin_site.admin_view(view),
                {"act": name} if name in FORMS else None,
                name=f"supervision_notice_{name}",
            )
            for at, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def slip(self, request, pk) -> Notice:
        rows = self.get_queryset(request).select_related(*slips.WORKED, "issued_by")
        return get_object_or_404(rows, pk=pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.slip_page(request, self.slip(request, found(self, request, object_id).pk))

    def slip_page(self, request, notice, bound=None, status=200):
        """The slip with its timeline and what the person may do with it."""
        kinds = forms_for(request.user, notice)
        forms = [bound if bound and kind is type(bound) else kind(notice) for kind in kinds]
        context = {
            "title": f"督办单　{notice.label}",
            "notice": notice,
            "slip": Slip(notice, today()),
            "steps": slips.timeline(notice),
            "copied": slips.copied(notice, issued_on(notice)),
            "forms": [form for form in forms if form is bound or form.offered()],
            "led": scope.projects(request.user, today()).filter(pk=notice.project_id).exists(),
            "extension_waits": notice.extension == ASKED and not notice.closed_at,
        }
        return page(self, request, "notices/notice.html", context, status=status)

    def act_view(self, request, pk, act):
        notice = self.slip(request, pk)
        if FORMS[act] not in forms_for(request.user, notice):
            raise Http404
        if request.method != "POST":
            return to_slip(notice)
        form = FORMS[act](notice, request.POST, request.FILES)
        if form.is_valid() and done(request, form):
            return to_slip(notice)
        return self.slip_page(request, self.slip(request, pk), form, status=400)

    def print_view(self, request, pk):
        notice = self.slip(request, pk)
        context = {"title": notice.label, "paper": paper_of(notice, today()), "notice": notice}
        return page(self, request, "notices/print.html", context)

    def word_view(self, request, pk):
        notice = self.slip(request, pk)
        paper = paper_of(notice, today())
        record_export(what=f"督办单{notice.label}（{notice.project}）", by=request.user, at=now())
        plain = f"slip-{notice.programme.year}-{notice.number or 'draft'}"
        return attachment(as_word(paper), DOCX, f"{paper.file_name}.docx", plain)

    def file_view(self, request, pk):
        mine = scope.notices(request.user, today())
        rows = NoticeFile.objects.filter(step__notice__in=mine)
        return handed_out(get_object_or_404(rows, pk=pk))


def forms_for(person, notice: Notice) -> tuple:
    """The forms of the person's side: the office's, the addressed unit's, or both."""
    office = OFFICE_FORMS if scope.supervises(person) else ()
    own = scope.own_notices(person, today()).filter(pk=notice.pk).exists()
    return (*office, *(UNIT_FORMS if own else ()))


def done(request, form) -> bool:
    """Whether it was done; if not, the sentence why stands on the form."""
    try:
        form.act(request.user, now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, form.said.format(form.notice.label))
    return True


def to_slip(notice: Notice):
    return HttpResponseRedirect(reverse("admin:supervision_notice_change", args=[notice.pk]))


def issued_on(notice: Notice):
    return timezone.localdate(notice.issued_at) if notice.issued_at else today()
