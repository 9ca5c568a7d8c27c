from django.contrib import admin

from projects.admin.base import SeenOnlyAdmin
from projects.models import SignIn


@admin.register(SignIn)
class SignInAdmin(SeenOnlyAdmin):
    """登录日志: for those who keep the accounts."""

    list_display = ["at", "kind", "username", "address", "agent"]
    list_filter = ["kind", "at"]
    date_hierarchy = "at"
    search_fields = ["username", "address"]
    search_help_text = "按账号或来源地址查找"

    def has_module_permission(self, request):
        return request.user.has_perm("projects.view_signin")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("projects.view_signin")
