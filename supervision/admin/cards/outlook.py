"""年底展望 and 后果提示: what the stored cards say of the months ahead, and what they bring."""

from django.views.decorators.http import require_safe

from supervision.admin.office.frame import (
    closed_periods,
    page,
    programme_of,
    years_of,
)
from supervision.cards.consequences import consequences
from supervision.cards.outlook import behind, outlook


@require_safe
def outlook_page(request):
    """The forecasts of the latest closed month."""
    programme = programme_of(request)
    period = next(reversed(closed_periods(programme)), None)
    rows = outlook(period) if period else []
    context = {
        "title": "年底展望",
        "period": period,
        "rows": rows,
        "late": [row for row in rows if row.likely_late],
        "behind": behind(period) if period else [],
        **years_of(programme),
    }
    return page(request, "cards/outlook.html", context)


@require_safe
def consequence_page(request):
    programme = programme_of(request)
    period = next(reversed(closed_periods(programme)), None)
    found = consequences(programme)
    latest = period.month if period else ""
    context = {
        "title": "后果提示",
        "period": period,
        "now": [brought for brought in found if brought.month == latest],
        "earlier": [brought for brought in found if brought.month != latest],
        **years_of(programme),
    }
    return page(request, "cards/consequences.html", context)
