"""Pages of the record: true whoever looks."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import Programme
from projects.verbatim import lines

NUMERALS = "一二三四五六七八九十"


def programme_or_404(year: int) -> Programme:
    """Return the public list of a year."""
    programme = Programme.public.of_year(year)
    if programme is None:
        raise Http404(f"没有找到{year}年的民生实事清单，可能还没有公布。")
    return programme


@require_safe
def explanation(request, year):
    programme = programme_or_404(year)
    numbers = set(programme.projects.values_list("number", flat=True))
    sections = [
        (numeral(section.number), section.heading, lines(section.text))
        for section in programme.sections.all()
    ]
    context = {"programme": programme, "sections": sections, "numbers": numbers}
    context["named"] = "官方解读" if len(sections) > 1 else "文件全文"
    return render(request, "public/explanation.html", context)


def numeral(number: int) -> str:
    """一 to 十 as official documents number their sections; digits beyond."""
    return NUMERALS[number - 1] if 1 <= number <= len(NUMERALS) else str(number)
