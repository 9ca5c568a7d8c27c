"""群众留言 in the admin: the office's worklists, the unit's share, one page a message."""

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.utils.text import Truncator

from projects.admin.acts import ButtonsPage
from projects.admin.base import SeenOnlyAdmin, events_naming
from projects.admin.fields import Words
from projects.admin.sheets import SheetExportAdmin
from projects.clock import today
from supervision import scope
from supervision.actions import feedback as actions
from supervision.admin.matters.resource import FeedbackResource
from supervision.admin.pages import OfficeAndUnits, OfficeOnly
from supervision.models import Feedback, OverdueFeedback, WaitingFeedback

State = Feedback.State
START = 20  # signs of a message that a list shows
PICK = ("", "请选择")


class AssignForm(forms.Form):
    remark = Words(
        label="转办说明",
        rows=2,
        max_length=300,
        required=False,
        help_text="退回重办时写明还缺什么。",
    )


class DraftForm(forms.Form):
    text = Words(label="拟答复", rows=4, help_text="由督查审核后公开；不写个人信息。")


class AnswerForm(forms.Form):
    summary = Words(
        label="公开的问题概要",
        rows=2,
        max_length=100,
        help_text="用自己的话概括，不照抄留言，不写个人信息。",
    )
    answer = Words(label="公开答复", rows=4)
    reason = forms.ChoiceField(
        label="办结方式",
        choices=[PICK, *((each.value, each.label) for each in Feedback.WITH_ANSWER)],
    )


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label="不公开办结的原因", choices=[PICK, *Feedback.Reason.choices])


class ReopenForm(forms.Form):
    why = Words(label="重新办理的原因", rows=2, max_length=300)


# Button → (form, action, what is said once it is done).
STEPS = {
    "assign": (AssignForm, actions.assign, "已转给牵头单位。"),
    "draft": (DraftForm, actions.draft_answer, "拟答复已保存，等督查审核公开。"),
    "publish": (AnswerForm, actions.publish_answer, "答复已公开。"),
    "close": (CloseForm, actions.close, "已办结。"),
    "reopen": (ReopenForm, actions.reopen, "已重新办理，公开的答复已撤下。"),
}


def steps(person, feedback: Feedback) -> dict:
    """The forms of the steps that this person may take now, by button."""
    office = scope.supervises(person)
    open_now = ["draft", "publish", "close", "assign"] if office else ["draft"]
    names = open_now if feedback.open else ["reopen"] * office
    if feedback.state == State.WAITING and "draft" in names:
        names.remove("draft")
    start = {"text": feedback.draft, "answer": feedback.draft}
    return {name: STEPS[name][0](initial=start, prefix=name) for name in names}


class FeedbackPage(ButtonsPage):
    template_name = "admin/matters/feedback.html"
    buttons = STEPS

    def fetch(self, pk):
        feedback = self.model_admin.found(self.request, pk)
        rows = Feedback.everything.select_related("project", "site", "unit")
        self.feedback = rows.get(pk=feedback.pk)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.request.method == "POST" and self.pressed not in steps(
            self.request.user, self.feedback
        ):
            form.add_error(None, f"这条留言是“{self.feedback.get_state_display()}”，不能做这一步。")
        return form

    def get_prefix(self):
        return self.pressed

    def arguments(self):
        return {"feedback": self.feedback}

    def get_context_data(self, **kw):
        context = super().get_context_data(**kw)
        context["steps"] = steps(self.request.user, self.feedback)
        if self.pressed in context["steps"]:
            context["steps"][self.pressed] = context.pop("form")
        return context

    def context(self):
        feedback = self.feedback
        return {
            "title": f"群众留言　{feedback}",
            "feedback": feedback,
            "overdue": feedback.open and feedback.due < today(),
            "events": events_naming(feedback),
        }


class Started(SeenOnlyAdmin):
    """Lists that say what each message is about, so that spam is told from need at a glance."""

    @admin.display(description="内容")
    def start(self, feedback):
        return Truncator(feedback.text).chars(START, truncate="…")


@admin.register(Feedback)
class FeedbackAdmin(OfficeAndUnits, SheetExportAdmin, Started):
    resource_classes = [FeedbackResource]
    list_display = ["project", "kind", "start", "due", "mark", "unit", "at"]
    list_filter = ["state", "kind", "at"]
    list_select_related = ["project", "unit"]
    search_fields = ["text", "code", "project__title"]
    search_help_text = "按内容、查询码或项目查找"
    date_hierarchy = "at"
    change_page = FeedbackPage

    def has_export_permission(self, request):
        return scope.supervises(request.user)

    def get_queryset(self, request):
        mine = scope.feedback(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk"))

    @admin.display(description="状态", ordering="state")
    def mark(self, feedback):
        late = feedback.open and feedback.due < today()
        return f"{feedback.get_state_display()}{'，已超期' if late else ''}"


class FeedbackList(OfficeOnly, Started):
    """Messages that somebody has to do something about; a row leads to the message's page."""

    list_display = ["project", "kind", "start", "due", "state", "unit", "at"]
    list_select_related = ["project", "unit"]
    list_filter = ["state", "kind"]
    search_fields = ["text", "code", "project__title"]
    search_help_text = "按内容、查询码或项目查找"
    ordering = ["due", "pk"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("admin:supervision_feedback_change", self.found(request, object_id).pk)


@admin.register(WaitingFeedback)
class WaitingFeedbackAdmin(FeedbackList):
    """What waits for the office: new messages, and answers drafted by units."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(state__in=[State.WAITING, State.DRAFTED])


@admin.register(OverdueFeedback)
class OverdueFeedbackAdmin(FeedbackList):
    def get_queryset(self, request):
        return super().get_queryset(request).filter(state__in=Feedback.OPEN, due__lt=today())
