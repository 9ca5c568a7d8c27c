"""One A4 page for each place and project, to hang up where it is kept, with a QR code."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects import clock
from projects.pages import addresses
from projects.views import programme_or_404
from supervision.models import Period
from supervision.public.answers import Answer
from supervision.public.place import Here, place_page
from supervision.public.places import place_url
from supervision.public.poster import Code, qr
from supervision.public.project import project_or_404, project_page


@dataclass(frozen=True)
class Sheet:
    """`rows` are what is promised, and what is to be said of it."""

    heading: str
    eyebrow: str
    rows: list[tuple[str, str]]
    code: Code
    address: str
    period: Period | None

    @property
    def read(self) -> str:
        """The address as people read it."""
        return unquote(self.address)


@require_safe
def place_sheet(request, year, town, name):
    programme = programme_or_404(year)
    page = place_page(programme, town, name, clock.today())
    address = addresses.absolute(request, place_url(year, page.town, page.name))
    rows = [(what(each), said(each)) for each in page.here]
    sheet = Sheet(page.name, page.town, rows, qr(address), address, page.period)
    return render(request, "public/sheet.html", {"programme": programme, "sheet": sheet})


def what(here: Here) -> str:
    return here.answer.project.called + (f"（{here.amount}）" if here.amount else "")


def said(here: Here) -> str:
    return "；".join(filter(None, [here.words, here.now, whom(here.answer)]))


def whom(answer: Answer) -> str:
    return f"问{answer.unit_name} {answer.phone}".strip() if answer.unit_name else ""


@require_safe
def project_sheet(request, year, number):
    project = project_or_404(year, number)
    page = project_page(project, clock.today())
    address = addresses.absolute(request, reverse("project", args=[year, number]))
    times = [
        when.words if len(page.times) == 1 else f"{'、'.join(when.names)}：{when.words}"
        for when in page.times
    ]
    rows = [
        ("得到什么", "；".join(page.gains) or "指标待明确"),
        ("什么时候", "；".join(times) or "待明确"),
        ("找谁", f"{page.unit_name or '牵头单位待明确'} {page.phone or '12345'}"),
        ("做到哪一步", page.lead),
    ]
    sheet = Sheet(project.called, f"第{number}项", rows, qr(address), address, page.period)
    context = {"programme": project.programme, "sheet": sheet}
    return render(request, "public/sheet.html", context)
