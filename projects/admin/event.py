import json

from django.contrib import admin

from projects.admin.base import SeenOnlyAdmin, in_text
from projects.models import Event

PROJECT = in_text("project", "实事项目")


@admin.register(Event)
class EventAdmin(SeenOnlyAdmin):
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
        return "\n".join(" ".join(map(str, row)) for row in json.loads(event.body)["rows"]) or "—"
