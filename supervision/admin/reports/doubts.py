"""疑点: an officer's worklist; advice, which counts in no colour."""

from django.core.paginator import Paginator
from django.http import Http404
from django.views.decorators.http import require_safe

from projects.values.months import is_month
from supervision.admin.office.frame import page, programme_of, years_of
from supervision.reports.doubts import doubted, doubts_of

PER_PAGE = 50


@require_safe
def doubt_list(request):
    programme = programme_of(request)
    periods = list(programme.periods.order_by("-month"))
    period = chosen(periods, request.GET.get("month", ""))
    rows = Paginator(doubted(period) if period else [], PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": "疑点",
        "periods": periods,
        "period": period,
        "page": rows,
        "rows": [(submission, doubts_of(submission)) for submission in rows],
        **years_of(programme),
    }
    return page(request, "reports/doubts.html", context)


def chosen(periods: list, month: str):
    """The month asked for, else the first that is open, else the last one; None without any."""
    if month:
        found = [period for period in periods if is_month(month) and period.month == month]
        if not found:
            raise Http404
        return found[0]
    open_ones = [period for period in periods if not period.closed_at]
    return open_ones[-1] if open_ones else next(iter(periods), None)
