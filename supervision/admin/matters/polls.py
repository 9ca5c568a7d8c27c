"""满意度测评 in the admin: entered with its paper by one, confirmed by another."""

import re

from django import forms
from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.fields import Line
from projects.admin.papers import WithPaper, handed_out
from projects.clock import now
from projects.models import Programme
from projects.values.days import Day
from projects.values.numbers import half_width
from projects.values.text import clean
from supervision.actions.polls import Ballots, Held, decide_poll, propose_poll
from supervision.admin.two_people import Decided, DecisionPage, Proposals
from supervision.models import Poll

# 序号, whatever stands between (the title), then three whole numbers.
LINE = re.compile(r"(?:第)?(\d{1,3})(?:项)?[\s.、．,，].*?(\d{1,6})\D+(\d{1,6})\D+(\d{1,6})票?")
HINT = (
    "每行一个项目：序号、满意、基本满意、不满意的票数，用空格、逗号或制表符隔开，可以从表格里整块粘贴；"
    "序号后面带项目名称也可以。"
)


class Counts(forms.CharField):
    """A table pasted as text: {number: Ballots}; each line that cannot be read is named."""

    widget = forms.Textarea(attrs={"rows": 10})

    def __init__(self, **kw):
        super().__init__(strip=False, **kw)  # so that lines are counted as they were typed

    def to_python(self, value):
        found, wrong = {}, []
        for at, typed in enumerate(clean(super().to_python(value)).split("\n"), 1):
            line = half_width(typed).strip()
            if not line:
                continue
            match = LINE.fullmatch(line)
            if match is None:
                wrong.append(f"第{at}行“{typed.strip()[:30]}”读不出序号和三个票数。")
                continue
            number, *ballots = map(int, match.groups())
            if number in found:
                wrong.append(f"第{at}行：第{number}项写了两次。")
            found[number] = Ballots(*ballots)
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class PollForm(WithPaper):
    programme = forms.ModelChoiceField(
        Programme.everything.exclude(state=Programme.State.DRAFT), label="年度清单"
    )
    voters = forms.ChoiceField(label="由谁测评", choices=Poll.Voters)
    body = Line(label="组织测评的单位", max_length=100, help_text="会在公众页面显示。")
    held_on = Day(label="测评日期")
    document = Line(label="文号或会议名称", max_length=100, help_text="会在公众页面显示。")
    asked = forms.IntegerField(label="发出票数", min_value=1, max_value=10_000_000)
    counts = Counts(label="各项目票数", help_text=HINT)
    paper, stamped = "测评文件", "盖章的测评结果。"


class ProposePage(ActPage):
    template_name = "admin/matters/poll_propose.html"
    form_class, title = PollForm, "登记满意度测评"
    done = "测评已登记，请另一位督查人员确认。"

    def get_initial(self):
        return {"programme": self.request.GET.get("programme", "")}

    def act(self, form):
        typed = dict(form.cleaned_data)
        programme, counts, file = (typed.pop(name) for name in ("programme", "counts", "file"))
        return propose_poll(
            programme=programme, held=Held(**typed), counts=counts, file=file,
            by=self.request.user, at=now(),
        )  # fmt: skip

    def onward(self, poll):
        return reverse("admin:supervision_poll_change", args=[poll.pk])


class PollPage(DecisionPage):
    template_name, action = "admin/matters/poll.html", decide_poll
    title, name = "满意度测评", "poll"
    confirmed, declined = "已确认，公众页面上看得到了。", "已退回。"

    def subject(self):
        return self.row

    def context(self):
        counts = self.row.counts.select_related("project")
        return {**super().context(), "counts": counts}


def file_page(model_admin, request, pk):
    return handed_out(get_object_or_404(Poll, pk=pk))


@admin.register(Poll)
class PollAdmin(Proposals):
    list_display = ["__str__", "body", "document", "state", "proposed_by"]
    list_select_related = ["programme", "proposed_by", "decision"]
    list_filter = ["programme", Decided]
    search_fields = ["document", "body"]
    search_help_text = "按文号、会议或组织单位查找"
    change_list_template = "admin/matters/poll_list.html"
    pages = [
        ("propose/", ProposePage, "supervision_poll_propose"),
        ("<int:pk>/file/", file_page, "supervision_poll_file"),
    ]
    change_page = PollPage
