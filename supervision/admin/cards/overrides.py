"""亮牌认定: one person of the office proposes, another confirms or refuses; it expires itself."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse

from projects.admin.base import SeenOnlyAdmin
from projects.clock import now, today
from projects.errors import Refused
from projects.models import Project
from projects.models.fields import validate_month
from projects.values.months import month_of
from projects.values.text import clean
from supervision.actions.overrides import colours_for, decide_override, propose_override
from supervision.admin.badges import override_mark
from supervision.admin.pages import OfficeOnly, found, page
from supervision.models import Card, CardOverride

LONGEST_REASON = 300


class ProposeForm(forms.Form):
    project = forms.ModelChoiceField(
        Project.everything.select_related("programme"), label="实事项目"
    )
    colour = forms.ChoiceField(label="认定为")
    first = forms.CharField(
        label="自哪个月起", max_length=7, validators=[validate_month], help_text="如 2023-10。"
    )
    last = forms.CharField(
        label="到哪个月止",
        max_length=7,
        validators=[validate_month],
        help_text="过了这个月自动失效，以后各月照规则亮牌。",
    )
    reason = forms.CharField(
        label="认定理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会在公众页面显示，不写个人信息和内部问题。",
    )
    basis_kind = forms.ChoiceField(label="依据", choices=CardOverride.Basis)
    basis = forms.CharField(label="依据文号或名称", max_length=100, help_text="会在公众页面显示。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = self.data.get("first") or month_of(today())
        labels = dict(Card.Colour.choices)
        self.fields["colour"].choices = [(each, labels[each]) for each in colours_for(first)]

    def clean_reason(self):
        return clean(self.cleaned_data["reason"])

    def clean_basis(self):
        return clean(self.cleaned_data["basis"])


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = "状态", "state"

    def lookups(self, request, model_admin):
        return [("proposed", "待确认"), ("confirmed", "生效"), ("refused", "不同意"),
                ("expired", "已过期")]  # fmt: skip

    def queryset(self, request, queryset):
        over = Q(last__lt=month_of(today()))
        wanted = {
            "proposed": Q(decision__isnull=True),
            "confirmed": Q(decision__confirmed=True) & ~over,
            "refused": Q(decision__confirmed=False),
            "expired": Q(decision__confirmed=True) & over,
        }.get(self.value())
        return queryset.filter(wanted) if wanted else queryset


@admin.register(CardOverride)
class OverrideAdmin(OfficeOnly, SeenOnlyAdmin):
    """亮牌认定: all of them on one page, whatever became of them."""

    list_display = ["project", "mark", "months", "basis", "state", "proposed_by", "proposed_at"]
    list_filter = [StateFilter]
    list_select_related = ["project", "proposed_by", "decision"]
    search_fields = ["project__title", "reason", "basis"]
    search_help_text = "按项目、理由或依据查找"
    ordering = ["-proposed_at"]
    change_list_template = "admin/cards/override_list.html"

    @admin.display(description="认定为")
    def mark(self, override):
        return override_mark(override)

    @admin.display(description="月份", ordering="first")
    def months(self, override):
        return f"{override.first}至{override.last}"

    @admin.display(description="状态")
    def state(self, override):
        return state_of(override)

    def get_urls(self):
        view = self.admin_site.admin_view(self.propose_view)
        return [path("propose/", view, name="override_propose"), *super().get_urls()]

    def propose_view(self, request):
        if not self.has_view_permission(request):
            raise Http404
        return propose_page(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        override = found(self, request, object_id)
        reason = clean(request.POST.get("reason", "")).strip()
        if request.method == "POST" and decided(request, override, reason):
            return to_override(override)
        covered = {"period__month__gte": override.first, "period__month__lte": override.last}
        cards = Card.everything.filter(project=override.project_id, **covered).in_force()
        context = {
            "title": f"亮牌认定：{override.project}",
            "override": override,
            "state": state_of(override),
            "decision": getattr(override, "decision", None),
            "own": override.proposed_by_id == request.user.pk,
            "reason": reason,
            "cards": cards.select_related("period").order_by("period__month"),
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "cards/override.html", context, status=status)


def state_of(override: CardOverride) -> str:
    decision = getattr(override, "decision", None)
    if decision is None:
        return "待确认"
    if not decision.confirmed:
        return "不同意"
    return "已过期" if override.last < month_of(today()) else "生效"


def to_override(override: CardOverride):
    address = reverse("admin:supervision_cardoverride_change", args=[override.pk])
    return HttpResponseRedirect(address)


def decided(request, override: CardOverride, reason: str) -> bool:
    """Whether it was confirmed or refused; if not, the page says why."""
    confirmed = "confirm" in request.POST
    try:
        if len(reason) > LONGEST_REASON:
            raise Refused(f"意见最多{LONGEST_REASON}字，现有{len(reason)}字。")
        decide_override(
            override=override, confirmed=confirmed, reason=reason, by=request.user, at=now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, "已确认，公众页面已经更新。" if confirmed else "已记为不同意。")
    return True


def propose_page(model_admin, request):
    initial = {name: request.GET.get(name, "") for name in ("project", "first", "last")}
    form = ProposeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            override = propose_override(**form.cleaned_data, by=request.user, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "认定已提出，请另一位督查人员确认。")
            return to_override(override)
    context = {"title": "提出亮牌认定", "form": form}
    status = 400 if form.errors else 200
    return page(model_admin, request, "cards/override_propose.html", context, status=status)
