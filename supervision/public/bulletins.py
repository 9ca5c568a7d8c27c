"""Published bulletins: their list, each as a page and as a Word file."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.pages.paging import PER_PAGE, kept_if_meant
from projects.papers.word import MIME
from projects.spreadsheets.answers import attachment
from supervision.documents.bulletin import as_word, file_name, plain_name
from supervision.models import Period
from supervision.public.picture_addresses import year_pictures
from supervision.public.status import for_any_site
from supervision.public.years import grading_of, year_or_404
from supervision.published.bulletin import bulletin as bulletin_of


@require_safe
def bulletin_list(request, year):
    programme, periods = year_or_404(year)
    grading = grading_of(periods[-1] if periods else None)
    context = {"programme": programme, "periods": periods[::-1], "grading": grading}
    return render(request, "public/bulletins.html", context)


@require_safe
def bulletin(request, year, number):
    programme, periods = year_or_404(year, "text")
    period = numbered_or_404(periods, year, number)
    page = bulletin_of(period, request.GET.get("page", ""), PER_PAGE, periods)
    context = {
        "programme": programme,
        "bulletin": page,
        "page": page.page,
        "periods": periods,
        "pictures": year_pictures(programme, period),
    }
    return kept_if_meant(request, render(request, "public/bulletin.html", context), page.page)


@require_safe
def bulletin_word(request, year, number):
    _, periods = year_or_404(year, "text")
    made = bulletin_of(numbered_or_404(periods, year, number), periods=periods)
    return for_any_site(attachment(as_word(made), MIME, file_name(made), plain_name(made)))


def numbered_or_404(periods: list[Period], year: int, number: int) -> Period:
    for period in periods:
        if period.bulletin_number == number:
            return period
    raise Http404(f"{year}年没有公布过第{number}期通报。")
