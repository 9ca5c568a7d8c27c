from functools import partial, wraps
from inspect import isclass

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from config import manual
from config.first_use import first_steps
from projects.accounts.two_step import to_do_first
from projects.clock import today
from projects.drafting.desk import asked_of
from supervision import scope
from supervision.desk.person import desk, surroundings

OURS = ("projects", "supervision")
# What leaders of the district reach beside their one page: their own account, what they sign, and
# what a list on its way asks them.
OF_THE_ACCOUNT = {
    "leader_sign", "leader_preview", "leader_picture",
    "index", "logout", "jsi18n", "kept_form", "own_password", "own_sessions",
    "password_change", "password_change_done", "account_reauthenticate", "drafting_comment",
    "manual", "manual_picture",
}  # fmt: skip


class PortalAdminSite(AdminSite):
    """The signed-in side: a person's own page first; what is not theirs is not there."""

    site_header = "民生实事督查平台"
    site_title = "民生实事督查平台"
    index_title = "工作台"
    site_url = "/"
    enable_nav_sidebar = False
    empty_value_display = "—"

    def admin_view(self, view, cacheable=False):
        @wraps(view)
        def answered(request, *args, **kwargs):
            if "%00" in request.META["QUERY_STRING"] or "\0" in request.META["QUERY_STRING"]:
                raise Http404
            if first := to_do_first(request):
                return HttpResponseRedirect(first)
            name = request.resolver_match.url_name or ""
            theirs = name in OF_THE_ACCOUNT or name.startswith("mfa_")
            if not theirs and scope.only_sees_behind(request.user):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except (PermissionDenied, Http404):
                # One answer for what is not there and what is not yours.
                raise Http404 from None

        inner = super().admin_view(answered, cacheable)

        @wraps(view)
        def entered(request, *args, **kwargs):
            if getattr(request, "session_ended", "") and not self.has_permission(request):
                from projects.admin.signing.views import asked_to_sign_in

                return asked_to_sign_in(request)
            return inner(request, *args, **kwargs)

        return entered

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only models of ours have screens here: those of libraries show secrets, in English."""
        models = [model_or_iterable] if isclass(model_or_iterable) else model_or_iterable
        ours = [each for each in models if each.__module__.split(".")[0] in OURS]
        super().register(ours, admin_class, **options)

    def get_urls(self):
        from supervision.admin.office import urls as office
        from supervision.admin.projects import people

        return [
            *people.urls(self),
            *office.urls(self),
            *manual.urls(self),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        if scope.only_sees_behind(request.user):
            from supervision.admin.office import leaders

            return leaders.home(request)
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "desk": desk(request.user, request.GET, asked_of(request.user, today())),
            "first_steps": first_steps(request.user),
            "today": today(),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/index.html", context)

    def app_index(self, request, app_label, extra_context=None):
        """An app is nothing to those who use it: their own page lists all that they reach."""
        return HttpResponseRedirect(reverse("admin:index"))

    def get_app_list(self, request, app_label=None):
        """Asked of some sixty models on every page, and shown by the first page alone."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def each_context(self, request):
        around = surroundings(request.user)
        help_url = manual.help_for(request, around)
        return {**super().each_context(request), **around, "help_url": help_url}
