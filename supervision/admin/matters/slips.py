from django.contrib import admin, messages
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone

from projects.actions.exports import record_export
from projects.admin.base import SeenOnlyAdmin
from projects.clock import now, today
from projects.errors import Refused
from projects.spreadsheets.answers import attachment
from supervision import scope
from supervision.admin.badges import slip_mark
from supervision.admin.matters.slip_forms import FORMS, OFFICE_FORMS, UNIT_FORMS
from supervision.admin.pages import found, page
from supervision.admin.reports.evidence import handed_out
from supervision.desk import slips
from supervision.desk.slips import SlipLine
from supervision.documents.slip import copied, file_name, values_of
from supervision.documents.word import MIME, word
from supervision.models import Slip, SlipFile

State = Slip.State
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


@admin.register(Slip)
class SlipAdmin(SeenOnlyAdmin):
    """督办单: the office sees all, a unit those addressed to it; each step is an act."""

    list_display = ["numbered", "matter_words", "addressee", "mark", "limit_words", "left"]
    list_filter = [StageFilter, "programme"]
    list_select_related = slips.WORKED
    search_fields = ["project__title", "target__name", "addressee__name"]
    search_help_text = "按项目、指标或单位查找"
    ordering = [F("number").desc(nulls_first=True), "-pk"]

    def get_queryset(self, request):
        mine = scope.slips(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk")).with_limit()

    def has_view_permission(self, request, obj=None):
        return scope.supervises(request.user) or scope.fills(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description="编号", ordering="number")
    def numbered(self, slip):
        return slip.label

    @admin.display(description="事项", ordering="project__number")
    def matter_words(self, slip):
        return slip.matter

    @admin.display(description="状态", ordering="state")
    def mark(self, slip):
        return slip_mark(slip)

    @admin.display(description="时限", ordering="limit")
    def limit_words(self, slip):
        return slip.limit

    @admin.display(description="剩余")
    def left(self, slip):
        return SlipLine(slip, today()).deadline or "—"

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
                name=f"supervision_slip_{name}",
            )
            for at, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def fetched(self, request, pk) -> Slip:
        rows = self.get_queryset(request).select_related(*slips.WORKED, "issued_by")
        return get_object_or_404(rows, pk=pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.slip_page(request, self.fetched(request, found(self, request, object_id).pk))

    def slip_page(self, request, slip, bound=None, status=200):
        """The slip with its timeline and what the person may do with it."""
        kinds = forms_for(request.user, slip)
        forms = [bound if bound and kind is type(bound) else kind(slip) for kind in kinds]
        context = {
            "title": f"督办单　{slip.label}",
            "slip": slip,
            "line": SlipLine(slip, today()),
            "steps": slips.timeline(slip),
            "copied": copied(slip, issued_on(slip)),
            "forms": [form for form in forms if form is bound or form.offered()],
            "led": scope.projects(request.user, today()).filter(pk=slip.project_id).exists(),
            "extension_waits": slip.extension == ASKED and not slip.closed_at,
        }
        return page(self, request, "matters/slips/slip.html", context, status=status)

    def act_view(self, request, pk, act):
        slip = self.fetched(request, pk)
        if FORMS[act] not in forms_for(request.user, slip):
            raise Http404
        if request.method != "POST":
            return to_slip(slip)
        form = FORMS[act](slip, request.POST, request.FILES)
        if form.is_valid() and done(request, form):
            return to_slip(slip)
        return self.slip_page(request, self.fetched(request, pk), form, status=400)

    def print_view(self, request, pk):
        slip = self.fetched(request, pk)
        context = {"title": slip.label, "paper": values_of(slip, today()), "slip": slip}
        return page(self, request, "matters/slips/print.html", context)

    def word_view(self, request, pk):
        slip = self.fetched(request, pk)
        content = word("督办单", f"督办单{slip.label}", values_of(slip, today()))
        record_export(what=f"督办单{slip.label}（{slip.project}）", by=request.user, at=now())
        plain = f"slip-{slip.programme.year}-{slip.number or 'draft'}"
        return attachment(content, MIME, file_name(slip), plain)

    def file_view(self, request, pk):
        mine = scope.slips(request.user, today())
        rows = SlipFile.objects.filter(step__slip__in=mine)
        return handed_out(get_object_or_404(rows, pk=pk))


def forms_for(person, slip: Slip) -> tuple:
    """The forms of the person's side: the office's, the addressed unit's, or both."""
    office = OFFICE_FORMS if scope.supervises(person) else ()
    own = scope.own_slips(person, today()).filter(pk=slip.pk).exists()
    return (*office, *(UNIT_FORMS if own else ()))


def done(request, form) -> bool:
    """Whether it was done; if not, the sentence why stands on the form."""
    try:
        form.act(request.user, now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, form.said.format(form.slip.label))
    return True


def to_slip(slip: Slip):
    return HttpResponseRedirect(reverse("admin:supervision_slip_change", args=[slip.pk]))


def issued_on(slip: Slip):
    return timezone.localdate(slip.issued_at) if slip.issued_at else today()
