import json

from django.apps import apps
from django.contrib import admin

from projects.admin.base import SeenOnlyAdmin, in_text
from projects.admin.sheets import SheetExportAdmin
from projects.ledger.differences import added_by
from projects.models import Event
from projects.sheets.resources import EventResource

PROJECT = in_text("project", "实事项目")


@admin.register(Event)
class EventAdmin(SheetExportAdmin, SeenOnlyAdmin):
    resource_classes = [EventResource]
    change_form_template = "admin/event.html"
    list_display = ["number", "at", "person", "action", PROJECT, "note"]
    list_filter = [
        ("actor", admin.RelatedOnlyFieldListFilter),
        ("project", admin.RelatedOnlyFieldListFilter),
        "at",
        "action",
        "project__programme",
    ]
    list_select_related = ["actor", "project"]
    date_hierarchy = "at"
    search_fields = ["actor__name", "actor__username", "project__title", "action", "body"]
    search_help_text = "按人员、项目、操作或内容查找"
    fieldsets = [
        (
            "留痕",
            {
                "fields": ["number", "at", "person", "action", PROJECT, "note"],
                "description": "只增不改：任何人都不能修改或删除，每一条都由下一条的校验码锁住。",
            },
        ),
        ("校验", {"fields": ["rows", "previous", "hash"]}),
    ]
    readonly_fields = ["person", PROJECT, "note", "rows"]

    @admin.display(description="操作人", ordering="actor")
    def person(self, event):
        return str(event.actor) if event.actor_id else "系统"

    @admin.display(description="说明")
    def note(self, event):
        return json.loads(event.body)["note"] or "—"

    @admin.display(description="涉及的记录")
    def rows(self, event):
        return "\n".join(map(hashed, json.loads(event.body)["rows"])) or "—"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        event = self.get_object(request, object_id)
        if event and request.user.has_perm("projects.view_target"):
            told, more = added_by(event)
            extra_context = {**(extra_context or {}), "told": told, "more": more}
        return super().change_view(request, object_id, form_url, extra_context)


def hashed(entry: list) -> str:
    """A row that an event names, with the SHA-256 that holds it."""
    label, key, digest = entry
    return f"{apps.get_model(label)._meta.verbose_name}第{key}行 {digest}"
