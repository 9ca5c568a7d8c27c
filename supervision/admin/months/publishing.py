"""公开发布: an act of its own, before which the office sees exactly what becomes public."""

import copy
import re
from urllib.parse import urlencode, urlsplit

from django import forms
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from projects.admin.fields import Line
from projects.clock import now, today
from projects.errors import Refused
from projects.pages.addresses import listed
from projects.values.days import Day
from supervision.actions.periods import publish_month
from supervision.admin.months.pages import MonthActPage, address_of
from supervision.desk.checklist import to_publish
from supervision.desk.preview import preview, rehearsed
from supervision.jobs.telling import told_of_month, with_told

# The public pages and files that a month changes.
SHOWN = (
    "home", "year", "project", "card", "card-facts", "card-verdict", "card-policy", "corrections",
    "project-picture", "year-picture", "changes",
    "changes-month", "board", "bulletins", "bulletin", "bulletin-word", "units", "unit", "sites",
    "photo", "poster",
    "status-csv", "status-xlsx", "status-json",
)  # fmt: skip
LINK = re.compile(r'(href|src)="(/[^"]*)"')


class PublishForm(forms.Form):
    signer = Line(label="签发人", max_length=50)
    basis = Line(
        label="公开依据",
        max_length=200,
        help_text="如：党工委（管委会）办公会议纪要〔2023〕10号。会显示在公众页面上。",
    )
    next_update = Day(
        label="下次更新",
        required=False,
        help_text="公众在页面上看到。留空就照原定的。",
    )


class PublishPage(MonthActPage):
    template_name = "admin/months/period_publish.html"
    form_class, action = PublishForm, publish_month

    def may(self):
        return self.period.closed_at and not self.period.published_at

    def get_initial(self):
        """The day set when the month was opened, unless it has passed."""
        day = self.period.next_update
        return {"next_update": day if day and day > today() else None}

    def said(self, result):
        job = told_of_month(result, self.request.user)
        return with_told(f"{self.period}已公开发布。", job)

    def context(self):
        checks = to_publish(self.period, now())
        return {
            "title": f"公开发布：{self.period}",
            "period": self.period,
            "checks": checks,
            "blocked": any(check.blocks for check in checks if not check.done),
            "preview": preview(self.period, now(), self.request.GET.get("p", "")),
            "pages": pages_of(self.period),
        }


def pages_of(period, own: str = "") -> list[tuple[str, str]]:
    """The public pages worth a look before signing; `own` as in `seen_at`."""
    year, number = period.programme.year, period.bulletin_number
    addresses = [
        ("年度清单", reverse("year", args=[year])),
        (f"第{number}期通报", reverse("bulletin", args=[year, number])),
        ("本月变化", reverse("changes-month", args=[year, period.month])),
        ("看板", reverse("board", args=[year])),
        ("各单位", reverse("units", args=[year])),
    ]
    own = own or preview_of(period)
    return [(words, seen_at(own, address)) for words, address in addresses]


def preview_of(period) -> str:
    return reverse("admin:supervision_period_preview", args=[period.pk])


def seen_at(own: str, address: str) -> str:
    """Where a public page is seen as it will be: `own` is the preview of who looks."""
    return f"{own}?{urlencode({'page': address})}"


def preview_page(model_admin, request, pk):
    period = model_admin.found(request, pk)
    return as_it_will_be(request, period, preview_of(period))


def as_it_will_be(request, period, own: str):
    """A public page as it will be; its links lead to other pages as they will be."""
    address = urlsplit(request.GET.get("page") or reverse("year", args=[period.programme.year]))
    try:
        match = resolve(address.path)
    except Resolver404:
        raise Http404 from None
    year = match.kwargs.get("year", period.programme.year)
    ours = match.url_name in SHOWN and year == period.programme.year and not address.netloc
    if not ours or request.method == "POST":
        raise Http404
    try:
        with rehearsed(period, now()):
            response = match.func(as_public(request, address, match), **match.kwargs)
    except Refused:
        return redirect(address_of(period))
    response.headers.pop("Access-Control-Allow-Origin", None)  # open data, but not yet
    if response.get("Content-Type", "").startswith("text/html"):
        text = response.content.decode()
        response.content = LINK.sub(lambda link: inside(own, link), text)
    return response


def as_public(request, address, match):
    """The request as the public page would be asked, marked as a preview."""
    shown = copy.copy(request)
    shown.path = shown.path_info = address.path
    shown.method, shown.resolver_match, shown.preview = "GET", match, True
    shown.GET = QueryDict(listed(match.url_name, address.query.encode().decode("latin-1")))
    return shown


def inside(own: str, link: re.Match) -> str:
    """A link of the page: to the preview of what it leads to, where that changes too."""
    address = link[2].replace("&amp;", "&")
    try:
        name = resolve(urlsplit(address).path).url_name
    except Resolver404:
        return link[0]
    if name not in SHOWN:
        return link[0]
    return f'{link[1]}="{seen_at(own, address)}"'
