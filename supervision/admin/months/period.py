from django.contrib import admin
from django.urls import path

from projects.admin.base import SeenOnlyAdmin
from supervision.admin.months.bulletins import text_page, word_page
from supervision.admin.months.chasing import chase_page
from supervision.admin.months.pages import (
    close_page,
    due_page,
    month_page,
    open_page,
    take_back_page,
)
from supervision.admin.months.publishing import preview_page, publish_page
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

    @admin.display(description="阶段")
    def stage(self, period):
        return period.stage

    def get_urls(self):
        pages = [
            ("open/", self.open_view, "supervision_period_open"),
            ("<int:pk>/take-back/", self.take_back_view, "supervision_period_take_back"),
            ("<int:pk>/due/", self.due_view, "supervision_period_due"),
            ("<int:pk>/close/", self.close_view, "supervision_period_close"),
            ("<int:pk>/chase/", self.chase_view, "supervision_period_chase"),
            ("<int:pk>/publish/", self.publish_view, "supervision_period_publish"),
            ("<int:pk>/preview/", self.preview_view, "supervision_period_preview"),
            ("<int:pk>/bulletin/", self.text_view, "supervision_period_bulletin"),
            ("<int:pk>/bulletin/word/", self.word_view, "supervision_period_bulletin_word"),
        ]
        own = [path(at, self.admin_site.admin_view(view), name=name) for at, view, name in pages]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return month_page(self, request, object_id)

    def open_view(self, request):
        return open_page(self, request)

    def take_back_view(self, request, pk):
        return take_back_page(self, request, pk)

    def due_view(self, request, pk):
        return due_page(self, request, pk)

    def close_view(self, request, pk):
        return close_page(self, request, pk)

    def chase_view(self, request, pk):
        return chase_page(self, request, pk)

    def publish_view(self, request, pk):
        return publish_page(self, request, pk)

    def preview_view(self, request, pk):
        return preview_page(self, request, pk)

    def text_view(self, request, pk):
        return text_page(self, request, pk)

    def word_view(self, request, pk):
        return word_page(self, request, pk)
