"""How people and programmes find the pages: search, feed, site map, robots."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from supervision.public import addresses, sitemap
from supervision.public.feed import feed as feed_of
from supervision.public.search import search as search_for
from supervision.public.years import latest_programme

ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
ROBOTS = "User-agent: *\nDisallow: /admin/\n\nSitemap: {base}/sitemap.xml\n"


@require_safe
def search(request):
    found = search_for(request.GET.get("q", ""), request.GET.get("page", ""))
    programme = latest_programme()
    context = {"programme": programme, "found": found, "page": found.page}
    return render(request, "public/search.html", context)


@require_safe
def feed(request):
    found = feed_of(latest_programme(), addresses.base(request))
    return HttpResponse(found.writeString("utf-8"), content_type=ATOM)


@require_safe
def sitemap_file(request):
    context = {"base": addresses.base(request), "paths": sitemap.paths()}
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
