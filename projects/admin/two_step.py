"""两步验证: everybody's own page to switch it on and off; the administrator's to take it away."""

import io
from base64 import b32encode

import segno
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth import authenticate
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.accounts import two_step
from projects.actions import two_step as actions
from projects.clock import now
from projects.errors import Refused

HERE = "admin:two_step"


def page(request, template: str, context: dict, *, status: int = 200):
    frame = {**site.each_context(request), "demanded": two_step.demanded(request.user)}
    where = f"admin/two_step/{template}"
    return TemplateResponse(request, where, frame | context, status=status)


def back():
    return HttpResponseRedirect(reverse(HERE))


@require_safe
def state(request):
    return state_page(request)


def state_page(request, *, problem: str = "", status: int = 200):
    device = two_step.device_of(request.user)
    context = {"title": "两步验证", "device": device, "problem": problem}
    if device:
        context["codes_left"] = two_step.codes_left(request.user)
    return page(request, "state.html", context, status=status)


@require_POST
def begin(request):
    try:
        actions.begin(by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return back()
    return HttpResponseRedirect(reverse("admin:two_step_set_up"))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def set_up(request):
    """The QR code and the key; a code from the phone confirms it and brings the recovery codes."""
    device = two_step.begun(request.user)
    if device is None:
        return back()
    context = {"title": "开启两步验证", "key": key_of(device)}
    if request.method != "POST":
        return page(request, "set_up.html", context)
    code, session = request.POST.get("code", ""), request.session.session_key
    try:
        codes = actions.switch_on(by=request.user, code=code, at=now(), session=session)
    except Refused as refused:
        return page(request, "set_up.html", {**context, "problem": str(refused)}, status=400)
    return page(request, "codes.html", {"title": "两步验证已开启", "codes": codes})


def key_of(device) -> list[str]:
    """The key as it is typed into a phone: letters and digits in groups of four."""
    text = b32encode(device.bin_key).decode()
    return [text[at : at + 4] for at in range(0, len(text), 4)]


@require_safe
def picture(request):
    """The QR code of the phone that is being set up, to its owner alone and not afterwards."""
    device = two_step.begun(request.user)
    if device is None:
        raise Http404
    drawn = io.BytesIO()
    code = segno.make(device.config_url, error="m")
    code.save(drawn, kind="svg", scale=5, border=4, light="#ffffff", xmldecl=False)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_POST
@sensitive_post_parameters()
def codes(request):
    try:
        fresh = actions.renew_codes(by=request.user, code=request.POST.get("code", ""), at=now())
    except Refused as refused:
        return state_page(request, problem=str(refused), status=400)
    return page(request, "codes.html", {"title": "新的恢复码", "codes": fresh})


@require_POST
@sensitive_post_parameters()
def off(request):
    """By password and code; a wrong password counts towards the lock-out like any other."""
    username, password = request.user.get_username(), request.POST.get("password", "")
    try:
        if authenticate(request, username=username, password=password) is None:
            raise Refused("密码不对。")
        actions.switch_off(by=request.user, code=request.POST.get("code", ""), at=now())
    except Refused as refused:
        return state_page(request, problem=str(refused), status=400)
    messages.success(request, "两步验证已关闭，登录只需要密码。")
    return back()


PAGES = [
    ("", state, "two_step"),
    ("begin/", begin, "two_step_begin"),
    ("set-up/", set_up, "two_step_set_up"),
    ("set-up/code.svg", picture, "two_step_picture"),
    ("codes/", codes, "two_step_codes"),
    ("off/", off, "two_step_off"),
]


def urls(site) -> list:
    return [path(f"two-step/{at}", site.admin_view(view), name=name) for at, view, name in PAGES]
