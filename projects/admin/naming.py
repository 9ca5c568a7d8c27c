from django.contrib import admin

from projects.admin.base import RecordAdmin
from projects.models import PlainName, Project


@admin.register(PlainName)
class PlainNameAdmin(RecordAdmin):
    list_display = ["place", "name", "words"]
    list_display_links = ["name"]
    list_filter = ["programme"]
    list_select_related = ["project"]
    search_fields = ["name", "words", "questions", "project__title"]
    search_help_text = "按名称、用词、问法或项目查找"
    fieldsets = [
        (
            None,
            {
                "fields": ["programme", "project", "name", "words", "questions"],
                "description": "公众在网页上看到的名称，和查找时认得的日常说法。"
                "一个项目有几项承诺的，在日常用词里写上指标名称和冒号，后面的词就只指那一项，"
                "例如：燃气低压管网建设： 天然气 煤气；查找时先答那一项。"
                "文件里的项目名称和原文不受影响；改动记入操作留痕，保存后公众马上看到。",
            },
        ),
    ]

    @admin.display(description="实事项目", ordering="project__number", empty_value="—")
    def place(self, row):
        return f"第{row.project.number}项　{row.project.title}" if row.project else "不在清单里"

    def get_readonly_fields(self, request, obj=None):
        return ("programme", "project") if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "project":
            kwargs["queryset"] = Project.everything.filter(plain=None).order_by(
                "-programme__year", "number"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
