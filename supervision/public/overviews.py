"""Pages that look over a whole year: board, units, bulletins, changes, data, poster."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects import clock
from supervision.documents.bulletin import as_word, file_name, plain_name
from supervision.documents.word import MIME
from supervision.models import Period
from supervision.public import addresses, openapi, poster, units
from supervision.public.board import board as board_of
from supervision.public.lists import PER_PAGE
from supervision.public.monthly import changes as changes_of
from supervision.public.status import opened
from supervision.public.years import looks_of, period_or_404, programme_or_404, year_or_404
from supervision.published.bulletin import bulletin as bulletin_of
from supervision.spreadsheets.answers import attachment
from supervision.status_sheet.columns import columns
from supervision.status_sheet.files import FACT_NOTES, KINDS


@require_safe
def board(request, year, month=None):
    programme, periods = year_or_404(year)
    latest = periods[-1] if periods else None
    chosen = period_or_404(periods, month) if month else latest
    page = board_of(programme, periods, chosen, request.GET.get("page", ""))
    lasting = reverse("board", args=[year])
    context = {"programme": programme, "board": page, "page": page.page, "lasting": lasting}
    return render(request, "public/board.html", context)


@require_safe
def unit_list(request, year):
    programme = programme_or_404(year)
    found, page, looks = units.leads(programme, request.GET.get("page", ""), clock.today())
    context = {"programme": programme, "leads": found, "page": page, "looks": looks}
    return render(request, "public/units.html", context)


@require_safe
def unit(request, year, slug):
    programme = programme_or_404(year)
    found = units.find_unit(programme, slug)
    if found.successor:
        return redirect("unit", year, found.successor, permanent=True)
    page = units.unit_page(programme, found, clock.today())
    return render(request, "public/unit.html", {"programme": programme, "page": page})


@require_safe
def bulletin_list(request, year):
    programme, periods = year_or_404(year)
    looks = looks_of(periods[-1] if periods else None)
    context = {"programme": programme, "periods": periods[::-1], "looks": looks}
    return render(request, "public/bulletins.html", context)


@require_safe
def bulletin(request, year, number):
    programme, periods = year_or_404(year, "text")
    period = numbered_or_404(periods, year, number)
    page = bulletin_of(period, request.GET.get("page", ""), PER_PAGE, periods)
    context = {"programme": programme, "bulletin": page, "page": page.page, "periods": periods}
    return render(request, "public/bulletin.html", context)


@require_safe
def bulletin_word(request, year, number):
    _, periods = year_or_404(year, "text")
    made = bulletin_of(numbered_or_404(periods, year, number), periods=periods)
    return opened(attachment(as_word(made), MIME, file_name(made), plain_name(made)))


def numbered_or_404(periods: list[Period], year: int, number: int) -> Period:
    for period in periods:
        if period.bulletin_number == number:
            return period
    raise Http404(f"{year}年没有公布过第{number}期通报。")


@require_safe
def changes(request, year, month=None):
    programme, periods = year_or_404(year)
    if not periods and month is None:
        return render(request, "public/no_month.html", {"programme": programme})
    period = period_or_404(periods, month) if month else periods[-1]
    page = changes_of(periods, period, request.GET.get("page", ""), coming=month is None)
    own = reverse("changes-month", args=[year, period.month])
    context = {
        "programme": programme,
        "changes": page,
        "page": page.page,
        "permanent": addresses.absolute(request, own),
        "lasting": own,
    }
    return render(request, "public/changes.html", context)


@require_safe
def data(request, year):
    programme, periods = year_or_404(year)
    context = {
        "programme": programme,
        "periods": periods[::-1],
        "kinds": KINDS.values(),
        "columns": columns(public=True),
        "facts": FACT_NOTES.items(),
        "licence": settings.SITE_LICENCE,
        "base": addresses.base(request),
    }
    return render(request, "public/data.html", context)


@require_safe
def openapi_file(request, year):
    found = year_or_404(year)
    content = openapi.document(*found, addresses.base(request), settings.SITE_LICENCE)
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return opened(answer)


@require_safe
def poster_sheet(request, year):
    programme = programme_or_404(year)
    address = addresses.absolute(request, reverse("year", args=[year]))
    page = poster.poster(programme, address)
    return render(request, "public/poster.html", {"programme": programme, "poster": page})
