from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.html import format_html

from projects.actions.accounts import end_sessions
from projects.admin.base import RecordAdmin, SeenOnlyInline, yes_or_no
from projects.clock import now
from projects.ledger import record
from projects.models import UnitMember, User

# Roles come with the programme; giving them is done on the person's page.
admin.site.unregister(Group)


ACTIVE = yes_or_no("is_active", "在用", no="已停用")


class AccountForm(AdminUserCreationForm):
    """A new account always has a password and may sign in to the admin."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)

    def save(self, commit=True):
        self.instance.is_staff = True
        return super().save(commit)


class PasswordForm(AdminPasswordChangeForm):
    """Every account signs in by password: there is no other way in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class PostInline(SeenOnlyInline):
    model = UnitMember
    fields = ["unit", "post", "since", "until"]
    verbose_name_plural = "任职（在“任职”中登记和结束）"


@admin.register(User)
class PersonAdmin(RecordAdmin, UserAdmin):
    add_form = AccountForm
    change_password_form = PasswordForm
    add_form_template = "admin/change_form.html"
    list_display = ["username", "name", "roles", ACTIVE, "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["username", "name"]
    search_help_text = "按账号或姓名查找"
    ordering = ["username"]
    filter_horizontal = []
    inlines = [PostInline]
    fieldsets = [
        (
            "本人",
            {
                "fields": ["username", "reset", "name"],
                "description": "一人一号，不得共用。姓名会写入操作留痕。",
            },
        ),
        (
            "权限",
            {
                "fields": ["groups", "is_active"],
                "description": "角色决定能做什么，任职决定能看到哪个单位。"
                "取消“有效”后立即在所有设备上退出，不能再登录。",
            },
        ),
        ("登录", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "name", "password1", "password2"],
                "description": "一人一号，不得共用。保存后再给角色和任职。",
            },
        ),
    ]

    def get_queryset(self, request):
        people = super().get_queryset(request).prefetch_related("groups")
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = ""
        return field

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        fixed = ["reset", "last_login", "date_joined"]
        if obj == request.user:  # nobody widens their own permissions
            fixed += ["groups", "is_active"]
        return fixed

    @admin.display(description="密码")
    def reset(self, person):
        here = reverse("admin:auth_user_password_change", args=[person.pk])
        return format_html('<a href="{}">重设密码</a>', here)

    @admin.display(description="角色")
    def roles(self, person):
        names = [group.name for group in person.groups.all()]
        return "、".join(names) or ("超级管理员" if person.is_superuser else "—")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and not obj.is_active and "is_active" in form.changed_data:
            end_sessions(obj)

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        return super().user_change_password(request, id, form_url)

    def log(self, request, obj, verb, note):
        """Named only: an account's row changes at every sign-in."""
        record(action=f"{verb}账号", by=request.user, at=now(), note=f"{obj.username}　{note}")
