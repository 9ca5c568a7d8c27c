from django import forms
from django.contrib import admin

from projects.actions.quotas import countable, first_version, other_measure
from projects.admin.base import RecordAdmin, swapped
from projects.admin.fields import Several, SeveralLookedUp, is_key
from projects.admin.sheets import SheetImportAdmin
from projects.models import CityTask, CityTaskPoint, Programme, Target
from projects.sheets.quotas import QuotaImport, QuotaResource
from projects.values.numbers import plain

# Beyond this many a page of boxes serves nobody: then one searches instead.
MOST_BOXES = 300


class CountableField(Several):
    def label_from_instance(self, target):
        return f"{target.project}　{target}（{target.measure}）"


class CityTaskForm(forms.ModelForm):
    """A quota counts what its targets add, so they must be countable together."""

    targets = CountableField(
        Target.everything.none(),
        label="承担指标",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只列这份年度清单的数量指标；换了年度清单，先保存再选。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["targets"]
        field.queryset = countable(self.programme())
        if field.queryset[MOST_BOXES:].exists():
            field.widget = SeveralLookedUp(CityTask.targets.field, admin.site)
            field.widget.choices = field.choices

    def programme(self) -> int | None:
        """The key of the programme that the page is about, the latest on an empty form."""
        chosen = str(self.data.get("programme") or self.instance.programme_id or "")
        if is_key(chosen):
            return int(chosen)
        return Programme.everything.values_list("pk", flat=True).first()

    def clean_quota(self):
        if self.cleaned_data["quota"] <= 0:
            raise forms.ValidationError("市定任务要大于零。")
        return self.cleaned_data["quota"]

    def clean(self):
        cleaned = super().clean()
        measure = cleaned.get("measure")
        for target in cleaned.get("targets") or []:
            if measure and (sentence := other_measure(target, measure)):
                self.add_error("targets", f"“{target.project}”的{sentence}")
        return cleaned


class CityPointInline(admin.StackedInline):
    model = CityTaskPoint
    extra = 2
    fields = [("month", "value")]
    max_num = 24
    verbose_name_plural = "市级计划（各月底累计，只填有变化的月份）"


@admin.register(CityTask)
class CityTaskAdmin(SheetImportAdmin, RecordAdmin):
    """市级任务指标: the city's quota, entered once; its progress comes from the targets."""

    form = CityTaskForm
    resource_classes = [QuotaResource]
    import_class = QuotaImport
    list_display = [
        "name",
        "programme",
        "quota_words",
        "carried_by",
        "version",
        "effective",
    ]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    search_fields = ["name", "document"]
    search_help_text = "按市级指标或文件查找"
    inlines = [CityPointInline]
    fieldsets = [
        ("市级清单", {"fields": ["programme", "name", "measure", "quota", "document"]}),
        (
            "生效",
            {
                "fields": ["effective"],
                "description": "清单公布后不再直接改：凭文件办理承诺调整，一人提出、另一人确认，"
                "原来的一版并列保留。",
            },
        ),
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

    def has_change_permission(self, request, obj=None):
        public = obj is not None and obj.programme.issued
        return super().has_change_permission(request, obj) and not public

    def get_fieldsets(self, request, obj=None):
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return swapped(self.fieldsets, "quota", "quota_words")

    def get_changeform_initial_data(self, request):
        latest = Programme.everything.first()
        return {"effective": f"{latest.year}-01"} if latest else {}

    def save_model(self, request, obj, form, change):
        if not change:
            first_version(task=obj, by=request.user, at=self.at())
        super().save_model(request, obj, form, change)

    def rows_with(self, obj):
        return obj.points.all()

    @admin.display(description="市定任务", ordering="quota")
    def quota_words(self, task):
        return f"{plain(task.quota)}{task.measure}"

    @admin.display(description="承担指标")
    def carried_by(self, task):
        return "；".join(f"{target.project} {target}" for target in task.targets.all()) or "没有"
