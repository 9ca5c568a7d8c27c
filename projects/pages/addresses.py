"""Addresses of public pages: those that are the same for everyone, and what each reads of its query
string; whole ones for what leaves the site.

The one list: parameters that are not listed here never reach a view, so that a page depends on
nothing else; and a page that is not listed here is never kept or exported.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, resolve

from projects.values.numbers import half_width

PAGE = ("view",)
LIST = ("category", "card", "unit", "q", "sort", "page", "view")
PAGED = ("page", "view")
MONTH = ("month", "version")
NOTHING = ()

PARAMETERS = {
    "home": LIST,
    "year": LIST,
    "project": PAGE,
    "card": PAGE,
    "card-facts": NOTHING,
    "card-verdict": NOTHING,
    "card-policy": NOTHING,
    "project-picture": NOTHING,
    "project-picture-square": NOTHING,
    "year-picture": NOTHING,
    "year-picture-square": NOTHING,
    "explanation": PAGE,
    "making": PAGE,
    "calls": PAGE,
    "proposals": PAGED,
    "making-consultation": PAGED,
    "making-project": PAGE,
    "corrections": PAGED,
    "about": PAGE,
    "sites": ("q", "page", "view"),
    "places": ("q", "view"),
    "map": PAGE,
    "town": PAGE,
    "place": PAGE,
    "place-sheet": PAGE,
    "project-sheet": PAGE,
    "photo": NOTHING,
    "board": PAGED,
    "board-month": PAGED,
    "changes": PAGED,
    "changes-month": PAGED,
    "bulletins": PAGE,
    "bulletin": PAGED,
    "bulletin-word": NOTHING,
    "units": PAGED,
    "unit": PAGE,
    "satisfaction": PAGE,
    "poster": PAGE,
    "embed": NOTHING,
    "data": PAGE,
    "promised-dates": NOTHING,
    "openapi": NOTHING,
    "status-csv": MONTH,
    "status-xlsx": MONTH,
    "status-json": MONTH,
    "datapackage": NOTHING,
    "table-csv": ("headers",),
    "table-json": ("headers",),
    "search": ("q", "page", "view"),
    "replay": NOTHING,
    "feed": NOTHING,
    "project-feed": NOTHING,
    "place-feed": NOTHING,
    "sitemap": NOTHING,
    "robots": NOTHING,
    "favicon": NOTHING,
}

# 大字版, 特大字 and 投影版: how a page is looked at, kept from link to link.
VIEWS = ("large", "larger", "meeting")
# Of these only some values mean something; any other is none.
VALUES = {"view": VIEWS, "headers": ("zh",)}

# What people type has no end: its answers are kept apart, and cannot push out others.
TYPED = ("q",)
# A letter as it is sent to the hotline; its matter often stands in its last lines.
LONGEST_TYPED = 200


def page_name(path: str) -> str | None:
    """The name of the listed page at a path; None for any other."""
    try:
        name = resolve(path).url_name
    except Resolver404:
        return None
    return name if name in PARAMETERS else None


def listed(name: str, query: str) -> str:
    """A query string as WSGI gives it, cut to what the page reads, in the order of the list.

    Of a repeated parameter the last counts, as in `request.GET.get`; an empty one is none, as is
    one whose value can mean nothing.
    Raises Django's TooManyFieldsSent.
    """
    if not query or not PARAMETERS[name]:
        return ""
    params = QueryDict(query.encode("latin-1"))
    found = ((each, meant(params, each)) for each in PARAMETERS[name])
    return urlencode([(each, value) for each, value in found if value])


def meant(params: QueryDict, name: str) -> str:
    """What a parameter asks for, typed words as they are understood; "" for nothing."""
    value = params.get(name, "")
    if name in TYPED:
        return tidy(value)
    return value if value in VALUES.get(name, (value,)) else ""


def tidy(text: str) -> str:
    """Typed words as they are understood.

    PostgreSQL refuses NUL; no control character means anything in a search.
    """
    plain = half_width(text[:LONGEST_TYPED].replace("\u3000", " "))
    return "".join(sign for sign in plain if sign.isprintable()).strip()


def view_of(params: QueryDict) -> str:
    """How the page is to be looked at; "" for as usual."""
    return meant(params, "view")


def typed(query: str) -> bool:
    """Whether a listed query string holds what someone typed."""
    return any(part.startswith(f"{name}=") for part in query.split("&") for name in TYPED)


def base(request) -> str:
    """The site's own address without a slash at its end; the asking host's where none is set."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path: str) -> str:
    return base(request) + path
