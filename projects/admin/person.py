import io

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from projects.accounts import two_step
from projects.actions.accounts import end_sessions
from projects.actions.two_step import reset
from projects.actions.units import appoint
from projects.admin.base import RecordAdmin, SeenOnlyInline, yes_or_no
from projects.admin.sheets import SheetImportAdmin
from projects.clock import now, today
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import LeadUnit, RoleRule, UnitMember, User
from projects.sheets.people import PeopleImport, people_sheet
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import MIME, Layout, write

KEEPS, GIVES_ROLES = "projects.change_user", "projects.change_rolerule"
ACTIVE = yes_or_no("is_active", "在用", no="已停用")


class RolesApart(forms.BaseForm):
    """Refuses roles in one account that the office keeps apart."""

    def clean_groups(self):
        roles = self.cleaned_data["groups"]
        if clash := RoleRule.clash(roles):
            raise forms.ValidationError(f"{clash}不能由同一个人担任：各用各的账号，互相看得见。")
        return roles


class AccountForm(RolesApart, AdminUserCreationForm):
    """A new account has a password for one use, may sign in, and may begin with a post."""

    unit = forms.ModelChoiceField(LeadUnit.objects.all(), label="单位", required=False)
    post = forms.ChoiceField(
        label="职责", required=False, choices=[("", "---------"), *UnitMember.Post.choices]
    )
    since = forms.DateField(label="自", required=False, widget=AdminDateWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields["since"].initial = today

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("unit") and not (cleaned.get("post") and cleaned.get("since")):
            self.add_error("post", "选了单位，还要选职责和开始的日期。")
        if cleaned.get("post") and not cleaned.get("unit"):
            self.add_error("unit", "选了职责，还要选单位。")
        return cleaned

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.first_password = True
        return super().save(commit)


class PersonForm(RolesApart, UserChangeForm):
    pass


class PasswordForm(AdminPasswordChangeForm):
    """Every account signs in by password: there is no other way in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True

    def save(self, commit=True):
        self.user.first_password = True
        return super().save(commit)


class PostInline(SeenOnlyInline):
    model = UnitMember
    fields = ["unit", "post", "since", "until"]
    verbose_name_plural = "任职（在“任职”中登记和结束）"


@admin.register(User)
class PersonAdmin(SheetImportAdmin, RecordAdmin, UserAdmin):
    import_class = PeopleImport
    to_fill = staticmethod(people_sheet)
    form = PersonForm
    add_form = AccountForm
    change_password_form = PasswordForm
    add_form_template = "admin/change_form.html"
    list_display = ["username", "name", "roles", ACTIVE, "secured", "last_login"]
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
                "fields": ["username", "unified_id", "name", "phone", "email"],
                "description": "一人一号，不得共用。姓名会写入操作留痕；催报提醒发到邮箱。",
            },
        ),
        (
            "权限",
            {
                "fields": ["groups", "is_active"],
                "description": "角色决定能做什么，任职决定能看到哪个单位。改动记入操作留痕。",
            },
        ),
        ("登录", {"fields": ["reset", "second_step", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            "本人",
            {
                "fields": ["username", "name", "phone", "email", "password1", "password2"],
                "description": "一人一号，不得共用。密码只用一次，本人首次登录时要换成自己的。",
            },
        ),
        (
            "权限",
            {
                "fields": ["groups", "unit", "post", "since"],
                "description": "角色决定能做什么，任职决定能看到哪个单位。"
                "经办人、分管负责人两样都要；督查、系统管理员和区领导只要角色。",
            },
        ),
    ]

    def has_export_permission(self, request):
        """Accounts are not taken out in bulk."""
        return False

    def confirm_view(self, request):
        """Answer with the first passwords, once: nothing keeps them."""
        upload = self.upload_of(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not upload.confirm():
            return self.import_page(request, upload)
        if not upload.importer.passwords:
            upload.thank(f"已导入：{upload.counted}。")
            return HttpResponseRedirect(reverse("admin:projects_user_changelist"))
        headers, target = ["姓名", "账号", "角色", "单位", "初始密码"], io.BytesIO()
        layout = Layout(name="初始密码", title="初始密码（首次登录要改，发完请删除）")
        write(target, headers, upload.importer.passwords, layout)
        return attachment(target.getvalue(), MIME, "初始密码.xlsx", "first-passwords")

    def get_queryset(self, request):
        people = super().get_queryset(request).annotate(secured=two_step.secured("pk"))
        people = people.prefetch_related("groups")
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def has_change_permission(self, request, obj=None):
        """Who gives roles opens an account, too, and changes nothing else of it."""
        return super().has_change_permission(request, obj) or request.user.has_perm(GIVES_ROLES)

    def get_fieldsets(self, request, obj=None):
        """Without what is another administrator's, where they are three."""
        own, gives = request.user.has_perm(KEEPS), request.user.has_perm(GIVES_ROLES)
        leave = set() if own else {"reset"}
        leave |= set() if gives else {"second_step"} if obj else {"groups"}
        return [
            (title, {**parts, "fields": [each for each in parts["fields"] if each not in leave]})
            for title, parts in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["reset", "second_step", "last_login", "date_joined"]
        gives, keeps = request.user.has_perm(GIVES_ROLES), request.user.has_perm(KEEPS)
        if obj == request.user or not gives:  # nobody widens their own permissions
            fixed.append("groups")
        if obj == request.user or not keeps:
            fixed.append("is_active")
        if not keeps:
            fixed += ["username", "unified_id", "name", "phone", "email"]
        return fixed

    @admin.display(description="密码")
    def reset(self, person):
        here = reverse("admin:auth_user_password_change", args=[person.pk])
        return format_html('<a href="{}">重设密码</a>', here)

    @admin.display(description="两步验证", ordering="secured")
    def secured(self, person):
        return "已开启" if person.secured else "未开启"

    @admin.display(description="两步验证")
    def second_step(self, person):
        if not person.secured:
            return "未开启"
        here = reverse("admin:two_step_reset", args=[person.pk])
        return format_html('已开启　<a href="{}">本人手机和恢复码都没有了，重设</a>', here)

    @admin.display(description="角色")
    def roles(self, person):
        names = [group.name for group in person.groups.all()]
        return "、".join(names) or ("超级管理员" if person.is_superuser else "—")

    def get_urls(self):
        view = self.admin_site.admin_view(self.reset_view)
        return [path("<int:pk>/two-step/", view, name="two_step_reset"), *super().get_urls()]

    def reset_view(self, request, pk):
        """A page of its own: the second step is taken away only after a second look."""
        person = self.get_object(request, str(pk))
        if person is None or not request.user.has_perm(GIVES_ROLES):
            raise Http404
        if request.method == "POST":
            try:
                reset(person=person, by=request.user, at=now())
                messages.success(request, f"已重设{person}的两步验证，并在所有设备上退出。")
            except Refused as refused:
                messages.error(request, str(refused))
            here = reverse("admin:projects_user_change", args=[person.pk])
            return HttpResponseRedirect(here)
        context = {**self.admin_site.each_context(request), "title": "重设两步验证"}
        context |= {"person": person, "demanded": two_step.demanded(person), "opts": self.opts}
        return TemplateResponse(request, "admin/two_step/reset.html", context)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change and (unit := form.cleaned_data.get("unit")):
            post, since = form.cleaned_data["post"], form.cleaned_data["since"]
            appoint(person=obj, unit=unit, post=post, since=since, by=request.user, at=now())
        if change and not obj.is_active and "is_active" in form.changed_data:
            end_sessions(obj)

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        if not request.user.has_perm(KEEPS):
            raise Http404
        return super().user_change_password(request, id, form_url)

    def log(self, request, obj, verb, note):
        """Named only: an account's row changes at every sign-in."""
        record(action=f"{verb}账号", by=request.user, at=now(), note=f"{obj.username}　{note}")
