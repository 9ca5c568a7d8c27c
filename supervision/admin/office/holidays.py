"""节假日 in the admin: listed, and entered by the office with the document that says so."""

from django import forms
from django.contrib import admin
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.base import SeenOnlyAdmin, in_text, yes_or_no
from projects.admin.fields import Line
from projects.values.days import Day
from supervision.actions.holidays import enter_days
from supervision.admin.pages import OfficeOnly
from supervision.models import CalendarDay

WORKING, BY = yes_or_no("working", "调休上班"), in_text("by", "登记人")


class DaysForm(forms.Form):
    first = Day(label="第一天")
    last = Day(label="最后一天", help_text="只有一天的，和第一天相同。")
    working = forms.TypedChoiceField(
        label="这几天",
        choices=[("", "请选择"), ("no", "放假"), ("yes", "调休上班")],
        coerce=lambda value: value == "yes",
    )
    name = Line(label="名称", max_length=30, help_text="如：国庆节、国庆节调休。")
    document = Line(
        label="文件", max_length=100, help_text="如：国务院办公厅关于2027年部分节假日安排的通知。"
    )


class DaysPage(ActPage):
    template_name, form_class, action = "admin/office/holidays.html", DaysForm, enter_days
    title, done = "登记节假日", "已登记，以后算工作日都按它；已经定好的时限不变，要改另办。"

    def onward(self, result):
        return reverse("admin:supervision_calendarday_changelist")


@admin.register(CalendarDay)
class CalendarDayAdmin(OfficeOnly, SeenOnlyAdmin):
    list_display = ["day", "name", WORKING, "document", "at", "by"]
    fields = readonly_fields = ["day", "name", WORKING, "document", "at", BY]
    list_select_related = ["by"]
    change_list_template = "admin/office/holiday_list.html"
    pages = [("enter/", DaysPage, "supervision_calendarday_enter")]
