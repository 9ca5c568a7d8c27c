"""Signing in: password or 统一身份认证, the code where there is one, and what was typed before."""

from urllib.parse import urlencode

from allauth.account.utils import perform_login
from allauth.mfa.base.views import AuthenticateView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as openid
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib.admin import site
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import LoginView, RedirectURLMixin
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from requests import RequestException

from projects.accounts.adapters import back
from projects.admin.signing import kept

ENDED = {
    "idle": "登录已经失效：超过{idle}分钟没有操作，或者账号已停用、密码已更改。请重新登录。",
    "whole": "登录已满{hours}小时，为安全起见请重新登录。",
    "late": "输入验证码超过了5分钟，请从密码开始重新登录。",
    "provider": "{name}没有完成登录，可能是取消了或者超时了。请再试一次，或者用密码登录。",
    "unknown": "{name}认出了您，但这里没有对应的在用账号。请联系系统管理员，"
    "在您的账号里登记{name}的账号。",
}

# It is away, or does not say what we go by.
PROVIDER_FAULTS = (RequestException, KeyError, ValueError)


def ended_in_words(why: str) -> str:
    hours, idle = settings.SESSION_LONGEST // 3600, settings.SESSION_COOKIE_AGE // 60
    return ENDED.get(why, "").format(hours=hours, idle=idle, name=settings.OIDC_NAME)


class Framed:
    """A page in the admin's frame; what is refused there is answered by 400."""

    title = ""

    def get_context_data(self, **kwargs):
        frame = {**site.each_context(self.request), "title": self.title}
        return frame | super().get_context_data(**kwargs) | {"title": self.title}

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 400
        return response


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class Password(Framed, LoginView):
    template_name = "admin/signing/password.html"
    authentication_form = AdminAuthenticationForm
    next_page = "admin:index"
    title = "登录"

    def get(self, request, *args, **kwargs):
        if site.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        own = {
            "next": self.get_redirect_url() or reverse("admin:index"),
            "kept": self.request.POST.get("kept", ""),
            "ended": ended_in_words(self.request.GET.get("ended", "")),
            "provider": settings.OIDC_NAME,
        }
        return super().get_context_data(**kwargs) | own

    def form_invalid(self, form):
        return LoginView.form_invalid(self, form)

    def form_valid(self, form):
        logout(self.request)  # a session of its own from here on
        return perform_login(self.request, form.get_user(), redirect_url=onward(self))


def onward(view, **limit) -> str:
    """Return where signing in leads: the form to be sent again, else the page asked for."""
    return reverse("kept_form") if kept.keep(view.request, **limit) else view.get_success_url()


class Code(Framed, AuthenticateView):
    """The second step; a wrong code counts towards the lock-out like a wrong password."""

    template_name = "admin/signing/code.html"
    title = "两步验证"

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        late = getattr(response, "url", "") == reverse("account_login") and request.method == "POST"
        return back("late") if late else response

    def post(self, request, *args, **kwargs):
        who = {"username": self.stage.login.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, who):
            return get_lockout_response(request, credentials=who)
        return super().post(request, *args, **kwargs)


@method_decorator([never_cache, csrf_protect], name="dispatch")
class Unified(RedirectURLMixin, View):
    """To 统一身份认证, by a page that leads on: a form may be sent to no other site."""

    next_page = "admin:index"

    def post(self, request):
        if not settings.OIDC_NAME:
            raise Http404
        logout(request)
        to = onward(self, most=kept.MOST_OF_STRANGERS)
        provider = get_adapter().get_provider(request, "oidc")
        try:
            there = provider.redirect(request, process="login", next_url=to).url
        except PROVIDER_FAULTS:
            return back("provider")
        context = {**site.each_context(request), "title": "登录", "there": there}
        return TemplateResponse(request, "admin/signing/leaving.html", context)


@never_cache
def unified_back(request, provider_id):
    """Back from 统一身份认证; who is let in, projects.accounts.adapters decides."""
    try:
        return openid.callback(request, provider_id)
    except PROVIDER_FAULTS:
        return back("provider")


@never_cache
def kept_form(request):
    """After signing in: the form to be sent again, shown once."""
    form = kept.unpack(request.session.pop("kept", ""))
    if form is None:
        return HttpResponseRedirect(reverse("admin:index"))
    context = {**site.each_context(request), "title": "继续提交", "form": form}
    return TemplateResponse(request, "admin/signing/again.html", context)


def asked_to_sign_in(request):
    """Where a session has ended: the sign-in page that says so, with what was typed kept."""
    why = getattr(request, "session_ended", "")
    if request.method == "POST" and why and kept.typed(request):
        page, form = Password(), AdminAuthenticationForm(request)
        page.setup(request)
        context = page.get_context_data(form=form) | {
            "next": reverse("admin:index"),
            "kept": kept.pack(request),
            "ended": ended_in_words(why),
            "with_files": bool(request.FILES),
        }
        return TemplateResponse(request, Password.template_name, context, status=403)
    to = request.get_full_path() if request.method != "POST" else reverse("admin:index")
    query = {REDIRECT_FIELD_NAME: to} | ({"ended": why} if why else {})
    return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode(query)}")
