"""The status spreadsheet as open data: anyone may take it, from any site."""

import re

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from projects.values.months import in_words, is_month
from supervision.models import Period
from supervision.public.versions import state_of
from supervision.spreadsheets.answers import attachment
from supervision.status_sheet.files import KINDS, filename
from supervision.status_sheet.status import Sheet, status_sheet

VERSION = re.compile(r"[0-9a-f]{12}")


@require_safe
def status_file(request, year: int, ending: str):
    """A published month (`?month=`, else the latest) as xlsx, csv or json.

    With `&version=` as it was when the pages printed that 数据版本号.
    """
    month, version = request.GET.get("month", ""), request.GET.get("version", "")
    if wrong := wrong_part(month, version):
        return opened(HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8"))
    periods = Period.public.filter(programme__year=year).select_related("programme")
    if month:
        periods = periods.filter(month=month)
    period = periods.order_by("month").last()
    if period is None:
        raise Http404(f"{in_words(month) if month else f'{year}年'}没有已公开的推进情况表。")
    sheet, kind = sheet_of(period, version), KINDS[ending]
    name, plain = filename(sheet, ending), f"status-{period.month}"
    if version:
        plain += f"-{version}"
    return opened(attachment(kind.make(sheet), kind.content_type, name, plain))


def sheet_of(period: Period, version: str) -> Sheet:
    if version in ("", period.data_version):
        return status_sheet(period, public=True)
    found = state_of(period, version)
    if found is None:
        raise Http404(f"{in_words(period.month)}没有公布过数据版本号为{version}的推进情况表。")
    return status_sheet(period, public=True, found=found)


def wrong_part(month: str, version: str) -> str:
    """What is wrong with the address, in a sentence."""
    if month and not is_month(month):
        return f"“{printable(month)}”不是月份，请写成 ?month=2023-09 这样的年份和月份。\n"
    if version and not VERSION.fullmatch(version):
        return f"“{printable(version)}”不是数据版本号，数据版本号是12位数字和小写字母。\n"
    return ""


def opened(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def printable(text: str) -> str:
    return "".join(sign for sign in text[:20] if sign.isprintable())
