"""候选项目: who asked for each, what the principles ask of it, and its way into the draft."""

from django import forms
from django.http import Http404
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Key, Line, Words
from projects.clock import now
from projects.drafting.actions import candidates
from projects.drafting.admin.checking import units_of
from projects.drafting.admin.forms import Listed, known_categories
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.candidates import standing
from projects.drafting.models import Candidate, Outcome
from projects.errors import Refused


class AddForm(forms.Form):
    title = Line(label="项目名称", max_length=100, help_text="没有人提、市里交办或办公室提出的。")


class PlaceForm(forms.Form):
    candidate = Key()
    key = forms.ChoiceField(label="列到", required=False)

    def __init__(self, *args, pieces=(), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(row.key), row.content.name) for row in pieces]
        self.fields["key"].choices = [("", "清单末尾，作为新的一项"), *choices]


class TakeOutForm(forms.Form):
    candidate = Key()


class CandidatesPage(OfDrafting, ButtonsPage):
    template_name = "admin/drafting/candidates.html"
    usual = "add"
    buttons = {
        "add": (AddForm, candidates.add, "已增加{}。"),
        "place": (PlaceForm, None, "{}，请到核对页逐项核对。"),
        "out": (TakeOutForm, None, "已撤出清单；核对页上的那一项要另外删去。"),
    }

    def fetch_more(self):
        rows = self.drafting.passages.current()
        self.pieces = [row for row in rows if row.is_project]

    def get_form_kwargs(self):
        more = {"pieces": self.pieces} if self.pressed == "place" else {}
        return {**super().get_form_kwargs(), **more}

    def act(self, form):
        if self.pressed == "add":
            return super().act(form)
        row = candidate_or_404(self.drafting, form.cleaned_data["candidate"])
        given = {"candidate": row, "by": self.request.user, "at": now()}
        if self.pressed == "out":
            return candidates.take_out(**given)
        key = form.cleaned_data["key"]
        return candidates.place(key=int(key) if key else None, **given)

    def onward(self, result):
        return reverse("admin:drafting_candidates", args=[self.drafting.pk])

    def context(self):
        return {
            "title": f"{self.drafting}候选项目",
            "drafting": self.drafting,
            "candidates": [
                (each, PlaceForm(pieces=self.pieces, initial={"candidate": each.text.candidate_id}))
                for each in standing(self.drafting)
            ],
            "names": {row.key: row.content.name for row in self.pieces},
            "undecided": self.drafting.proposals.undecided().count(),
        }

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        add = form if isinstance(form, AddForm) else AddForm()
        return super().get_context_data(form=form, **kw) | {"add_form": add}


def candidate_or_404(drafting, key) -> Candidate:
    row = drafting.candidates.filter(pk=key or 0).first()
    if row is None:
        raise Http404
    return row


class ReviseForm(forms.Form):
    version = Key()
    title = Line(label="项目名称", max_length=100)
    category = Listed(label="类别", max_length=20, known="known-categories")
    text = Words(
        label="任务和数字", max_length=5000, rows=6, required=False,
        help_text="像清单里那样写；列入清单时从这里读出任务和指标。",
    )  # fmt: skip
    lead = Listed(label="牵头单位", max_length=60, known="known-units")
    supports = Line(
        label="配合单位", max_length=600, required=False, help_text="几个单位用顿号隔开。"
    )
    funds = Line(label="投资", max_length=100, required=False)
    funds_source = Line(label="资金来源", max_length=100, required=False)


class CandidatePage(OfDrafting):
    template_name = "admin/drafting/candidate.html"
    form_class = ReviseForm

    def fetch_more(self, candidate):
        self.row = candidate_or_404(self.drafting, candidate)
        self.text = candidates.standing_text(self.row)

    def get_initial(self):
        names = (*candidates.WORDS, "version")
        return {name: getattr(self.text, name) for name in names}

    def act(self, form):
        words = dict(form.cleaned_data)
        version = words.pop("version") or 0
        if not self.drafting.open:
            raise Refused("清单已经印发或作废，不能再改。")
        given = {"candidate": self.row, "by": self.request.user, "at": now()}
        return candidates.revise(version=version, words=words, **given)

    def said(self, result):
        return "已保存。"

    def onward(self, result):
        return reverse("admin:drafting_candidates", args=[self.drafting.pk])

    def context(self):
        contents = [row.content for row in self.drafting.passages.current()]
        outcomes = Outcome.objects.standing(self.drafting).values()
        keys = [row.proposal_id for row in outcomes if row.candidate_id == self.row.pk]
        return {
            "title": str(self.text),
            "drafting": self.drafting,
            "texts": self.row.texts.select_related("recorded_by").order_by("-version"),
            "proposals": self.drafting.proposals.filter(pk__in=keys).select_related("unit"),
            "categories": known_categories(contents),
            "units": units_of(contents),
        }
