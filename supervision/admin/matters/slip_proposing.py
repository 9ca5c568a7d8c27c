"""A 督办单 that no card brought: on an instruction, a meeting, a resident's message or the city."""

from django import forms
from django.http import Http404
from django.urls import reverse

from projects import uploads
from projects.admin.acts import ActPage
from projects.admin.fields import Line, Words, is_key
from projects.clock import today
from projects.models import LeadUnit, Programme, Project, current
from projects.values.days import Day
from supervision import scope
from supervision.actions.raising import propose_slip
from supervision.actions.slips import first_days
from supervision.admin.matters.slip_forms import add_ticks
from supervision.models import Feedback, Slip
from supervision.published.demanded import doubts_of


class ProposeForm(forms.Form):
    programme = forms.ModelChoiceField(
        Programme.everything.exclude(state=Programme.State.ARCHIVED).order_by("-year"),
        label="年度清单",
        empty_label=None,
        help_text="按这一年的字号编号，和亮牌的督办单同在一本台账。",
    )
    source = forms.ChoiceField(
        label="来源", choices=[each for each in Slip.Source.choices if each[0] != Slip.Source.CARD]
    )
    basis = Line(
        label="依据", max_length=200, help_text="如：张某某同志2023年10月9日批示、某次会议纪要。"
    )
    subject = Line(label="督办事由", max_length=60, help_text="印在标题里；一事一单。")
    project = forms.ModelChoiceField(
        Project.everything.none(),
        label="实事项目",
        required=False,
        help_text="不是清单上的事，留空。",
    )
    addressee = forms.ModelChoiceField(LeadUnit.objects.none(), label="主送单位")
    demand = Words(label="督办要求", rows=5, max_length=2000, help_text="写清要做到什么。")
    due = Day(label="答复时限")
    mend_by = Day(label="整改时限")

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.fields["project"].queryset = Project.everything.select_related("programme").order_by(
            "-programme__year", "number"
        )
        self.fields["addressee"].queryset = LeadUnit.objects.filter(current(today()))
        chosen = self["project"].value() if self.is_bound else None
        if is_key(chosen):
            project = Project.everything.filter(pk=chosen).first()
            add_ticks(self, doubts_of(self["demand"].value() or "", project))


class ProposePage(ActPage):
    """`message` in the address: the resident's message that it is about."""

    template_name, form_class = "admin/matters/slips/propose.html", ProposeForm
    title, done = "拟督办单", "督办单已拟好，请另一位督查人员核稿。"
    action = propose_slip

    def fetch(self):
        if not scope.supervises(self.request.user):
            raise Http404
        asked = self.request.GET.get("message", "")
        known = is_key(asked)
        self.message = Feedback.everything.filter(pk=asked).first() if known else None

    def get_initial(self):
        start = first_days(today())
        if self.message:
            project = self.message.project
            start |= {
                "programme": project.programme_id,
                "source": Slip.Source.RESIDENTS,
                "basis": f"群众留言{self.message.code}",
                "project": project.pk,
                "demand": self.message.text,
            }
        return start

    def arguments(self):
        chosen = self.request.FILES.getlist("files")
        files = [uploads.check(upload, photos=False) for upload in chosen[:10]]
        return {"message": self.message, "files": files}

    def onward(self, slip):
        return reverse("admin:supervision_slip_change", args=[slip.pk])

    def context(self):
        return {"message": self.message}
