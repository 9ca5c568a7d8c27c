from django.contrib import admin
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from projects.actions.exports import record_export
from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.papers import handed_out
from projects.clock import now, today
from projects.papers.word import MIME, word
from projects.spreadsheets.answers import attachment
from supervision import scope
from supervision.actions.slip_cards import no_longer
from supervision.actions.slips import asked_of
from supervision.admin.badges import slip_mark
from supervision.admin.matters.slip_forms import FORMS, OFFICE_FORMS, UNIT_FORMS
from supervision.admin.matters.slip_ledger import ledger_page
from supervision.admin.matters.slip_proposing import ProposePage
from supervision.admin.pages import OfficeAndUnits, page
from supervision.calendar import guessed
from supervision.desk import slips
from supervision.desk.slips import SlipLine
from supervision.documents.slip import copied, file_name, values_of
from supervision.jobs.telling import ISSUED, told_of_slip, with_told
from supervision.models import Slip, SlipFile

State = Slip.State
# The acts that the addressed unit is told of in its work group.
TOLD = {"issue": ISSUED, "press": "督办单再督", "return": "督办单答复退回"}
OVERDUE, ASKED, DUE, UNANSWERED = "overdue", "asked", "due", "unanswered"
STAGES = {
    State.DRAFT.value: ("待核稿", [State.DRAFT]),
    State.CHECKED.value: ("待签发", [State.CHECKED]),
    State.ISSUED.value: ("待答复", Slip.WAITING),
    State.ANSWERED.value: ("已答复待核", [State.ANSWERED]),
    State.MENDING.value: ("整改中", [State.MENDING]),
    State.CLEARING.value: ("待复核销号", [State.CLEARING]),
    State.CLEARED.value: ("已销号", [State.CLEARED]),
    State.DROPPED.value: ("不予签发", [State.DROPPED]),
}
OFFICE_STAGES = (State.DRAFT.value, State.CHECKED.value, State.DROPPED.value)


def fetched(model_admin, request, pk) -> Slip:
    rows = model_admin.get_queryset(request).select_related(
        *slips.WORKED, "issued_by", "drafted_by", "checked_by", "message"
    )
    return get_object_or_404(rows, pk=model_admin.found(request, pk).pk)


def forms_for(person, slip: Slip) -> tuple:
    """The forms of the person's side: the office's, the addressed unit's, or both."""
    office = OFFICE_FORMS if scope.supervises(person) else ()
    own = scope.own_slips(person, today()).filter(pk=slip.pk).exists()
    return (*office, *(UNIT_FORMS if own else ()))


def shown(request, slip: Slip, bound=None) -> dict:
    """Return the slip with its timeline and what the person may do with it."""
    kinds = forms_for(request.user, slip)
    forms = [bound if bound and kind is type(bound) else kind(slip, request.user) for kind in kinds]
    issued = timezone.localdate(slip.issued_at) if slip.issued_at else today()
    line = SlipLine(slip, today())
    put = list(slip.put_forward.select_related("leader", "by", "decision"))
    return {
        "rows": put,
        "guessed": guessed(line.timing.answer_by, line.timing.mended_by),
        "signed_online": any(each.signed for each in put),
        "title": f"督办单　{slip.label}",
        "slip": slip,
        "line": line,
        "steps": slips.timeline(slip),
        "copied": copied(slip, issued),
        "forms": [form for form in forms if form is bound or form.offered()],
        "no_longer": no_longer(slip) if slip.state in Slip.DRAFTS else "",
        "vouched": asked_of(slip, slip.demand).items() if slip.state in Slip.DRAFTS else (),
        "led": scope.projects(request.user, today()).filter(pk=slip.project_id).exists(),
        "extension_waits": slip.extension == ASKED and not slip.closed_at,
    }


def slip_page(model_admin, request, pk):
    context = shown(request, fetched(model_admin, request, pk))
    return page(model_admin, request, "matters/slips/slip.html", context)


