"""What django-allauth asks of us: which steps signing in has, and whom 统一身份认证 lets in."""

from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpResponseRedirect
from django.urls import reverse

from projects.models import User

METADATA = "/.well-known/openid-configuration"
WRONG = "验证码不对。请看准手机上现在显示的6位数字。"


class Accounts(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {"incorrect_password": "密码不对。"}

    def get_login_stages(self):
        return ["projects.accounts.adapters.SecondStep"]

    def post_login(self, request, user, *, redirect_url, signal_kwargs, **kwargs):
        """`provider` stays with the session: whether 统一身份认证 let this person in, and how."""
        if signal_kwargs:
            request.session["provider"] = signal_kwargs
        return HttpResponseRedirect(redirect_url)

    def add_message(self, *args, **kwargs):
        """The pages say what has happened in words of their own."""


class Phones(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG}

    def get_totp_label(self, user):
        return user.get_username()


class SecondStep(AuthenticateStage):
    """Nobody is signed in between password and code."""

    def handle(self):
        if (self.login.signal_kwargs or {}).get("second_step"):
            return None, True
        return super().handle()


class UnifiedSignIn(DefaultSocialAccountAdapter):
    """统一身份认证 opens accounts that name its identifier; it makes none and asks no e-mail."""

    def pre_social_login(self, request, sociallogin):
        raise ImmediateHttpResponse(enter(request, sociallogin))

    def on_authentication_error(self, request, provider, **kwargs):
        raise ImmediateHttpResponse(back("provider"))


def of_another(sociallogin) -> bool:
    """Whether the token names another issuer than the settings do, whatever the metadata say."""
    issuer = sociallogin.account.extra_data.get("id_token", {}).get("iss")
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ours = app["settings"]["server_url"].removesuffix(METADATA).rstrip("/")
    return issuer is not None and issuer.rstrip("/") != ours


def enter(request, sociallogin):
    if of_another(sociallogin):
        return back("provider")
    identifier = sociallogin.account.uid
    people = User.objects.filter(is_active=True, is_staff=True)
    person = people.filter(unified_id=identifier).first()
    who = {"username": person.get_username() if person else identifier}
    if person is None:
        user_login_failed.send(sender=__name__, credentials=who, request=request)
        return back("unknown")
    if not AxesProxyHandler.is_allowed(request, who):
        return get_lockout_response(request, credentials=who)
    if request.user.is_authenticated:
        logout(request)
    request.session.cycle_key()
    to = sociallogin.state.get("next") or reverse("admin:index")
    said = sociallogin.account.extra_data.get("id_token", {}).get("amr", [])
    trusted = isinstance(said, list) and any(word in said for word in settings.OIDC_SECOND_STEP)
    return perform_login(request, person, redirect_url=to, signal_kwargs={"second_step": trusted})


def back(why: str):
    return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({'ended': why})}")
