from django.contrib import admin
from django.db.models import Count

from projects.admin.base import (
    CategoryFilter,
    CleanText,
    RecordAdmin,
    SeenOnlyInline,
    yes_or_no,
)
from projects.admin.fields import Line
from projects.admin.programme import published
from projects.admin.sheets import SheetExportAdmin
from projects.models import (
    Assignment,
    GuideLine,
    Project,
    ProjectChange,
    SourceRemark,
    Target,
    Task,
)
from projects.sheets.resources import ProjectResource

SENSITIVE = yes_or_no("sensitive", "涉健康或未成年人")
VERBATIM = ("programme", "number", "title", "text")


class CategoryWords(Line):
    """A category as people write it; the usual ones are kept by their keys."""

    def prepare_value(self, value):
        return Project.category_words(value or "")

    def clean(self, value):
        return Project.category_key(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(Project.category_words(initial or ""), data)


class TaskInline(CleanText, admin.StackedInline):
    model = Task
    fields = ["number", "marker", "text", "unit"]
    extra = 0
    max_num = 20
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return not (obj and published(obj.programme)) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and published(obj.programme))


class RemarkInline(SeenOnlyInline):
    model = SourceRemark
    fields = ["excerpt", "remark"]
    show_change_link = False
    verbose_name_plural = "⚑ 原文疑误（仅编辑可见，公布的原文保持不动）"


class AssignmentInline(SeenOnlyInline):
    model = Assignment
    fields = ["role", "unit", "since", "until"]
    verbose_name_plural = "分工（在“分工”中登记和调整）"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("unit", "project")


class ChangeInline(SeenOnlyInline):
    model = ProjectChange
    fk_name = "project"
    fields = ["state", "merged_into", "approved_by", "meeting", "document", "effective", "reason"]
    show_change_link = False
    verbose_name_plural = "项目变更（只增不改）"


class TargetInline(SeenOnlyInline):
    model = Target
    fields = ["number", "name", "kind", "measure", "weight", "shown"]
    readonly_fields = ["shown"]
    verbose_name_plural = "目标指标（点“查看”进入指标，制定计划）"

    @admin.display(description="对外公开")
    def shown(self, target):
        return "是" if target.public else "否"


class GuideInline(SeenOnlyInline):
    model = GuideLine
    fields = ["kind", "text", "confirmed_by", "confirmed_at"]
    verbose_name_plural = "办事指南（未确认的，公众看到“待单位填写”）"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("confirmed_by")


@admin.register(Project)
class ProjectAdmin(SheetExportAdmin, RecordAdmin):
    resource_classes = [ProjectResource]
    list_display = [
        "number", "title", "programme", "category_words", "state", "leader", SENSITIVE, "flag"
    ]  # fmt: skip
    list_display_links = ["number", "title"]
    list_filter = ["programme", CategoryFilter, "state", "sensitive"]
    list_select_related = ["programme"]
    search_fields = ["title", "text"]
    search_help_text = "按项目名称或原文查找"
    inlines = [
        TaskInline,
        RemarkInline,
        AssignmentInline,
        TargetInline,
        GuideInline,
        ChangeInline,
    ]
    fieldsets = [
        (
            "公布的承诺",
            {
                "fields": ["programme", "number", "title", "text"],
                "description": "与印发的文件一字不差。清单公布后不能再改；原文疑误只作标注。",
            },
        ),
        (
            "管理",
            {
                "fields": ["category", "state", "leader", "funds", "funds_source"],
                "description": "“推进”的项目每月调度；状态只能凭会议和文件变更。",
            },
        ),
        ("保护", {"fields": ["sensitive"]}),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A usual category is shown and taken by its words."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "category" in form.base_fields:
            form.base_fields["category"] = CategoryWords(label="类别", max_length=20)
        return form

    def has_add_permission(self, request):
        """Projects come with their list; one more is a change of promise, not an entry."""
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(remarks_count=Count("remarks"))

    def get_readonly_fields(self, request, obj=None):
        return (*VERBATIM, "state") if obj and published(obj.programme) else ("state",)

    @admin.display(description="类别", ordering="category")
    def category_words(self, project):
        return project.get_category_display()

    @admin.display(description="原文疑误", ordering="remarks_count")
    def flag(self, project):
        return f"⚑ {project.remarks_count}处" if project.remarks_count else "—"
