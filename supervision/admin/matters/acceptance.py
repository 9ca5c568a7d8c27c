"""验收 in the admin: one person of the office enters it, another confirms or sends it away."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from projects.admin.base import SeenOnlyAdmin
from projects.clock import now
from projects.errors import Refused
from projects.models import Project
from projects.values.days import Day
from projects.values.text import clean
from supervision.actions.acceptances import Finding, decide_acceptance, propose_acceptance
from supervision.admin.matters.slip_forms import Words
from supervision.admin.pages import OfficeOnly, found, page
from supervision.admin.reports.evidence import handed_out
from supervision.models import Acceptance
from supervision.reports import uploads

LONGEST_REASON = 300


class AcceptanceForm(forms.Form):
    project = forms.ModelChoiceField(
        Project.everything.select_related("programme"), label="实事项目"
    )
    passed = forms.TypedChoiceField(
        label="结论",
        choices=[("", "请选择"), ("1", "通过"), ("0", "不通过")],
        coerce=lambda text: text == "1",
    )
    body = forms.CharField(label="验收单位", max_length=100, help_text="会在公众页面显示。")
    held_on = Day(label="验收日期")
    document = forms.CharField(label="验收文号", max_length=100, help_text="会在公众页面显示。")
    reason = Words(
        label="理由",
        max_length=LONGEST_REASON,
        required=False,
        help_text="不通过、指标未全部完成而通过、再次验收时必填。会在公众页面显示，不写个人信息。",
    )
    file = forms.FileField(
        label="验收文件",
        help_text=f"盖章的验收意见或纪要。{uploads.ALLOWED}，最多10MB，照片最多50MB；只在内部留存，不公开。",
    )

    def clean_body(self):
        return clean(self.cleaned_data["body"])

    def clean_document(self):
        return clean(self.cleaned_data["document"])

    def clean_file(self):
        """The file as it may be kept; a photo is taken where the project allows any."""
        project = self.cleaned_data.get("project")
        try:
            photos = project is not None and not project.sensitive
            return uploads.check(self.cleaned_data["file"], photos=photos)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def given(self) -> dict:
        """What the action takes."""
        typed = dict(self.cleaned_data)
        project, file = typed.pop("project"), typed.pop("file")
        return {"project": project, "file": file, "finding": Finding(**typed)}


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = "状态", "state"
    CHOICES = {"waiting": None, "confirmed": True, "declined": False}

    def lookups(self, request, model_admin):
        return [("waiting", "待确认"), ("confirmed", "已确认"), ("declined", "不同意")]

    def queryset(self, request, queryset):
        if self.value() not in self.CHOICES:
            return queryset
        return queryset.filter(decision__confirmed=self.CHOICES[self.value()])


@admin.register(Acceptance)
class AcceptanceAdmin(OfficeOnly, SeenOnlyAdmin):
    list_display = ["project", "outcome", "body", "held_on", "document", "state", "proposed_by"]
    list_filter = ["project__programme", StateFilter]
    list_select_related = ["project", "proposed_by", "decision"]
    search_fields = ["project__title", "document", "body"]
    search_help_text = "按项目、文号或验收单位查找"
    change_list_template = "admin/matters/acceptance_list.html"

    @admin.display(description="结论")
    def outcome(self, acceptance):
        return acceptance.outcome

    @admin.display(description="状态")
    def state(self, acceptance):
        return state_of(acceptance)

    def get_urls(self):
        pages = [
            ("propose/", self.propose_view, "supervision_acceptance_propose"),
            ("<int:pk>/file/", self.file_view, "supervision_acceptance_file"),
        ]
        own = [path(at, self.admin_site.admin_view(view), name=name) for at, view, name in pages]
        return [*own, *super().get_urls()]

    def propose_view(self, request):
        if not self.has_view_permission(request):
            raise Http404
        return propose_page(self, request)

    def file_view(self, request, pk):
        if not self.has_view_permission(request):
            raise Http404
        return handed_out(get_object_or_404(Acceptance, pk=pk))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        acceptance = found(self, request, object_id)
        reason = clean(request.POST.get("reason", "")).strip()
        if request.method == "POST" and decided(request, acceptance, reason):
            return to_acceptance(acceptance)
        earlier = acceptance.project.acceptances.exclude(pk=acceptance.pk)
        context = {
            "title": f"验收：{acceptance.project}",
            "acceptance": acceptance,
            "state": state_of(acceptance),
            "decision": getattr(acceptance, "decision", None),
            "others": earlier.select_related("decision"),
            "own": acceptance.proposed_by_id == request.user.pk,
            "reason": reason,
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "matters/acceptance.html", context, status=status)


def state_of(acceptance: Acceptance) -> str:
    decision = getattr(acceptance, "decision", None)
    if decision is None:
        return "待确认"
    return "已确认" if decision.confirmed else "不同意"


def to_acceptance(acceptance: Acceptance):
    address = reverse("admin:supervision_acceptance_change", args=[acceptance.pk])
    return HttpResponseRedirect(address)


def decided(request, acceptance: Acceptance, reason: str) -> bool:
    """Whether it was confirmed or sent away; if not, the page says why."""
    confirmed = "confirm" in request.POST
    act = {"acceptance": acceptance, "confirmed": confirmed, "by": request.user, "at": now()}
    try:
        if len(reason) > LONGEST_REASON:
            raise Refused(f"意见最多{LONGEST_REASON}字，现有{len(reason)}字。")
        decide_acceptance(**act, reason=reason)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, "已确认，公布当月进展后在公众页面显示。" if confirmed else "已退回。")
    return True


def propose_page(model_admin, request):
    posted = request.method == "POST"
    form = AcceptanceForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"project": request.GET.get("project", "")},
    )
    if posted and form.is_valid():
        try:
            acceptance = propose_acceptance(**form.given(), by=request.user, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "验收已登记，请另一位督查人员确认。")
            return to_acceptance(acceptance)
    context = {"title": "登记验收", "form": form}
    status = 400 if form.errors else 200
    return page(model_admin, request, "matters/acceptance_propose.html", context, status=status)
