"""区领导: the one page that a leader of the district reads, and the office's look at it."""

from django.views.decorators.http import require_safe

from projects.clock import now
from projects.values.months import in_words
from supervision.admin.office.frame import page
from supervision.admin.office.putting import waiting_for
from supervision.briefing.leaders import last_closed, leaders_page, led_by


@require_safe
def home(request):
    """Their page after signing in: what they sign, then who is behind (`?mine=1`: of theirs)."""
    context = shown(request) | {"to_sign": waiting_for(request.user)}
    if context["found"]:
        name, behind = request.user.name.strip(), context["behind"]
        own = [each for each in behind if led_by(name, each.card.project)]
        context |= {"narrows": True, "all": len(behind), "own": len(own)}
        if request.GET.get("mine") == "1":
            context |= {"mine": True, "behind": own}
    return page(request, "office/leaders.html", context)


@require_safe
def office_page(request):
    """The same to the office: what leaders are told of its work."""
    return page(request, "office/leaders.html", shown(request) | {"of_office": True})


def shown(request) -> dict:
    period = last_closed()
    found = leaders_page(period, now()) if period else None
    title = "滞后项目" if found is None else f"{in_words(period.month)}滞后项目"
    return {"title": title, "found": found, "behind": found.behind if found else []}
