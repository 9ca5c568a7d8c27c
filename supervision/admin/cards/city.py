"""市级任务: the city's quota, the district's target and the progress side by side."""

from django.views.decorators.http import require_safe

from projects.clock import today
from supervision.admin.office.frame import page, programme_of, years_of
from supervision.cards.city import city_rows, compared


@require_safe
def city_page(request):
    programme = programme_of(request)
    rows = city_rows(programme, today())
    context = {
        "title": "市级任务",
        "rows": rows,
        "flagged": [row for row in rows if row.warnings],
        "period": compared(programme),
        **years_of(programme),
    }
    return page(request, "cards/city.html", context)
