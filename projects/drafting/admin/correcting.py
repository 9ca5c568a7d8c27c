"""原文更正: entered by one person with the issuer's document, confirmed by another."""

from django import forms
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.fields import Line, Words
from projects.clock import now
from projects.drafting.actions.corrections import Corrected, decide_correction, propose_correction
from projects.models import Programme, Project
from projects.values.days import Day


class CorrectionForm(forms.Form):
    about = forms.ModelChoiceField(None, label="项目")
    excerpt = Line(
        label="原文里的字", max_length=200, help_text="照抄印错的那几个字，前后多抄几个。"
    )
    corrected = Line(label="更正为", max_length=200, help_text="更正文件怎么写就怎么抄。会公开。")
    authority = Line(label="更正机关", max_length=100)
    document = Line(label="更正文件", max_length=100, help_text="名称或文号。会公开。")
    issued_on = Day(label="更正日期", help_text="更正文件的日期。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Project.everything.filter(programme__state=Programme.State.PUBLISHED)
        rows = rows.select_related("programme").order_by("-programme__year", "number")
        self.fields["about"].queryset = rows
        self.fields["about"].label_from_instance = lambda row: f"{row.programme.year}年 {row}"


class ProposePage(ActPage):
    template_name = "admin/drafting/correct.html"
    form_class, title = CorrectionForm, "登记原文更正"

    def get_initial(self):
        latest = Programme.public.latest_year()
        return {"authority": latest.authority if latest else ""}

    def act(self, form):
        given = dict(form.cleaned_data)
        project = given.pop("about")
        return propose_correction(
            project=project, given=Corrected(**given), by=self.request.user, at=now()
        )

    def said(self, result):
        return "已登记，等另一人确认后公开。"

    def onward(self, result):
        return reverse("admin:drafting_textcorrection_changelist")


class ReasonForm(forms.Form):
    reason = Words(label="意见", max_length=300, rows=2, required=False, help_text="不同意时必填。")


class DecidePage(ActPage):
    template_name, action = "admin/drafting/correction.html", decide_correction
    form_class = ReasonForm

    def fetch(self, pk):
        self.row = self.model_admin.found(self.request, pk)

    def arguments(self):
        return {"correction": self.row, "confirmed": "confirm" in self.request.POST}

    def said(self, result):
        return "已确认，公众现在就能看到。" if result.confirmed else "已记为不同意。"

    def context(self):
        start, end = self.row.start, self.row.start + len(self.row.excerpt)
        text = self.row.project.text
        targets = self.row.project.targets.filter(spans__start__lt=end, spans__end__gt=start)
        return {
            "title": f"原文更正：{self.row.project}",
            "row": self.row,
            "around": (text[max(0, start - 40) : start], text[start:end], text[end : end + 40]),
            "targets": targets.distinct(),
            "decision": getattr(self.row, "decision", None),
            "own": self.row.proposed_by_id == self.request.user.pk,
        }
