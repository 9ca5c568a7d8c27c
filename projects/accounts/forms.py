"""Codes as they are typed: at signing in, and to change one's own second step."""

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.signals import user_login_failed

from projects.accounts import two_step
from projects.errors import Refused

WRONG = "验证码不对。请看准手机上现在显示的6位数字，也可以用一个没用过的恢复码。"


class SignInCode(AuthenticateForm):
    """A wrong code counts like a wrong password: for the lock-out and in the access log."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        try:
            self.authenticator = two_step.check(self.user, code)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if self.authenticator is None:
            who = {"username": self.user.get_username()}
            user_login_failed.send(
                sender=__name__, credentials=who, request=context.request, second_step=True
            )
            raise forms.ValidationError(WRONG)
        self.authenticator.user = self.user
        return code


class OwnCode(SignInCode):
    """To switch the second step off or take new recovery codes."""

    def __init__(self, *args, authenticator=None, user=None, **kwargs):
        super().__init__(*args, user=user or authenticator.user, **kwargs)


class OwnPassword(AdminPasswordChangeForm):
    """A first password, given by an administrator, is not kept."""

    def clean_new_password1(self):
        new = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError("新密码不能和原来的密码一样。")
        return new

    def save(self, commit=True):
        self.user.first_password = False
        return super().save(commit)
