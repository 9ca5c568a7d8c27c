"""查我的建议和意见: a box for the tracking code, on to the receipt."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.drafting.models import Drafting, Opinion, Proposal
from projects.drafting.public.making import drafting_or_404
from projects.drafting.public.proposing import surroundings
from projects.pages.addresses import view_of
from projects.pages.strangers import code_in, private
from projects.values.text import clean

MOST_TYPED = 200


def code_typed(typed: str) -> str:
    """The code in what was copied out, or in the address of either kind of receipt."""
    return code_in(typed, "proposal/") or code_in(typed, "opinions/")


def receipt_of(drafting: Drafting, code: str) -> str:
    """The address of the receipt with this code among those of a list; "" without one."""
    if code and Proposal.objects.filter(code=code, drafting=drafting).exists():
        return reverse("proposal", args=[drafting.year, code])
    if code and Opinion.objects.filter(code=code, consultation__drafting=drafting).exists():
        return reverse("making-receipt", args=[code])
    return ""


@never_cache
@require_safe
def follow(request, year):
    drafting = drafting_or_404(year)
    asked = clean(request.GET.get("code", ""))[:MOST_TYPED].strip()
    code = code_typed(asked)
    if found := receipt_of(drafting, code):
        view = view_of(request.GET)
        return private(HttpResponseRedirect(f"{found}?view={view}" if view else found))
    context = surroundings(drafting, "查建议和意见") | {"asked": asked, "whole": bool(code)}
    return private(render(request, "public/making/follow.html", context))
