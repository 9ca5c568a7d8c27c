from django import forms
from django.contrib import admin

from projects.admin.base import RecordAdmin
from projects.models import CityTask, CityTaskPoint, Target
from projects.numbers import plain


class CityTaskForm(forms.ModelForm):
    """A quota counts what its targets add, so they must be countable together."""

    def clean_quota(self):
        if self.cleaned_data["quota"] <= 0:
            raise forms.ValidationError("市定任务要大于零。")
        return self.cleaned_data["quota"]

    def clean(self):
        cleaned = super().clean()
        programme, measure = cleaned.get("programme"), cleaned.get("measure")
        for target in cleaned.get("targets") or []:
            if why := unfit(target, programme, measure):
                self.add_error("targets", f"“{target.project}”的“{target}”{why}")
        return cleaned


def unfit(target: Target, programme, measure: str) -> str:
    """Why a target cannot carry the quota; empty where it can."""
    if programme and target.project.programme_id != programme.pk:
        return "不在这份年度清单里。"
    if target.kind != Target.Kind.QUANTITY:
        return "不是数量指标，不能与市定任务相加。"
    if target.parts.exists():
        return "由分项相加，请选各分项。"
    if measure and target.measure != measure:
        return f"的计量单位是“{target.measure}”，与“{measure}”不同。"
    return ""


class CityPointInline(admin.StackedInline):
    model = CityTaskPoint
    fields = [("month", "value")]
    extra = 0
    max_num = 24
    verbose_name_plural = "市级计划（各月底累计，只填有变化的月份）"


@admin.register(CityTask)
class CityTaskAdmin(RecordAdmin):
    """市级任务指标: the city's quota, entered once; its progress comes from the targets."""

    form = CityTaskForm
    list_display = ["name", "programme", "quota_words", "carried_by"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    search_fields = ["name", "document"]
    search_help_text = "按市级指标或文件查找"
    autocomplete_fields = ["targets"]
    inlines = [CityPointInline]
    fieldsets = [
        ("市级清单", {"fields": ["programme", "name", "measure", "quota", "document"]}),
        (
            "由谁承担",
            {
                "fields": ["targets"],
                "description": "选本区承担这项任务的数量指标；进度从这些指标的报送自动相加，"
                "不再另报一遍。",
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("targets__project")

    @admin.display(description="市定任务", ordering="quota")
    def quota_words(self, task):
        return f"{plain(task.quota)}{task.measure}"

    @admin.display(description="承担指标")
    def carried_by(self, task):
        return "；".join(f"{target.project} {target}" for target in task.targets.all()) or "没有"