class SlipActPage(ActPage):
    """One thing done with a slip; what is refused stands on its form, on the slip's page."""

    template_name = "admin/matters/slips/slip.html"

    def fetch(self, pk, act):
        self.slip, self.kind = fetched(self.model_admin, self.request, pk), FORMS[act]
        if self.kind not in forms_for(self.request.user, self.slip):
            raise Http404
        if self.request.method != "POST":
            return redirect(self.onward(None))

    def get_form(self, form_class=None):
        return self.kind(self.slip, self.request.user, self.request.POST, self.request.FILES)

    def act(self, form):
        form.act(self.request.user, now())
        return form

    def said(self, form):
        said = form.said.format(form.slip.label)
        if form.name not in TOLD:
            return said
        return with_told(said, told_of_slip(form.slip, TOLD[form.name], self.request.user))

    def onward(self, form):
        return reverse("admin:supervision_slip_change", args=[self.slip.pk])

    def get_context_data(self, form, **kw):
        slip = fetched(self.model_admin, self.request, self.slip.pk)
        return super().get_context_data(form=form, **kw) | shown(self.request, slip, form)


def print_page(model_admin, request, pk):
    slip = fetched(model_admin, request, pk)
    papers = [values_of(slip, today())]
    context = {"title": f"打印督办单　{slip.label}", "papers": papers, "slip": slip}
    return page(model_admin, request, "matters/slips/print.html", context)


def word_page(model_admin, request, pk):
    slip = fetched(model_admin, request, pk)
    content = word("督办单", f"督办单{slip.label}", values_of(slip, today()))
    record_export(what=f"督办单{slip.label}（{slip.matter}）", by=request.user, at=now())
    plain = f"slip-{slip.programme.year}-{slip.number or 'draft'}"
    return attachment(content, MIME, file_name(slip), plain)


def file_page(model_admin, request, pk):
    mine = scope.slips(request.user, today())
    rows = SlipFile.objects.filter(step__slip__in=mine)
    return handed_out(get_object_or_404(rows, pk=pk))


class StageFilter(admin.SimpleListFilter):
    title, parameter_name = "办理情况", "stage"

    def lookups(self, request, model_admin):
        office = scope.supervises(request.user)
        shown = [key for key in STAGES if office or key not in OFFICE_STAGES]
        stages = [(key, STAGES[key][0]) for key in shown]
        told = [(DUE, "整改到期待查"), (UNANSWERED, "逾期没有答复")] if office else []
        return [*stages, (OVERDUE, "逾期"), (ASKED, "申请延期"), *told]

    def queryset(self, request, queryset):
        if self.value() == OVERDUE:
            return queryset.overdue(today())
        if self.value() == DUE:
            return slips.to_look_at(queryset, today())
        if self.value() == UNANSWERED:
            return slips.unanswered(queryset, today())
        if self.value() == ASKED:
            return queryset.filter(extension=ASKED, closed_at__isnull=True)
        if self.value() in STAGES:
            return queryset.filter(state__in=STAGES[self.value()][1])
        return queryset


@admin.register(Slip)
class SlipAdmin(OfficeAndUnits, SeenOnlyAdmin):
    """督办单: the office sees all, a unit those addressed to it; each step is an act."""

    list_display = ["numbered", "matter_words", "addressee", "mark", "limit_words", "left"]
    list_filter = [StageFilter, "source", "programme"]
    list_select_related = slips.WORKED
    search_fields = ["project__title", "target__name", "addressee__name", "subject"]
    search_help_text = "按项目、指标、事由或单位查找"
    change_list_template = "admin/matters/slips/list.html"
    pages = [
        *(
            (f"<int:pk>/{name}/", SlipActPage, f"supervision_slip_{name}", {"act": name})
            for name in FORMS
        ),
        ("<int:pk>/word/", word_page, "supervision_slip_word"),
        ("<int:pk>/print/", print_page, "supervision_slip_print"),
        ("file/<int:pk>/", file_page, "supervision_slip_file"),
        ("propose/", ProposePage, "supervision_slip_propose"),
        ("ledger/", ledger_page, "supervision_slip_ledger"),
    ]
    change_page = slip_page
    ordering = [F("number").desc(nulls_first=True), "-pk"]

    def get_queryset(self, request):
        mine = scope.slips(request.user, today())
        found = super().get_queryset(request).filter(pk__in=mine.values("pk")).with_limit()
        return found.prefetch_related("steps")

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
        line = SlipLine(slip, today())
        left = "" if line.overdue else line.deadline  # how late it is the words say
        return "，".join(filter(None, [left, line.timing.words])) or "—"
