"""What every template may show about the site itself."""

from urllib.parse import urlencode

from django.conf import settings
from django.utils.encoding import iri_to_uri

from projects.pages.addresses import PAGE, PARAMETERS, page_name, view_of

# What is offered beside the page as it is: other ways to look at it.
OFFERED = {
    "": {"large": "大字版"},
    "large": {"larger": "特大字", "": "标准字号"},
    "larger": {"large": "大字版", "": "标准字号"},
    "meeting": {"": "退出投影版"},
}


def footer(request) -> dict:
    return {
        "site_footer": {name: value for name, value in settings.SITE_FOOTER.items() if value},
        "error_report_url": settings.SITE_ERROR_REPORT_URL,
        "demo_clock": settings.DEMO_CLOCK,
    }


def view(request) -> dict:
    """How pages are looked at: asked for in the address, kept from link to link, in no cookie."""
    chosen = view_of(request.GET)
    return {
        "chosen_view": chosen,
        "keep": f"?view={chosen}" if chosen else "",
        "views": [(looked_at(request, view), words) for view, words in OFFERED[chosen].items()],
        "meeting_view": looked_at(request, "meeting"),
    }


def looked_at(request, view: str) -> str:
    """The address of the page asked for, to be looked at in another way."""
    read = PARAMETERS.get(page_name(request.path_info) or "", PAGE)
    given = {name: request.GET[name] for name in read if request.GET.get(name) and name != "view"}
    asked = urlencode(given | ({"view": view} if view else {}))
    return f"?{asked}" if asked else iri_to_uri(request.path)
