from django.contrib import admin

from projects.actions import units
from projects.admin.sheets import SheetImportAdmin
from projects.admin.term import TermAdmin
from projects.admin.unit import PostForm
from projects.models import Assignment
from projects.sheets.resources import AssignmentResource
from projects.sheets.units import AssignmentImport, assignments_sheet


class AssignmentForm(PostForm):
    def clean(self):
        cleaned = super().clean()
        if self.instance.pk or not all(map(cleaned.get, ("project", "unit", "role", "since"))):
            return cleaned
        standing = cleaned["project"].assignments.filter(until__isnull=True)
        if standing.filter(unit=cleaned["unit"]).exists():
            self.add_error("unit", "这个单位已经承担这个项目，先结束原来的分工。")
        former = standing.filter(role=Assignment.Role.LEAD).first()
        if former and cleaned["role"] == Assignment.Role.LEAD and former.since >= cleaned["since"]:
            self.add_error(
                "since", f"要晚于原牵头单位“{former.unit}”的开始日期{former.since:%Y-%m-%d}。"
            )
        return cleaned


@admin.register(Assignment)
class AssignmentAdmin(SheetImportAdmin, TermAdmin):
    resource_classes = [AssignmentResource]
    import_class = AssignmentImport
    to_fill = staticmethod(assignments_sheet)
    form = AssignmentForm
    list_display = ["project", "role", "unit", "since", "until"]
    list_display_links = ["project"]
    list_filter = ["role", "project__programme", "unit"]
    list_select_related = ["project__programme", "unit"]
    search_fields = ["project__title", "unit__name"]
    search_help_text = "按项目或单位查找"
    autocomplete_fields = ["project", "unit"]
    entered = ["project", "unit", "role", "since"]
    description = (
        "登记新的牵头单位时，原牵头单位的分工自动到前一天为止；以前月份的填报和表格仍归当时的单位。"
    )
    begin = staticmethod(units.assign)
