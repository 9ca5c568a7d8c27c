"""One's own sign-in: the second step on and off, recovery codes, where one is signed in."""

import datetime as dt

from allauth.account.decorators import reauthentication_required
from allauth.account.views import ReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_safe

from projects.accounts import forms, two_step
from projects.actions.accounts import end_sessions, sessions_of
from projects.actions.two_step import changed
from projects.admin.signing.views import Framed
from projects.clock import now
from projects.models import Act


class OwnPage(Framed):
    def get_context_data(self, **kwargs):
        demanded = two_step.demanded(self.request.user)
        return super().get_context_data(**kwargs) | {"demanded": demanded}

    def recorded(self, action: str, form):
        """Let the library do it and the ledger hear of it, both or neither."""
        with transaction.atomic():
            response = super().form_valid(form)
            session = self.request.session.session_key
            changed(action=action, by=self.request.user, at=now(), session=session)
        return response


class OwnPassword(Framed, PasswordChangeView):
    form_class = forms.OwnPassword
    template_name = "admin/signing/own_password.html"
    success_url = reverse_lazy("admin:password_change_done")
    title = "修改密码"


class State(OwnPage, IndexView):
    template_name = "admin/two_step/state.html"
    title = "两步验证"


class PasswordAgain(OwnPage, ReauthenticateView):
    template_name = "admin/two_step/password.html"
    title = "请再输一次密码"


class SetUp(OwnPage, ActivateTOTPView):
    """The QR code and the key; a code from the phone confirms it and brings the recovery codes."""

    template_name = "admin/two_step/set_up.html"
    title = "开启两步验证"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"key": [secret[at : at + 4] for at in range(0, len(secret), 4)]}

    def form_valid(self, form):
        response = self.recorded(Act.SET_UP_TWO_STEP, form)
        two_step.check(self.request.user, form.cleaned_data["code"])  # good once, here too
        return response


@require_safe
def picture(request):
    """The QR code of the phone that is being set up, to its owner alone and not afterwards."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(drawn, content_type="image/svg+xml")


class Codes(OwnPage, ViewRecoveryCodesView):
    template_name = "admin/two_step/codes.html"
    title = "恢复码"


class NewCodes(OwnPage, GenerateRecoveryCodesView):
    template_name = "admin/two_step/ask_code.html"
    title = "更换恢复码"

    def form_valid(self, form):
        return self.recorded(Act.RENEW_CODES, form)


class Off(OwnPage, DeactivateTOTPView):
    template_name = "admin/two_step/ask_code.html"
    title = "关闭两步验证"

    def form_valid(self, form):
        messages.success(self.request, "两步验证已关闭，登录只需要密码。")
        return self.recorded(Act.SWITCH_OFF_TWO_STEP, form)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def sessions(request):
    """Where one is signed in; all but this one can be ended, by the password."""
    here = request.session.session_key
    if request.method == "POST":
        ended = end_sessions(request.user, but=here)
        messages.success(request, f"已在其他{ended}处退出登录。" if ended else "没有别处在登录。")
        return HttpResponseRedirect(reverse("own_sessions"))
    found = [
        (key == here, dt.datetime.fromtimestamp(said["began"], dt.UTC), *said["from"])
        for key, said in sessions_of(request.user)
    ]
    context = {**site.each_context(request), "title": "我的登录", "sessions": found}
    return TemplateResponse(request, "admin/signing/sessions.html", context)
