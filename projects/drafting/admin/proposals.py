"""建议: listed with those alike side by side, merged or decided by ticking; one in full."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Line, Words, is_key
from projects.clock import now, today
from projects.drafting.actions import candidates, proposals
from projects.drafting.actions.candidates import Decision, Picked
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.alike import groups
from projects.drafting.models import CandidateText, Outcome, Proposal, Wording
from projects.drafting.models.proposal import ANSWERS, LONGEST_CONTACT, NEEDED
from projects.errors import Refused
from projects.models import LeadUnit, current
from projects.values.text import clean

PER_PAGE = 50
STATES = {"none": "还没有去向", "alike": "像是重复的", **dict(Outcome.Kind.choices)}


class MergeForm(forms.Form):
    title = Line(
        label="新候选项目的名称", max_length=100, required=False,
        help_text="会公开，由办公室拟；并入已有的候选项目不填。",
    )  # fmt: skip
    candidate = forms.ChoiceField(label="并入", required=False)
    reason = Line(
        label="写给提出人的话", max_length=300, required=False,
        help_text="空着写“与同类建议合并为候选项目…”。",
    )  # fmt: skip

    def __init__(self, *args, texts, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(key), str(text)) for key, text in texts.items()]
        self.fields["candidate"].choices = [("", "新的候选项目"), *choices]


class DecideForm(forms.Form):
    prefix = "d"

    kind = forms.ChoiceField(label="去向", choices=[("", "请选"), *Outcome.Kind.choices])
    candidate = forms.ChoiceField(label="候选项目", required=False)
    reason = Words(
        label="理由", max_length=300, rows=2, help_text="提出人凭查询码看到这句话，也会公开。"
    )

    def __init__(self, *args, texts, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(key), str(text)) for key, text in texts.items()]
        self.fields["candidate"].choices = [("", "不采纳的不选"), *choices]


class ProposalsPage(OfDrafting, ButtonsPage):
    """Narrowed by source, category, state and words; with what is alike brought together."""

    template_name = "admin/drafting/proposals.html"
    usual = "merge"
    buttons = {
        "merge": (MergeForm, None, "已归并到“{}”。"),
        "decide": (DecideForm, None, "已登记去向{}条。"),
    }

    def fetch_more(self):
        self.texts = CandidateText.objects.standing(self.drafting)
        self.outcomes = Outcome.objects.standing(self.drafting)
        self.wordings = Wording.objects.standing(self.drafting)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "texts": self.texts}

    def act(self, form):
        given = dict(form.cleaned_data)
        key = given.pop("candidate")
        candidate = self.texts[int(key)].candidate if key else None
        picked = self.picked()
        shared = {"drafting": self.drafting, "picked": picked, "by": self.request.user}
        if self.pressed == "merge":
            if picked and candidate is None and not given["title"]:
                offer_title(form, picked[0].proposal.title)
            return candidates.merge(**shared, candidate=candidate, **given, at=now())
        decision = Decision(given["kind"], given["reason"], candidate)
        return candidates.decide(**shared, decision=decision, at=now())

    def picked(self) -> list[Picked]:
        """The ticked proposals, each with the outcome that the page showed."""
        posted = self.request.POST
        keys = [key for key in posted.getlist("pick") if is_key(key)]
        found = self.drafting.proposals.in_bulk([int(key) for key in keys])
        if len(found) != len(set(keys)):
            raise Http404
        seen = {key: posted.get(f"seen-{key}", "") for key in keys}
        return [
            Picked(found[int(key)], int(seen[key]) if is_key(seen[key]) else 0)
            for key in dict.fromkeys(keys)
        ]

    def said(self, result):
        if self.pressed == "merge":
            return ButtonsPage.said(self, candidates.standing_text(result))
        return ButtonsPage.said(self, len(result))

    def narrowed(self):
        asked = {
            name: clean(self.request.GET.get(name, ""))[:100]
            for name in ("source", "category", "state", "q")
        }
        rows = self.drafting.proposals.select_related("unit", "contact")
        if asked["source"] in Proposal.Source:
            rows = rows.filter(source=asked["source"])
        if asked["q"]:
            rows = rows.filter(Q(title__contains=asked["q"]) | Q(content__contains=asked["q"]))
        alike = groups((row.pk, row.title) for row in self.drafting.proposals.only("pk", "title"))
        group_of = {key: number for number, keys in enumerate(alike, 1) for key in keys}
        found = [row for row in rows if self.matches(row, asked, group_of)]
        if asked["state"] == "alike":
            found.sort(key=lambda row: (group_of[row.pk], row.pk))
        return asked, found, group_of

    def matches(self, row: Proposal, asked: dict, group_of: dict) -> bool:
        outcome, wording = self.outcomes.get(row.pk), self.wordings.get(row.pk)
        if asked["category"] and (wording.category if wording else "") != asked["category"]:
            return False
        if asked["state"] == "none":
            return outcome is None
        if asked["state"] == "alike":
            return row.pk in group_of
        if asked["state"] in Outcome.Kind:
            return outcome is not None and outcome.kind == asked["state"]
        return True

    def context(self):
        asked, found, group_of = self.narrowed()
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        ticked = set(self.request.POST.getlist("pick"))
        kept = self.request.GET.copy()
        kept.pop("page", None)
        return {
            "title": f"{self.drafting}建议",
            "drafting": self.drafting,
            "asked": asked,
            "page": page,
            "kept": kept.urlencode(),
            "rows": [self.line(row, group_of, ticked) for row in page],
            "sources": Proposal.Source.choices,
            "states": STATES.items(),
            "categories": sorted({row.category for row in self.wordings.values()} - {""}),
            "total": self.drafting.proposals.count(),
            "undecided": self.drafting.proposals.undecided().count(),
            "alike": len(set(group_of.values())),
        }

    def line(self, row: Proposal, group_of: dict, ticked: set) -> dict:
        outcome = self.outcomes.get(row.pk)
        text = self.texts.get(outcome.candidate_id) if outcome else None
        return {
            "row": row,
            "outcome": outcome,
            "text": text,
            "wording": self.wordings.get(row.pk),
            "group": group_of.get(row.pk),
            "ticked": str(row.pk) in ticked,
        }

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        deciding = isinstance(form, DecideForm)
        context = super().get_context_data(form=form, **kw)
        return context | {
            "merge_form": MergeForm(texts=self.texts) if deciding else form,
            "decide_form": form if deciding else DecideForm(texts=self.texts),
        }


def offer_title(form: MergeForm, title: str) -> None:
    """Put a proposal's own title into the box, to be seen and edited before it can be public."""
    form.data = form.data.copy()
    form.data["title"] = title
    raise Refused(
        "新候选项目的名称会公开。已填上第一条建议的名称，请改成可以公开的话，再按【归并勾选的】。"
    )


