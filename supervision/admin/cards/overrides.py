"""亮牌认定: one person of the office proposes, another confirms or refuses; it expires itself."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.fields import Line, Month, Words
from projects.clock import today
from projects.models import Project
from projects.values.months import month_of
from supervision.actions.overrides import colours_for, decide_override, propose_override
from supervision.admin.badges import override_mark
from supervision.admin.stages import Stages
from supervision.admin.two_people import DecisionPage, Proposals, state_of
from supervision.models import Card, CardOverride


class ProposeForm(forms.Form):
    project = forms.ModelChoiceField(
        Project.everything.select_related("programme"), label="实事项目"
    )
    colour = forms.ChoiceField(label="认定为")
    first = Month(label="自哪个月起", help_text="如 2023-10。")
    last = Month(label="到哪个月止", help_text="过了这个月自动失效，以后各月照规则亮牌。")
    reason = Words(
        label="认定理由",
        max_length=300,
        help_text="会在公众页面显示，不写个人信息和内部问题。",
    )
    basis_kind = forms.ChoiceField(label="依据", choices=CardOverride.Basis)
    basis = Line(label="依据文号或名称", max_length=100, help_text="会在公众页面显示。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = self.data.get("first") or month_of(today())
        labels = dict(Card.Colour.choices)
        self.fields["colour"].choices = [(each, labels[each]) for each in colours_for(first)]


class ProposePage(ActPage):
    template_name = "admin/cards/override_propose.html"
    form_class, action = ProposeForm, propose_override
    title, done = "提出亮牌认定", "认定已提出，请另一位督查人员确认。"

    def get_initial(self):
        return {name: self.request.GET.get(name, "") for name in ("project", "first", "last")}

    def onward(self, override):
        return reverse("admin:supervision_cardoverride_change", args=[override.pk])


class OverridePage(DecisionPage):
    template_name, action = "admin/cards/override.html", decide_override
    title, name = "亮牌认定", "override"
    confirmed, declined = "已确认，公众页面已经更新。", "已记为不同意。"

    def context(self):
        override = self.row
        covered = {"period__month__gte": override.first, "period__month__lte": override.last}
        cards = Card.everything.filter(project=override.project_id, **covered).in_force()
        return {
            **super().context(),
            "state": shown(override),
            "cards": cards.select_related("period").order_by("period__month"),
        }


class OverrideStages(Stages):
    title, parameter_name = "状态", "state"

    @property
    def stages(self):
        over = Q(last__lt=month_of(today()))
        return {
            "proposed": ("待确认", Q(decision__isnull=True)),
            "confirmed": ("生效", Q(decision__confirmed=True) & ~over),
            "refused": ("不同意", Q(decision__confirmed=False)),
            "expired": ("已过期", Q(decision__confirmed=True) & over),
        }


@admin.register(CardOverride)
class OverrideAdmin(Proposals):
    list_display = ["project", "mark", "months", "basis", "state", "proposed_by", "proposed_at"]
    list_filter = [OverrideStages]
    search_fields = ["project__title", "reason", "basis"]
    search_help_text = "按项目、理由或依据查找"
    ordering = ["-proposed_at"]
    change_list_template = "admin/cards/override_list.html"
    pages = [("propose/", ProposePage, "override_propose")]
    change_page = OverridePage

    @admin.display(description="认定为")
    def mark(self, override):
        return override_mark(override)

    @admin.display(description="月份", ordering="first")
    def months(self, override):
        return f"{override.first}至{override.last}"

    @admin.display(description="状态")
    def state(self, override):
        return shown(override)


def shown(override: CardOverride) -> str:
    """Return its state, in which a confirmed one is in force until it expires."""
    state = state_of(override)
    if state != "已确认":
        return state
    return "已过期" if override.last < month_of(today()) else "生效"
