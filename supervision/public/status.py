"""The status spreadsheet as open data: anyone may take it, from any site."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from projects.months import in_words, is_month
from supervision.models import Period
from supervision.sheets.answers import attachment
from supervision.sheets.files import KINDS, filename
from supervision.sheets.status import status_sheet


@require_safe
def status_file(request, year: int, ending: str):
    """A published month (`?month=`, else the latest) as xlsx, csv or json."""
    month = request.GET.get("month", "")
    if month and not is_month(month):
        text = f"“{printable(month)}”不是月份，请写成 ?month=2023-09 这样的年份和月份。\n"
        return opened(HttpResponse(text, status=400, content_type="text/plain; charset=utf-8"))
    periods = Period.public.filter(programme__year=year).select_related("programme")
    if month:
        periods = periods.filter(month=month)
    period = periods.order_by("month").last()
    if period is None:
        raise Http404(f"{in_words(month) if month else f'{year}年'}没有已公开的推进情况表。")
    sheet, kind = status_sheet(period, public=True), KINDS[ending]
    name, plain = filename(sheet, ending), f"status-{period.month}"
    return opened(attachment(kind.make(sheet), kind.content_type, name, plain))


def opened(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def printable(text: str) -> str:
    return "".join(sign for sign in text[:20] if sign.isprintable())
