import json

from django.contrib import admin

from projects.admin.base import CategoryFilter, SeenOnlyAdmin
from projects.admin.sheets import SheetExportAdmin
from supervision.admin.badges import card_mark
from supervision.admin.cards import why
from supervision.admin.cards.resource import CardResource
from supervision.admin.pages import OfficeOnly, page
from supervision.models import Card


class ProjectCategory(CategoryFilter):
    path = "project__category"


@admin.register(Card)
class CardAdmin(SheetExportAdmin, OfficeOnly, SeenOnlyAdmin):
    """亮牌结果: computed, never typed; a correction adds a version."""

    resource_classes = [CardResource]
    list_display = ["project", "month", "mark", "deviation_points", "unit_name", "version"]
    list_filter = ["colour", "period", ProjectCategory]
    list_select_related = ["project", "period"]
    search_fields = ["project__title", "unit_name"]
    search_help_text = "按项目或单位查找"
    ordering = ["-period__month", "project__number", "-version"]
    change_list_template = "admin/cards/card_list.html"
    own_pages = why.PAGES

    def get_queryset(self, request):
        return super().get_queryset(request).defer("facts", "verdict")

    @admin.display(description="月份", ordering="period__month")
    def month(self, card):
        return card.period.month

    @admin.display(description="亮牌", ordering="colour")
    def mark(self, card):
        return card_mark(card)

    @admin.display(description="较序时（百分点）", ordering="deviation")
    def deviation_points(self, card):
        return (
            "—"
            if card.deviation is None
            else f"{card.deviation * 100:+.2f}".replace("+0.00", "0.00")
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        card = self.found(request, object_id)
        versions = Card.everything.filter(project=card.project, period=card.period)
        context = {
            "title": f"亮牌：{card.project}　{card.period}",
            "card": card,
            "verdict": json.loads(card.verdict),
            "facts": json.dumps(json.loads(card.facts), ensure_ascii=False, indent=1),
            "versions": versions.order_by("-version"),
        }
        return page(self, request, "cards/card.html", context)
