from django.contrib import admin

from projects.admin.base import CleanText, RecordAdmin, yes_or_no
from projects.models import ExplanationSection, Programme

VERBATIM = (
    "year", "title", "authority", "document_number", "issued_on", "source_title", "introduction"
)  # fmt: skip


DEMONSTRATION = yes_or_no("demonstration", "演示数据")


class SectionInline(CleanText, admin.StackedInline):
    model = ExplanationSection
    extra = 0
    max_num = 12
    can_delete = False
    verbose_name_plural = "解读全文（逐字照录）"

    def has_add_permission(self, request, obj=None):
        return not published(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return not published(obj) and super().has_change_permission(request, obj)


def published(programme: Programme | None) -> bool:
    return programme is not None and programme.issued


@admin.register(Programme)
class ProgrammeAdmin(RecordAdmin):
    list_display = ["year", "title", "document_number", "issued_on", "state", DEMONSTRATION]
    list_filter = ["state"]
    search_fields = ["title", "document_number"]
    inlines = [SectionInline]
    fieldsets = [
        (
            "印发的文件",
            {
                "fields": ["year", "title", "authority", "document_number", "issued_on"],
                "description": "与文件一字不差。清单公布后这些内容不能再改。",
            },
        ),
        (
            "官方解读",
            {
                "fields": ["source_title", "introduction"],
                "description": "解读的标题和开头；各章节在下面逐条照录。",
            },
        ),
        (
            "每月报送和督办",
            {
                "fields": ["signing", "slip_mark"],
                "description": "月度进展由谁报送、督办单印什么字号。改动记入操作留痕。",
            },
        ),
        (
            "对外公开",
            {
                "fields": [
                    "state",
                    "card_display",
                    "show_computed",
                    "forecasts_public",
                    "feedback",
                    "demonstration",
                ],
                "description": "改动后公众页面、数据文件一分钟内生效，并记入操作留痕。",
            },
        ),
    ]

    change_list_template = "admin/projects/programme_list.html"

    def has_add_permission(self, request):
        """A list is made by the act that issues it, and by nothing else."""
        return False

    def get_readonly_fields(self, request, obj=None):
        return (*VERBATIM, "state") if published(obj) else ("state",)
