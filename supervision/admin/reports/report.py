from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.admin.acts import Button
from projects.admin.base import SeenOnlyAdmin
from projects.admin.sheets import SheetExportAdmin
from projects.clock import now, today
from supervision import scope
from supervision.actions.reports import correctable
from supervision.actions.taking_back import look_at, take_back, why_not
from supervision.admin.badges import report_link, state_mark
from supervision.admin.cards.why import why_link
from supervision.admin.pages import page
from supervision.admin.reports.figures import history
from supervision.admin.reports.fill import fill_page
from supervision.admin.reports.resource import ReportResource
from supervision.admin.reports.signing import SignPage, paper_page
from supervision.admin.reports.workbook import PAGES as WORKBOOK_PAGES
from supervision.models import Report
from supervision.reports import signings


class TakeBackButton(Button):
    """撤回, by the unit's own people."""

    action, done = take_back, "已撤回，改好后请再报送。"

    def fetch(self, pk):
        self.report = get_object_or_404(scope.own_reports(self.request.user, today()), pk=pk)

    def arguments(self):
        return {"report": self.report}

    def onward(self, review):
        name = "supervision_report_fill" if review else "supervision_report_change"
        return reverse(f"admin:{name}", args=[self.report.pk])


@admin.register(Report)
class ReportAdmin(SheetExportAdmin, SeenOnlyAdmin):
    """月度进展: the office sees all, a unit its own; filling in has a page of its own."""

    resource_classes = [ReportResource]
    list_display = ["project", "period", "unit", "mark", "changed_at", "todo"]
    list_filter = ["state", "period"]
    list_select_related = ["project", "period", "unit"]
    search_fields = ["project__title", "unit__name"]
    search_help_text = "按项目或单位查找"
    own_pages = [
        ("<int:pk>/fill/", fill_page, "supervision_report_fill"),
        ("<int:pk>/take-back/", TakeBackButton, "supervision_report_take_back"),
        ("<int:pk>/sign/", SignPage, "supervision_report_sign"),
        ("<int:pk>/paper/", paper_page, "supervision_report_paper"),
        *((f"workbook/<int:pk>/{end}", view, name) for end, view, name in WORKBOOK_PAGES),
    ]

    def get_queryset(self, request):
        mine = scope.reports(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk"))

    def get_list_filter(self, request):
        office = ["unit"] if scope.supervises(request.user) else []
        return [*self.list_filter, *office]

    def changelist_view(self, request, extra_context=None):
        request.fills = scope.fills(request.user)
        return super().changelist_view(request, extra_context)

    @admin.display(description="状态", ordering="state")
    def mark(self, report):
        return state_mark(report)

    @admin.display(description="办理")
    def todo(self, report):
        return report_link(report)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        report = self.found(request, object_id)
        if request.method == "GET" and scope.supervises(request.user):
            look_at(report=report, by=request.user, at=now())
        own = scope.own_reports(request.user, today()).filter(pk=report.pk).exists()
        attached = list(report.attached())
        context = {
            "title": f"{report.project}　{report.period}",
            "report": report,
            "history": history(report, request.GET.get("p", "")),
            "latest": report.submissions.order_by("-number").first(),
            "evidence": attached,
            "packs": any(not file.withdrawn_at for file in attached),
            "plain": not report.project.sensitive,
            "own": own,
            "takes_back": own and not why_not(report),
            "correctable": own and correctable(report),
            "why": why_link(report),
            "signings": signings.requests_of(report),
            "unsigned": signings.open_request(report),
        }
        return page(self, request, "reports/report.html", context)
