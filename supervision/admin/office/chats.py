"""工作群 in the admin: set, tried and stopped by the office; the keys are never shown again."""

from django import forms
from django.contrib import admin
from django.urls import reverse

from projects.admin.acts import ActPage, ButtonsPage
from projects.admin.base import SeenOnlyAdmin
from projects.admin.fields import Line
from projects.clock import today
from projects.errors import Refused
from projects.models import LeadUnit, current
from supervision.actions.pushing import key_of, push, set_group, stop_group
from supervision.admin.pages import OfficeOnly
from supervision.models import ChatGroup


class GroupForm(forms.Form):
    unit = forms.ModelChoiceField(
        LeadUnit.objects.none(), label="单位", required=False, empty_label="督查自己的群"
    )
    service = forms.ChoiceField(label="平台", choices=ChatGroup.Service.choices)
    name = Line(label="群名称", max_length=50)
    token = Line(
        label="机器人密钥",
        max_length=200,
        help_text="把群机器人的网址整个粘进来就行；也可以只填密钥：企业微信、钉钉是最后一个等号"
        "后面的部分，飞书是最后一条斜线后面的部分。",
    )
    secret = Line(
        label="加签密钥",
        max_length=200,
        required=False,
        help_text="钉钉、飞书开了“加签”（签名校验）的填；企业微信不填。",
    )

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.fields["unit"].queryset = LeadUnit.objects.filter(current(today()))

    def clean(self):
        """What is no key of the chosen service is refused at its box."""
        given = super().clean()
        if "token" in given and "service" in given:
            try:
                given["token"] = key_of(given["token"], given["service"])
            except Refused as refused:
                self.add_error("token", str(refused))
        if "://" in given.get("secret", ""):
            self.add_error("secret", "加签密钥是一串字符，不是网址。")
        return given


class SetPage(ActPage):
    template_name, form_class, action = "admin/office/chat_set.html", GroupForm, set_group
    title, done = "设置工作群", "已设置，请发一条试试。"

    def onward(self, group):
        return reverse("admin:supervision_chatgroup_change", args=[group.pk])


def tried(*, group, by, at):
    return push(group, f"{by}测试：看到这条就是设置好了。", at)


class GroupPage(ButtonsPage):
    template_name = "admin/office/chat.html"
    buttons = {
        "try": (forms.Form, tried, "{}"),
        "stop": (forms.Form, stop_group, "已停用，不再发到这个群。"),
    }
    usual = "try"

    def fetch(self, pk):
        self.group = self.model_admin.found(self.request, pk)

    def arguments(self):
        return {"group": self.group}

    def said(self, result):
        if self.pressed == "stop":
            return super().said(result)
        return f"没有发出：{result.error}" if result.error else "已发到群里。"

    def context(self):
        return {
            "title": str(self.group),
            "group": self.group,
            "messages_told": self.group.messages.all()[:20],
        }


@admin.register(ChatGroup)
class ChatGroupAdmin(OfficeOnly, SeenOnlyAdmin):
    """工作群: where reminders, 催报, slips and results are told as well."""

    list_display = ["name", "whose", "service", "used"]
    list_select_related = ["unit"]
    change_list_template = "admin/office/chat_list.html"
    pages = [("set/", SetPage, "supervision_chatgroup_set")]
    change_page = GroupPage

    @admin.display(description="单位")
    def whose(self, group):
        return str(group.unit or "督查")

    @admin.display(description="状态")
    def used(self, group):
        return "使用中" if group.active else "已停用"
