"""The status spreadsheet as open data: anyone may take it, from any site.

Every state of a month that was ever public is found again by its 数据版本号: whoever quoted a
number can fetch the file it stood in, whatever was corrected since.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from projects.clock import now
from projects.spreadsheets.answers import attachment
from projects.values.months import in_words, is_month
from projects.views import programme_or_404
from supervision.models import CardOverride, Period, Rewording, ShownCard
from supervision.models.period import data_version_of
from supervision.published.former import (
    Stood,
    ever_public,
    read,
    rewordings,
    standing,
    traces,
    whole,
)
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
        return for_any_site(
            HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8")
        )
    periods = Period.public.filter(programme=programme_or_404(year)).select_related("programme")
    if month:
        periods = periods.filter(month=month)
    period = periods.order_by("month").last()
    if period is None:
        raise Http404(f"{in_words(month) if month else f'{year}年'}没有已公开的推进情况表。")
    sheet, kind = sheet_of(period, version), KINDS[ending]
    name, plain = filename(sheet, ending), f"status-{period.month}"
    if version:
        plain += f"-{version}"
    content = kind.file(sheet) if sheet.long else kind.make(sheet)
    return for_any_site(attachment(content, kind.content_type, name, plain))


def sheet_of(period: Period, version: str) -> Sheet:
    if version in ("", period.data_version):
        return status_sheet(period, public=True)
    state = state_of(period, version)
    if state is None:
        raise Http404(f"{in_words(period.month)}没有公布过数据版本号为{version}的推进情况表。")
    at, found = state
    return status_sheet(period, public=True, found=found, at=at)


def wrong_part(month: str, version: str) -> str:
    """What is wrong with the address, in a sentence."""
    if month and not is_month(month):
        return f"“{printable(month)}”不是月份，请写成 ?month=2023-09 这样的年份和月份。\n"
    if version and not VERSION.fullmatch(version):
        return f"“{printable(version)}”不是数据版本号，数据版本号是12位数字和小写字母。\n"
    return ""


def for_any_site(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def printable(text: str) -> str:
    return "".join(sign for sign in text[:20] if sign.isprintable())


def state_of(period: Period, version: str) -> tuple[dt.datetime, dict[int, ShownCard]] | None:
    """When it was and what was shown by project; None where no state had this version."""
    rows, overrides = ever_public(period.programme, [period], now())
    changed = rewordings(period)
    for at in moments(period, rows, overrides.values(), changed):
        state = standing(rows, overrides, at)
        known = ((stood.digest, stood.colour) for stood in state[period.pk].values())
        if data_version_of(known, traces(each for each in changed if each.at <= at)) == version:
            shown = whole(state, [period])[period.pk]
            read(shown.values())
            return at, shown
    return None


def moments(
    period: Period,
    rows: Iterable[Stood],
    overrides: Iterable[list[CardOverride]],
    changed: Iterable[Rewording],
) -> list[dt.datetime]:
    """When the public state of the month was another than before, the latest first."""
    turned = {row.corrected_at for row in rows if row.corrected_at}
    turned |= {each.decision.at for own in overrides for each in own}
    turned |= {each.at for each in changed}
    later = {at for at in turned if at > period.published_at}
    return sorted({period.published_at, *later}, reverse=True)
