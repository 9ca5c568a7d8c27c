from django.contrib import admin, messages
from django.db.models import Max
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from projects.admin.base import SeenOnlyAdmin
from projects.clock import today
from supervision.actions.reviews import MOST_AT_ONCE
from supervision.admin.badges import report_link, state_mark
from supervision.admin.pages import OfficeOnly
from supervision.admin.reports.judging import ACCEPT, RETURN, JudgePage, look_over, waiting_in
from supervision.models import OverdueReport, Report, WaitingReport

State = Report.State


class Worklist(OfficeOnly, SeenOnlyAdmin):
    list_select_related = ["project", "period", "unit", "changed_by"]
    list_display_links = None
    list_filter = ["period", "unit"]
    search_fields = ["project__title", "unit__name"]
    search_help_text = "按项目或单位查找"
    ordering = ["period__due", "project__number"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("admin:supervision_report_change", self.found(request, object_id).pk)

    @admin.display(description="状态")
    def mark(self, report):
        return state_mark(report)

    @admin.display(description="办理")
    def todo(self, report):
        return report_link(report)


@admin.register(WaitingReport)
class WaitingAdmin(Worklist):
    """待审核: one by one, or several ticked and looked over together."""

    list_display = ["project", "period", "unit", "changed_at", "changed_by", "todo"]
    pages = [("judge/", JudgePage, "judge_many")]
    actions = ["accept_ticked", "return_ticked"]
    actions_on_top, actions_on_bottom = True, False

    def get_queryset(self, request):
        waiting = super().get_queryset(request).filter(state=State.SUBMITTED)
        return waiting.annotate(last_submission=Max("submissions"))

    @admin.display(description="办理")
    def todo(self, report):
        return format_html(
            '<a href="{}">审核<span class="visually-hidden">：{}</span></a>',
            reverse("admin:supervision_submission_change", args=[report.last_submission]),
            report.project,
        )

    @admin.action(description="通过所选")
    def accept_ticked(self, request, queryset):
        return self.looked_over(request, ACCEPT, queryset)

    @admin.action(description="退回所选")
    def return_ticked(self, request, queryset):
        return self.looked_over(request, RETURN, queryset)

    def looked_over(self, request, verdict: str, queryset):
        """Nothing is done yet: the page that lists what would be."""
        if queryset.count() > MOST_AT_ONCE:
            messages.error(request, f"一次最多办理{MOST_AT_ONCE}份，请分批勾选。")
            return None
        return look_over(self, request, verdict, waiting_in(queryset.values("pk")))


@admin.register(OverdueReport)
class OverdueAdmin(Worklist):
    list_display = ["project", "period", "unit", "phone", "mark", "days", "todo"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .filter(
                state__in=Report.ABSENT,
                period__due__lt=today(),
                period__closed_at__isnull=True,
            )
        )

    @admin.display(description="办公电话")
    def phone(self, report):
        return report.unit.phone or "—"

    @admin.display(description="逾期", ordering="period__due")
    def days(self, report):
        return f"{(today() - report.period.due).days}天"
