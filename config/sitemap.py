"""Every public page by its lasting address, whichever app it belongs to; and robots' own file."""

from itertools import chain, islice

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.drafting.public import sitemap as drafting
from projects.pages import addresses
from supervision.public import sitemap as supervision

XML = "application/xml; charset=utf-8"
ROBOTS = "User-agent: *\nDisallow: /admin/\n\nSitemap: {base}/sitemap.xml\n"
# What the protocol allows in one file.
MOST = 50_000


def paths() -> list[str]:
    """What there are few of first."""
    return list(islice(chain(drafting.every(), supervision.every()), MOST))


@require_safe
def sitemap_file(request):
    context = {"base": addresses.base(request), "paths": paths()}
    return render(request, "public/sitemap.xml", context, content_type=XML)


@require_safe
def robots(request):
    text = ROBOTS.format(base=addresses.base(request))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """Browsers ask for this address unasked; pages name the SVG."""
    icon = settings.BASE_DIR / "static" / "public" / "favicon.ico"
    answer = HttpResponse(icon.read_bytes(), content_type="image/x-icon")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
