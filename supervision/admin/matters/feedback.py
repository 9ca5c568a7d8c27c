"""群众留言 in the admin: the office's worklists, the unit's share, one page a message."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator

from projects.admin.base import SeenOnlyAdmin, events_naming
from projects.clock import now, today
from projects.errors import Refused
from projects.values.text import clean
from supervision import scope
from supervision.actions import feedback as actions
from supervision.admin.pages import OfficeOnly, found, page
from supervision.admin.projects.guide import OwnProjects
from supervision.models import Feedback, OverdueFeedback, WaitingFeedback

State = Feedback.State
START = 20  # signs of a message that a list shows
PICK = ("", "请选择")


def words(label: str, longest: int, rows: int = 4, help_text: str = "", **kw):
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kw,
    )


class StepForm(forms.Form):
    """A step's fields; text is freed of what no reader sees."""

    def clean(self):
        cleaned = super().clean()
        return {
            name: clean(value).strip() if isinstance(value, str) else value
            for name, value in cleaned.items()
        }


class AssignForm(StepForm):
    remark = words("转办说明", 300, 2, "退回重办时写明还缺什么。", required=False)


class DraftForm(StepForm):
    text = words("拟答复", Feedback.LONGEST_TEXT, help_text="由督查审核后公开；不写个人信息。")


class AnswerForm(StepForm):
    summary = words(
        "公开的问题概要", Feedback.LONGEST_SUMMARY, 2, "用自己的话概括，不照抄留言，不写个人信息。"
    )
    answer = words("公开答复", Feedback.LONGEST_TEXT)
    reason = forms.ChoiceField(
        label="办结方式",
        choices=[PICK, *((each.value, each.label) for each in Feedback.WITH_ANSWER)],
    )


class CloseForm(StepForm):
    reason = forms.ChoiceField(label="不公开办结的原因", choices=[PICK, *Feedback.Reason.choices])


class ReopenForm(StepForm):
    why = words("重新办理的原因", 300, 2)


# Button → (form, action, what is said once it is done).
STEPS = {
    "assign": (AssignForm, actions.assign, "已转给牵头单位。"),
    "draft": (DraftForm, actions.draft_answer, "拟答复已保存，等督查审核公开。"),
    "publish": (AnswerForm, actions.publish_answer, "答复已公开。"),
    "close": (CloseForm, actions.close, "已办结。"),
    "reopen": (ReopenForm, actions.reopen, "已重新办理，公开的答复已撤下。"),
}


class Started(SeenOnlyAdmin):
    """Lists that say what each message is about, so that spam is told from need at a glance."""

    @admin.display(description="内容")
    def start(self, feedback):
        return Truncator(feedback.text).chars(START, truncate="…")


@admin.register(Feedback)
class FeedbackAdmin(OwnProjects, Started):
    list_display = ["project", "kind", "start", "due", "mark", "unit", "at"]
    list_filter = ["state", "kind", "at"]
    list_select_related = ["project", "unit"]
    search_fields = ["text", "code", "project__title"]
    search_help_text = "按内容、查询码或项目查找"
    date_hierarchy = "at"

    def get_queryset(self, request):
        mine = scope.feedback(request.user, today())
        return super().get_queryset(request).filter(pk__in=mine.values("pk"))

    @admin.display(description="状态", ordering="state")
    def mark(self, feedback):
        late = feedback.open and feedback.due < today()
        return f"{feedback.get_state_display()}{'，已超期' if late else ''}"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        feedback = found(self, request, object_id)
        feedback = Feedback.everything.select_related("project", "site", "unit").get(pk=feedback.pk)
        forms_ = {}
        if request.method == "POST" and done(request, feedback, forms_):
            here = reverse("admin:supervision_feedback_change", args=[feedback.pk])
            return HttpResponseRedirect(here)
        context = {
            "title": f"群众留言　{feedback}",
            "feedback": feedback,
            "steps": steps(request.user, feedback) | forms_,
            "overdue": feedback.open and feedback.due < today(),
            "events": events_naming(feedback),
        }
        status = 400 if request.method == "POST" else 200
        return page(self, request, "matters/feedback.html", context, status=status)


def steps(person, feedback: Feedback) -> dict:
    """The forms of the steps that this person may take now, by button."""
    office = scope.supervises(person)
    open_now = ["draft", "publish", "close", "assign"] if office else ["draft"]
    names = open_now if feedback.open else ["reopen"] * office
    if feedback.state == State.WAITING and "draft" in names:
        names.remove("draft")
    start = {"text": feedback.draft, "answer": feedback.draft}
    return {name: STEPS[name][0](initial=start, prefix=name) for name in names}


def done(request, feedback: Feedback, shown: dict) -> bool:
    """Whether the step whose button was pressed was taken; if not, `shown` gets its form."""
    name = request.POST.get("step", "")
    if name not in steps(request.user, feedback):
        messages.error(request, f"这条留言是“{feedback.get_state_display()}”，不能做这一步。")
        return False
    form_class, action, sentence = STEPS[name]
    form = shown[name] = form_class(request.POST, prefix=name)
    if not form.is_valid():
        return False
    try:
        action(feedback=feedback, **form.cleaned_data, by=request.user, at=now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, sentence)
    return True


class FeedbackList(OfficeOnly, Started):
    """Messages that somebody has to do something about; a row leads to the message's page."""

    list_display = ["project", "kind", "start", "due", "state", "unit", "at"]
    list_select_related = ["project", "unit"]
    list_filter = ["state", "kind"]
    search_fields = ["text", "code", "project__title"]
    search_help_text = "按内容、查询码或项目查找"
    ordering = ["due", "pk"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = found(self, request, object_id)
        return HttpResponseRedirect(reverse("admin:supervision_feedback_change", args=[row.pk]))


@admin.register(WaitingFeedback)
class WaitingFeedbackAdmin(FeedbackList):
    """What waits for the office: new messages, and answers drafted by units."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(state__in=[State.WAITING, State.DRAFTED])


@admin.register(OverdueFeedback)
class OverdueFeedbackAdmin(FeedbackList):
    def get_queryset(self, request):
        return super().get_queryset(request).filter(state__in=Feedback.OPEN, due__lt=today())
