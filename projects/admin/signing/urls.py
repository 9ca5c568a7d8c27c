"""Signing in and one's own second step; django-allauth finds its pages by these names alone."""

from django.contrib.admin import site
from django.urls import path

from projects.admin.rolepage import role_page
from projects.admin.signing import own, views

OWN = [
    ("", own.State.as_view(), "mfa_index"),
    ("password/", own.PasswordAgain.as_view(), "account_reauthenticate"),
    ("set-up/", own.SetUp.as_view(), "mfa_activate_totp"),
    ("set-up/code.svg", own.picture, "mfa_picture"),
    ("codes/", own.Codes.as_view(), "mfa_view_recovery_codes"),
    ("codes/new/", own.NewCodes.as_view(), "mfa_generate_recovery_codes"),
    ("off/", own.Off.as_view(), "mfa_deactivate_totp"),
]

urlpatterns = [
    path("login/", views.Password.as_view(), name="account_login"),
    path("login/code/", views.Code.as_view(), name="mfa_authenticate"),
    path("login/unified/", views.Unified.as_view(), name="unified_sign_in"),
    path(
        "login/unified/back/", views.unified_back, {"provider_id": "oidc"},
        name="openid_connect_callback",
    ),
    path("login/kept/", site.admin_view(views.kept_form), name="kept_form"),
    path("roles/", site.admin_view(role_page), name="roles"),
    path("password_change/", site.admin_view(own.OwnPassword.as_view()), name="own_password"),
    path("sessions/", site.admin_view(own.sessions), name="own_sessions"),
    *(path(f"two-step/{at}", site.admin_view(view), name=name) for at, view, name in OWN),
]  # fmt: skip
