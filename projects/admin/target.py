from functools import reduce

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from projects.admin.base import RecordAdmin, SeenOnlyInline, plainly, swapped, yes_or_no
from projects.admin.plan import PlanPage
from projects.admin.programme import published
from projects.admin.sheets import SheetImportAdmin
from projects.admin.terms import TermsPage
from projects.models import NoticeSpan, Plan, Target, TargetTerms
from projects.sheets.outgoing import PlanSheetResource, plans_sheet
from projects.sheets.plans import PlanImport
from projects.sheets.resources import TargetResource
from projects.values.months import short
from projects.values.numbers import plain
from projects.values.text import misprints, most_misprints, quoted

PUBLIC = yes_or_no("public", "对外公开", no="否")
STEP = plainly("step", "最小计数单位")
WEIGHT = plainly("weight", "权重（印发时）")


class SpanInline(SeenOnlyInline):
    model = NoticeSpan
    fields = ["excerpt"]
    show_change_link = False
    verbose_name_plural = "原文出处（指标从文件的哪句话读出）"


class TermsInline(SeenOnlyInline):
    model = TargetTerms
    fields = ["version", "from_words", "to_words", "start", "due", "definition", "document"]
    readonly_fields = ["from_words", "to_words"]
    show_change_link = False
    verbose_name_plural = "指标口径（只增新版本，不改旧版本）"

    @admin.display(description="基数")
    def from_words(self, terms):
        return plain(terms.baseline) or "—"

    @admin.display(description="目标")
    def to_words(self, terms):
        return f"{terms.get_comparison_display()}{plain(terms.value)}" if terms.value else "—"


class PlanInline(SeenOnlyInline):
    model = Plan
    fields = ["version", "document", "effective", "reason", "points_in_words", "answered"]
    readonly_fields = ["points_in_words", "answered"]
    show_change_link = False
    verbose_name_plural = "序时进度计划（只增新版本，不改旧版本）"

    def get_queryset(self, request):
        plans = super().get_queryset(request).select_related("answer")
        return plans.prefetch_related("points__milestone")

    @admin.display(description="提问和说明")
    def answered(self, plan):
        answer = getattr(plan, "answer", None)
        return f"{answer.questions}\n{answer.text}" if answer else "—"

    @admin.display(description="各月计划")
    def points_in_words(self, plan):
        return "；".join(map(in_words, plan.points.all()))


def in_words(point) -> str:
    month = short(point.month)
    if point.milestone_id:
        return f"{month} {point.milestone.name}"
    return month if point.value is None else f"{month} {plain(point.value)}"


class TargetForm(forms.ModelForm):
    def clean_name(self):
        """Once the list is public, what a name says stays what was issued."""
        name, target = self.cleaned_data["name"], self.instance
        if not (target.pk and published(target.project.programme)):
            return name
        issued = target.former_names[0][1] if target.former_names else target.name
        if misprints(issued, name) > (most := most_misprints(issued)):
            raise forms.ValidationError(
                f"清单已经公布，名称只能订正错字，与印发的{quoted(issued)}相差不超过{most}个字。"
                "要改成另一件事，请办理承诺调整或增列。"
            )
        return name


@admin.register(Target)
class TargetAdmin(SheetImportAdmin, RecordAdmin):
    resource_classes = [TargetResource, PlanSheetResource]
    import_class = PlanImport
    to_fill = staticmethod(plans_sheet)
    form = TargetForm
    list_display = ["name", "project", "kind", "measure", PUBLIC, "planned", "plan_link"]
    list_filter = ["project__programme", "kind", "public", "project"]
    list_select_related = ["project__programme"]
    search_fields = ["name", "project__title"]
    search_help_text = "按指标或项目查找"
    autocomplete_fields = ["project", "part_of"]
    inlines = [SpanInline, TermsInline, PlanInline]
    own_pages = [
        ("<int:pk>/plan/", PlanPage, "projects_target_plan"),
        ("<int:pk>/terms/", TermsPage, "projects_target_terms"),
    ]
    fieldsets = [
        (
            "指标",
            {
                "fields": ["project", "task", "number", "name", "kind", "measure", "step"],
                "description": "清单公布后，名称只订正错字，其余不能再改；"
                "调整目标值、权重要办理承诺调整。",
            },
        ),
        (
            "考核",
            {
                "fields": ["weight", "part_of", "public"],
                "description": "权重决定项目总进度怎样折算；不公开的指标不参加亮牌。"
                "公布后权重凭文件调整，公开与否不再改变。",
            },
        ),
        (
            "公开时怎样说",
            {
                "fields": ["counted_in", "people"],
                "description": "不影响评定，公布后也可以改，网页、表格和通报随即照办。",
            },
        ),
    ]

    def has_add_permission(self, request):
        """Targets come with their list; one more is 增列 or 承诺调整, by two people."""
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("plans", "terms")

    def get_readonly_fields(self, request, obj=None):
        fixed = (
            "project", "task", "number", "kind", "measure", STEP, WEIGHT, "part_of", PUBLIC
        )  # fmt: skip
        return fixed if obj and published(obj.project.programme) else ()

    def get_fieldsets(self, request, obj=None):
        fixed = STEP in self.get_readonly_fields(request, obj)
        if not fixed:
            return self.fieldsets
        shown = {"step": STEP, "weight": WEIGHT, "public": PUBLIC}
        return reduce(lambda sets, name: swapped(sets, name, shown[name]), shown, self.fieldsets)

    def save_model(self, request, obj, form, change):
        if "name" in form.changed_data and published(obj.project.programme):
            obj.spelled_anew(form.initial["name"], self.at())
        super().save_model(request, obj, form, change)

    @admin.display(description="计划")
    def planned(self, target):
        plans = target.plans.all()
        return f"第{max(plan.version for plan in plans)}版" if plans else "待定"

    @admin.display(description="制定")
    def plan_link(self, target):
        """The next thing to enter: its terms, then its plan."""
        words, name = ("制定计划", "plan") if target.terms.all() else ("登记口径", "terms")
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">：{}</span></a>',
            reverse(f"admin:projects_target_{name}", args=[target.pk]),
            words,
            target,
        )
