"""审定: the meeting or the ballots, with the minutes; what they come to, and ties."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Key, Line, Words
from projects.admin.papers import WithPaper, handed_out
from projects.clock import now
from projects.drafting.actions import approving
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.approved import approval_of, differing, votes
from projects.drafting.models import Approval, Drafting
from projects.drafting.voting import Count
from projects.values.days import Day
from projects.values.numbers import half_width
from projects.values.text import clean

HINT = (
    "人大票决才填。每行一个项目：序号、赞成、反对、弃权的票数，用空格、逗号或制表符隔开，"
    "可以从表格里整块粘贴。"
)


class Ballots(forms.CharField):
    """A table pasted as text: {number: (yes, no, abstain)}; a line that cannot be read is named."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value):
        found, wrong = {}, []
        for at, typed in enumerate(clean(super().to_python(value) or "").split("\n"), 1):
            line = half_width(typed).replace("，", " ").replace(",", " ").replace("、", " ").split()
            if not line:
                continue
            if len(line) < 4 or not all(is_count(each) for each in (line[0], *line[-3:])):
                wrong.append(f"第{at}行“{typed.strip()[:30]}”读不出序号和三个票数。")
                continue
            number = int(line[0])
            if number in found:
                wrong.append(f"第{at}行：第{number}项写了两次。")
            found[number] = tuple(map(int, line[-3:]))
        if wrong:
            raise forms.ValidationError(wrong)
        return found


def is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 7


class ApproveForm(WithPaper):
    seen = Key()
    draft = forms.ModelChoiceField(None, label="审定的稿", empty_label="请选择")
    kind = forms.ChoiceField(label="审定方式", choices=[("", "请选择"), *Approval.Kind.choices])
    body = Line(label="审定机关", max_length=100, help_text="如 区党工委，会公开。")
    meeting = Line(label="会议", max_length=100, help_text="如 2024年第1次党工委会议，会公开。")
    held_on = Day(label="会议日期")
    places = forms.IntegerField(label="应选项数", required=False, min_value=1, max_value=999)
    ballots = forms.IntegerField(label="收回票数", required=False, min_value=1, max_value=999_999)
    counts = Ballots(label="各项票数", required=False, help_text=HINT, strip=False)
    paper, stamped = "会议纪要", "盖章的会议纪要或票决报告。"

    def __init__(self, *args, drafting: Drafting, **kw):
        super().__init__(*args, **kw)
        self.fields["draft"].queryset = drafting.drafts.order_by("-number")

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        rows = cleaned["draft"].passages()
        keys = {row.content.project.number: row.key for row in rows if row.is_project}
        counts = cleaned["counts"] or {}
        if unknown := [number for number in counts if number not in keys]:
            self.add_error("counts", f"这一稿里没有第{'、'.join(map(str, unknown))}项。")
            return cleaned
        cleaned["counts"] = tuple(
            Count(keys[number], *ballots) for number, ballots in counts.items()
        )
        return cleaned


class TieForm(forms.Form):
    approval = Key()
    keys = forms.TypedMultipleChoiceField(
        label="选上的项目", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = Words(label="依据和理由", max_length=300, rows=2, help_text="如 再次投票的结果。")

    def __init__(self, *args, tied: list[tuple[int, str]], **kw):
        super().__init__(*args, **kw)
        self.fields["keys"].choices = tied


class ApprovalPage(OfDrafting, ButtonsPage):
    template_name = "admin/drafting/approval.html"
    usual = "approve"
    buttons = {
        "approve": (ApproveForm, None, "已登记审定。"),
        "tie": (TieForm, None, "已登记取舍。"),
    }

    def fetch_more(self):
        self.standing = approval_of(self.drafting)
        self.names = {}
        if self.standing:
            rows = self.standing.draft.passages()
            self.names = {row.key: row.content.name for row in rows}

    @property
    def tied(self) -> list[tuple[int, str]]:
        voted = self.standing and self.standing.voted
        return [(key, self.names[key]) for key in self.standing.result.tied] if voted else []

    def get_form_kwargs(self):
        if self.pressed == "tie":
            return super().get_form_kwargs() | {"tied": self.tied}
        return super().get_form_kwargs() | {"drafting": self.drafting}

    def get_initial(self):
        return {name: self.standing.pk for name in ("approval", "seen") if self.standing}

    def act(self, form):
        given = {"by": self.request.user, "at": now()}
        typed = dict(form.cleaned_data)
        if self.pressed == "tie":
            if self.standing is None or typed.pop("approval") != self.standing.pk:
                raise Http404
            return approving.decide_tie(approval=self.standing, **typed, **given)
        apart = {name: typed.pop(name) for name in ("draft", "file")}
        seen = typed.pop("seen") or 0
        meeting = approving.Meeting(**typed)
        return approving.approve(drafting=self.drafting, given=meeting, seen=seen, **apart, **given)

    def onward(self, result):
        return reverse("admin:drafting_approval", args=[self.drafting.pk])

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        tie = isinstance(form, TieForm)
        context = super().get_context_data(form=form, **kw)
        start = self.get_initial()
        return context | {
            "approve_form": ApproveForm(drafting=self.drafting, initial=start) if tie else form,
            "tie_form": form if tie else TieForm(tied=self.tied, initial=start),
        }

    def context(self):
        rows = list(self.drafting.passages.current())
        return {
            "title": f"{self.drafting}：审定",
            "drafting": self.drafting,
            "standing": self.standing,
            "votes": votes(self.standing),
            "tied": self.tied,
            "differing": differing(self.standing, rows) if self.standing else "",
            "former": self.drafting.approvals.exclude(pk=self.standing.pk if self.standing else 0),
        }


def minutes_page(model_admin, request, pk):
    """The minutes, to those who draft."""
    return handed_out(get_object_or_404(Approval, pk=pk))
