"""AB角 in the admin: arranged by the unit's leader or the office, ended early by either."""

from django import forms
from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.actions.standins import arrange_stand_in, end_stand_in
from projects.admin.acts import ActPage, Button
from projects.admin.base import SeenOnlyAdmin
from projects.clock import today
from projects.models import StandIn, UnitMember, User, current
from projects.values.days import Day
from supervision import scope
from supervision.admin.pages import OfficeAndUnits


class StandInForm(forms.Form):
    post = forms.ModelChoiceField(None, label="代谁的职责")
    stand_in = forms.ModelChoiceField(None, label="由谁代", help_text="同一单位的在任人员。")
    since = Day(label="自")
    until = Day(label="至", help_text="当天24时自动结束，不用另外办理。")

    def __init__(self, *args, units, **kw):
        super().__init__(*args, **kw)
        posts = UnitMember.objects.filter(current(today()), unit__in=units)
        self.fields["post"].queryset = posts.select_related("unit", "person")
        people = User.objects.filter(pk__in=posts.values("person"), is_active=True)
        self.fields["stand_in"].queryset = people.order_by("name", "pk")


class ArrangePage(ActPage):
    template_name, form_class = "admin/projects/standin.html", StandInForm
    action, title, done = arrange_stand_in, "安排AB角", "已安排：{}。"

    def fetch(self):
        self.units = scope.arranges(self.request.user, today())
        if not self.units.exists():
            raise Http404

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "units": self.units}

    def onward(self, row):
        return reverse("admin:projects_standin_changelist")


class EndButton(Button):
    action = end_stand_in

    def said(self, row):
        return f"已{'取消' if row.cancelled else '提前结束'}：{row}。"

    def fetch(self, pk):
        units = scope.arranges(self.request.user, today())
        self.row = get_object_or_404(StandIn.objects.filter(post__unit__in=units), pk=pk)

    def arguments(self):
        return {"stand_in": self.row}

    def onward(self, row):
        return reverse("admin:projects_standin_changelist")


@admin.register(StandIn)
class StandInAdmin(OfficeAndUnits, SeenOnlyAdmin):
    list_display = ["stand_in", "post", "since", "until", "state", "by"]
    list_select_related = ["stand_in", "post__unit", "post__person", "by"]
    search_fields = ["stand_in__name", "post__person__name", "post__unit__name"]
    search_help_text = "按姓名或单位查找"
    fields = ["stand_in", "post", "since", "until", "at", "by"]
    change_list_template = "admin/projects/standin_list.html"
    change_form_template = "admin/projects/standin_one.html"
    own_pages = [
        ("arrange/", ArrangePage, "projects_standin_arrange"),
        ("<int:pk>/end/", EndButton, "projects_standin_end"),
    ]

    def get_queryset(self, request):
        mine = scope.stand_ins(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk"))

    @admin.display(description="状态")
    def state(self, row):
        if row.cancelled:
            return "已取消"
        if row.since > today():
            return "未开始"
        return "代办中" if row.until >= today() else "已结束"

    def changelist_view(self, request, extra_context=None):
        arranges = scope.arranges(request.user, today()).exists()
        return super().changelist_view(request, {"arranges": arranges, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.found(request, object_id)
        units = scope.arranges(request.user, today())
        may_end = not row.cancelled and today() < row.until
        may_end = may_end and units.filter(pk=row.post.unit_id).exists()
        begun = row.since <= today()
        extra = {"row": row, "may_end": may_end, "begun": begun, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)
