from django.contrib import admin

from projects.admin.base import SeenOnlyAdmin
from supervision.admin.months.article import article_file, article_page
from supervision.admin.months.bulletins import TextPage, word_page
from supervision.admin.months.chasing import ChasePage
from supervision.admin.months.export import export_status
from supervision.admin.months.pages import (
    ClosePage,
    DuePage,
    OpenPage,
    TakeBackPage,
    month_page,
    print_page,
)
from supervision.admin.months.publishing import PublishPage, preview_page
from supervision.admin.pages import OfficeOnly
from supervision.models import Period


@admin.register(Period)
class PeriodAdmin(OfficeOnly, SeenOnlyAdmin):
    """调度期: opened, closed and published by acts of their own, never edited."""

    list_display = ["month", "programme", "stage", "due", "closed_at", "published_at", "signer"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    ordering = ["-month"]
    change_list_template = "admin/months/period_list.html"
    pages = [
        ("export/", export_status, "supervision_status_export"),
        ("open/", OpenPage, "supervision_period_open"),
        ("<int:pk>/take-back/", TakeBackPage, "supervision_period_take_back"),
        ("<int:pk>/due/", DuePage, "supervision_period_due"),
        ("<int:pk>/close/", ClosePage, "supervision_period_close"),
        ("<int:pk>/chase/", ChasePage, "supervision_period_chase"),
        ("<int:pk>/publish/", PublishPage, "supervision_period_publish"),
        ("<int:pk>/preview/", preview_page, "supervision_period_preview"),
        ("<int:pk>/print/", print_page, "supervision_period_print"),
        ("<int:pk>/bulletin/", TextPage, "supervision_period_bulletin"),
        ("<int:pk>/bulletin/word/", word_page, "supervision_period_bulletin_word"),
        ("<int:pk>/bulletin/article/", article_page, "supervision_period_article"),
        ("<int:pk>/bulletin/article/file/", article_file, "supervision_period_article_file"),
    ]
    change_page = month_page

    @admin.display(description="阶段")
    def stage(self, period):
        return period.stage
