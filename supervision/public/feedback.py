"""说说看法: the one public form, and the receipt that follows a message."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from projects import clock
from projects.models import Programme
from projects.pages import addresses
from projects.pages.addresses import view_of
from projects.pages.quota import TooMany, admit
from projects.pages.strangers import code_in, foreign, private
from projects.values.network import address_of
from projects.values.text import clean
from supervision.actions.feedback import leave_message
from supervision.models import Feedback
from supervision.public.message import MessageForm, new_token
from supervision.public.poster import qr
from supervision.public.project import project_or_404

MOST_TYPED, GROUP = 200, 4


@csrf_exempt  # docs/adr/0004-feedback.md: a signed token instead of a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, year, number):
    project = project_or_404(year, number)
    if not project.programme.feedback:
        raise Http404("这里没有开通网上留言，有事请拨打12345。")
    if request.method != "POST":
        return form_page(request, MessageForm(project=project, initial=initial(request, project)))
    if foreign(request):
        return render(request, "csrf.html", status=403)
    form = MessageForm(request.POST, project=project)
    if not form.is_valid():
        return form_page(request, form.again(), status=400)
    try:
        code = sent(form, address_of(request))
    except TooMany as many:
        return form_page(request, form.again(), status=429, refused=str(many))
    return HttpResponseRedirect(reverse("feedback-receipt", args=[code]), status=303)


def initial(request, project) -> dict:
    return {"token": new_token(project), "site": request.GET.get("site", "")[:20]}


def form_page(request, form: MessageForm, *, status=200, refused=""):
    context = {
        "programme": form.project.programme,
        "project": form.project,
        "form": form,
        "refused": refused,
        "days": settings.FEEDBACK_ANSWER_DAYS,
        "kept": settings.FEEDBACK_KEEP_ADDRESS_DAYS,
    }
    return private(render(request, "public/feedback.html", context, status=status))


def sent(form: MessageForm, address: str) -> str:
    """Store the message once, however often the form is sent; its tracking code."""
    if not Feedback.everything.filter(code=form.code).exists():
        admit(address)
        leave_message(**form.message(), at=clock.now())
    return form.code


@never_cache
@require_safe
def follow(request):
    """A box for the tracking code, in place of the receipt's address; on to the receipt."""
    if not Programme.public.filter(feedback=True).exists():
        raise Http404("这里没有开通网上留言，有事请拨打12345。")
    asked = clean(request.GET.get("code", ""))[:MOST_TYPED].strip()
    code = code_in(asked)
    if code and Feedback.everything.filter(code=code).exists():
        view = view_of(request.GET)
        return private(
            HttpResponseRedirect(
                reverse("feedback-receipt", args=[code]) + (f"?view={view}" if view else "")
            )
        )
    context = {"programme": Programme.public.latest_year(), "asked": asked, "whole": bool(code)}
    return private(render(request, "public/follow.html", context))


@never_cache
@require_safe
def receipt(request, code):
    feedback = (
        Feedback.everything.select_related("project__programme", "site").filter(code=code).first()
    )
    if feedback is None:
        raise Http404("没有这个查询码，请核对回执上的网址。")
    here = addresses.absolute(request, request.path)
    context = {
        "programme": feedback.project.programme,
        "feedback": feedback,
        "grouped": grouped(feedback.code),
        "address": here,
        "code": qr(here),
    }
    response = private(render(request, "public/receipt.html", context))
    response["X-Robots-Tag"] = "noindex"
    return response


def grouped(code: str) -> str:
    """A tracking code as people copy it out: abcd-efgh-…."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
