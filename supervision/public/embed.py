"""The year in one strip that named sites may frame: the sentence and a tile for each project.

It is the only page that may stand in a frame, and only on the sites of EMBED_SITES.
"""

from csp.constants import NONE, SELF
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import clock
from projects.views import programme_or_404
from supervision.public.lists import list_page


def policy() -> dict[str, list[str]]:
    """Styles of our own and nothing else: no script, no form, no picture from anywhere."""
    return {
        "script-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [NONE],
        "connect-src": [NONE],
        "form-action": [NONE],
        "frame-ancestors": settings.EMBED_SITES or [NONE],
    }


@require_safe
def embed(request, year: int):
    programme = programme_or_404(year)
    context = {
        "programme": programme,
        "list": list_page(programme, {}, clock.today()),
        # A browser that was refused keeps its copy, headers and all, while the page is the same:
        # where other sites may frame it, it is another page.
        "framed_by": " ".join(settings.EMBED_SITES),
    }
    answer = render(request, "public/embed.html", context)
    answer._csp_replace = policy()
    # The older header knows no list of sites; where it stands, it forbids.
    answer.xframe_options_exempt = bool(settings.EMBED_SITES)
    return answer
