"""现场反映: one tap on 已用上 or 还没用上, as safe as a message and shorter.

The counts stand beside what the office reports and never change it.
"""

from django.core.signing import BadSignature
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from projects import clock
from projects.models import Site
from projects.pages.addresses import view_of
from projects.pages.quota import TooMany, admit
from projects.pages.strangers import code_of, foreign, private, token_for
from projects.values.network import address_of
from projects.views import programme_or_404
from supervision.models import Feedback, Sighting
from supervision.public.places import segment, sites_at
from supervision.public.sightings import seen_at

SALT = "sighting form"


@csrf_exempt  # docs/adr/0004-feedback.md: a signed token instead of a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seen(request, year, town, name):
    programme = programme_or_404(year)
    sites = list(sites_at(programme, town, name).filter(target__project__sensitive=False))
    if not sites or not programme.feedback:
        raise Http404("这里没有开通现场反映，有事请拨打12345。")
    here = reverse("place-seen", args=[year, segment(sites[0].place), segment(sites[0].name)])
    refused, status = "", 200
    if request.method == "POST":
        if foreign(request):
            return render(request, "csrf.html", status=403)
        refused, status = taken(request, sites)
        if not refused:
            view = view_of(request.GET)
            kept = f"&view={view}" if view else ""
            return private(HttpResponseRedirect(f"{here}?thanks=1{kept}", status=303))
    counts = seen_at(sites)
    context = {
        "programme": programme,
        "name": sites[0].name,
        "place": reverse("place", args=[year, segment(sites[0].place), segment(sites[0].name)]),
        "rows": [(site, token_for(site.pk, SALT), counts[site.pk]) for site in sites],
        "thanks": request.GET.get("thanks") == "1",
        "refused": refused,
    }
    return private(render(request, "public/seen.html", context, status=status))


def taken(request, sites: list[Site]) -> tuple[str, int]:
    """Count one tap; why it was not, in a sentence, and the status that says so."""
    by_key = {str(site.pk): site for site in sites}
    site, said = by_key.get(request.POST.get("site", "")), request.POST.get("seen", "")
    if site is None or said not in Feedback.Seen.values or request.POST.get("website"):
        return "没有看懂，请再点一次。", 400
    try:
        code = code_of(site.pk, request.POST.get("token", "")[:200], SALT)
    except BadSignature:
        return "页面打开太久了，请再点一次。", 400
    if Sighting.objects.filter(code=code).exists():
        return "", 200
    try:
        admit(address_of(request))
    except TooMany as many:
        return str(many), 429
    Sighting.objects.get_or_create(
        code=code, defaults={"site": site, "seen": said, "at": clock.now()}
    )
    return "", 200