class ProposalPage(OfDrafting):
    """One proposal in full, as only the office sees it."""

    template_name = "admin/drafting/proposal.html"
    http_method_names = ["get", "head"]

    def fetch_more(self, proposal):
        rows = self.drafting.proposals.select_related("unit", "contact", "by", "call")
        self.row = rows.filter(pk=proposal).first()
        if self.row is None:
            raise Http404

    def context(self):
        outcomes = self.row.outcomes.select_related("candidate", "recorded_by")
        return {
            "title": str(self.row),
            "drafting": self.drafting,
            "row": self.row,
            "outcomes": outcomes,
            "wordings": self.row.wordings.select_related("recorded_by"),
            "texts": CandidateText.objects.standing(self.drafting),
        }


def answer_box(name: str) -> forms.Field:
    label, longest = ANSWERS[name]
    kind = Words if longest > 300 else Line
    if name in NEEDED:
        return kind(label=label, max_length=longest, help_text="必填。")
    return kind(label=label, max_length=longest, required=False)


class AnswersForm(forms.Form):
    """What the 征集表 asks, as boxes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ANSWERS:
            self.fields[name] = answer_box(name)

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ANSWERS}


class EnterForm(AnswersForm):
    source = forms.ChoiceField(label="来源", choices=Proposal.Source)
    way = forms.ChoiceField(
        label="途径",
        choices=[(way.value, way.label) for way in Proposal.Way if way.value != "carried"],
    )
    unit = forms.ModelChoiceField(
        label="单位", queryset=LeadUnit.objects.none(), required=False, empty_label="不是单位提的"
    )
    said_from = Line(
        label="出处", max_length=200, required=False, help_text="如 来信日期、工单号。"
    )
    name = Line(label="称呼（仅办公室可见）", max_length=LONGEST_CONTACT, required=False)
    phone = Line(label="电话（仅办公室可见）", max_length=LONGEST_CONTACT, required=False)

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = LeadUnit.objects.filter(current(day))
        self.order_fields(("source", "way", "unit", "said_from", *ANSWERS, "name", "phone"))
        self.initial = {"source": "resident", "way": "paper", **self.initial}


class EnterPage(OfDrafting):
    """What came on paper or by telephone."""

    template_name = "admin/drafting/enter.html"
    form_class = EnterForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "day": today()}

    def act(self, form):
        if not self.drafting.open:
            raise Refused("清单已经印发或作废，不能再登记建议。")
        names = ("source", "way", "unit", "said_from", "name", "phone")
        given = {name: form.cleaned_data[name] for name in names}
        return proposals.enter(
            drafting=self.drafting, answers=form.answers, **given, by=self.request.user, at=now()
        )

    def said(self, result):
        return f"已登记“{result}”。"

    def onward(self, result):
        return reverse("admin:drafting_enter", args=[self.drafting.pk])

    def context(self):
        return {"title": f"{self.drafting}：登记建议", "drafting": self.drafting}
