from django import forms
from django.contrib import admin
from django.db.models import ManyToManyField

from projects.actions import units
from projects.admin.base import RecordAdmin
from projects.admin.sheets import SheetImportAdmin
from projects.admin.term import TermAdmin
from projects.models import LeadUnit, UnitMember
from projects.sheets.resources import LeadUnitResource
from projects.sheets.units import LeadUnitImport


@admin.register(LeadUnit)
class LeadUnitAdmin(SheetImportAdmin, RecordAdmin):
    resource_classes = [LeadUnitResource]
    import_class = LeadUnitImport
    list_display = ["name", "short_name", "phone", "since", "until"]
    search_fields = ["name", "short_name"]
    search_help_text = "按单位名称或简称查找"
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    fieldsets = [
        (
            "单位",
            {
                "fields": ["name", "short_name", "slug", "phone"],
                "description": "办公电话会对外公开，只填值班或办公室电话，不填个人手机。"
                "清单公布、有了分工以后，单位名称不再改写。",
            },
        ),
        (
            "设立与变更",
            {
                "fields": ["since", "until", "predecessors"],
                "description": "单位更名或合并：给原单位填“至”，另登记新单位并指明原单位；"
                "以前月份的表格仍用当时的名称。",
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        """What has a part in a public list is told by its name in months that are over."""
        parts = obj.assignments.exclude(project__programme__state="draft") if obj else ()
        return ("name",) if obj and parts.exists() else ()

    def save_model(self, request, obj, form, change):
        units.refuse_far(obj.since, self.at())
        units.refuse_far(obj.until, self.at())
        super().save_model(request, obj, form, change)


class PostForm(forms.ModelForm):
    """A post's days; the person and the unit are fixed once it is registered."""

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since") or self.instance.since, cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return cleaned


@admin.register(UnitMember)
class UnitMemberAdmin(TermAdmin):
    form = PostForm
    list_display = ["person", "unit", "post", "since", "until"]
    list_filter = ["post", "unit"]
    list_select_related = ["person", "unit"]
    search_fields = ["person__name", "person__username", "unit__name"]
    search_help_text = "按姓名、账号或单位查找"
    entered = ["person", "unit", "post", "since"]
    description = "任职期内，此人可以填报和查看本单位牵头的项目；调离时填“至”，次日起不能再进入。"
    begin = staticmethod(units.appoint)
