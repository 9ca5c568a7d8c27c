"""Signing in: password first, then the code where the person has switched it on."""

from urllib.parse import urlencode

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView, RedirectURLMixin
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from projects.accounts import two_step
from projects.admin.signing.kept import onward, pack, typed
from projects.errors import Refused
from projects.models import User

# Between password and code: whose turn it is, and until when. Nobody is signed in meanwhile.
WAITING, WAITING_SECONDS = "second_step", 300
WRONG = "验证码不对。请看准手机上现在显示的6位数字，也可以用一个恢复码。"
ENDED = {
    "idle": "登录已经失效：超过{idle}分钟没有操作，或者账号已停用、密码已更改。请重新登录。",
    "whole": "登录已满{hours}小时，为安全起见请重新登录。",
    "late": "输入验证码超过了5分钟，请从密码开始重新登录。",
}


def moment() -> float:
    """By the machine's time, as sessions go."""
    return timezone.now().timestamp()


def ended_in_words(why: str) -> str:
    hours, idle = settings.SESSION_LONGEST // 3600, settings.SESSION_COOKIE_AGE // 60
    return ENDED.get(why, "").format(hours=hours, idle=idle)


class Framed:
    """In the admin's frame: the site, where to go on to, what is carried along."""

    site = None

    def frame(self, **context) -> dict:
        to = self.request.POST.get(REDIRECT_FIELD_NAME) or self.request.GET.get(REDIRECT_FIELD_NAME)
        return {
            **self.site.each_context(self.request),
            "next": to or reverse("admin:index"),
            "kept": self.request.POST.get("kept", ""),
            **context,
        }

    def enter(self, person: User):
        """Sign the person in; the access log and the lock-out learn of it by Django's signal."""
        login(self.request, person, backend=person.backend)
        to = self.get_success_url()
        return onward(self.request, self.site, to)


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class Password(Framed, LoginView):
    template_name = "admin/signing/password.html"
    authentication_form = AdminAuthenticationForm
    next_page = "admin:index"

    def get(self, request, *args, **kwargs):
        if self.site.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        own = super().get_context_data(**kwargs)
        ended = ended_in_words(self.request.GET.get("ended", ""))
        return own | self.frame(title="登录", ended=ended)

    def form_valid(self, form):
        person = form.get_user()
        if two_step.device_of(person) is None:
            return self.enter(person)
        self.request.session.flush()
        until = moment() + WAITING_SECONDS
        self.request.session[WAITING] = [person.pk, person.backend, until]
        context = self.frame(title="两步验证")
        return TemplateResponse(self.request, "admin/signing/code.html", context)


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class Code(Framed, RedirectURLMixin, View):
    """The second step; posted to by the page that follows the password."""

    next_page = "admin:index"

    def get(self, request):
        return HttpResponseRedirect(reverse("admin:login"))

    def post(self, request):
        person = self.waiting()
        if person is None:
            return HttpResponseRedirect(f"{reverse('admin:login')}?ended=late")
        who = {"username": person.get_username()}
        if not AxesProxyHandler.is_allowed(request, who):
            return get_lockout_response(request, credentials=who)
        try:
            right = two_step.check(person, request.POST.get("code", ""))
        except Refused as refused:
            return self.again(str(refused), 429)
        if not right:
            user_login_failed.send(
                sender=__name__, credentials=who, request=request, second_step=True
            )
            return self.again(WRONG, 400)
        return self.enter(person)

    def waiting(self) -> User | None:
        """Who has given the password a moment ago, and may still sign in."""
        pk, backend, until = self.request.session.get(WAITING, (None, "", 0))
        if moment() > until:
            return None
        person = User.objects.filter(pk=pk, is_active=True, is_staff=True).first()
        if person:
            person.backend = backend
        return person

    def again(self, problem: str, status: int):
        context = self.frame(title="两步验证", problem=problem)
        return TemplateResponse(self.request, "admin/signing/code.html", context, status=status)


def asked_to_sign_in(request, site):
    """Where a session has ended: the sign-in page that says so, with what was typed kept."""
    why = getattr(request, "session_ended", "")
    if request.method == "POST" and why and typed(request):
        context = {
            **site.each_context(request),
            "title": "登录",
            "next": reverse("admin:index"),
            "kept": pack(request),
            "ended": ended_in_words(why),
            "form": AdminAuthenticationForm(request),
            "with_files": bool(request.FILES),
        }
        return TemplateResponse(request, "admin/signing/password.html", context, status=403)
    back = request.get_full_path() if request.method != "POST" else reverse("admin:index")
    query = {REDIRECT_FIELD_NAME: back} | ({"ended": why} if why else {})
    return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode(query)}")
