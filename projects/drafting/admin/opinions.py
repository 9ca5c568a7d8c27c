"""意见: all of a list's opinions, item by item, with what the office does with each."""

from dataclasses import dataclass

from django import forms
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Key, Line, Words
from projects.clock import now
from projects.drafting.actions import opinions as acts
from projects.drafting.admin.of_drafting import OfDrafting, Rows
from projects.drafting.models import Drafting, Opinion, Ruling
from projects.errors import Refused
from projects.models import LeadUnit

WHOLE = "对整个清单"


@dataclass(frozen=True)
class Shown:
    """An opinion with the item and the words that it is about; `form` where it is ruled on."""

    row: Opinion
    item: str
    quote: str
    form: forms.Form | None = None

    @property
    def contact(self):
        return getattr(self.row, "contact", None)


class RulingBoxes(forms.Form):
    """What is done with one opinion; left alone where nothing is chosen."""

    kind = forms.ChoiceField(
        label="处理", choices=[("", "还没有处理"), *Ruling.Kind.choices], required=False
    )
    reason = Line(label="理由", max_length=300, required=False)
    shown = Line(
        label="公开的意见概要",
        max_length=300,
        required=False,
        help_text="核对过、可以公开的话；不写姓名和联系方式。空着只公布条数。",
    )
    seen = Key()


class RulingsForm(Rows):
    """A row of boxes for each opinion that needs a word."""

    def __init__(self, found: list[Opinion], data=None):
        super().__init__([boxes_of(row, data) for row in found])
        self.found = found

    def judged(self) -> list[acts.Judged]:
        judged = []
        for row, boxes in zip(self.found, self.rows, strict=True):
            given = dict(boxes.cleaned_data)
            if given["kind"]:
                judged.append(acts.Judged(row, **given | {"seen": given["seen"] or 0}))
            elif given["reason"] or given["shown"]:
                raise Refused(f"“{row}”写了理由，请选采纳、部分采纳或不采纳。")
        return judged


def boxes_of(row: Opinion, data) -> RulingBoxes:
    """What holds; before that the words of a unit, to be shown as they are or otherwise."""
    if ruling := row.ruling:
        start = {
            "kind": ruling.kind,
            "reason": ruling.reason,
            "shown": ruling.shown,
            "seen": ruling.version,
        }
    else:
        start = {"shown": row.text[:300] if row.source == Opinion.Source.UNIT else "", "seen": 0}
    return RulingBoxes(data, prefix=f"o{row.pk}", initial=start)


class EnterForm(forms.Form):
    consultation = forms.ModelChoiceField(None, label="哪一次征求意见", empty_label=None)
    source = forms.ChoiceField(
        label="来自",
        choices=[
            ("", "请选择"),
            *(each for each in Opinion.Source.choices if each[0] != Opinion.Source.PUBLIC),
        ],
    )
    unit = forms.ModelChoiceField(None, label="单位", required=False, empty_label="—")
    who = Line(label="提出人", max_length=60, required=False, help_text="如 区领导姓名、与会代表。")
    basis = Line(label="来源", max_length=100, help_text="如 来函文号、座谈会名称和日期、来电。")
    item = forms.TypedChoiceField(label="对哪一项", coerce=int, empty_value=None, required=False)
    quote = Line(
        label="针对的原文",
        max_length=300,
        required=False,
        help_text="照抄那一项里的字；对整项的空着。",
    )
    text = Words(
        label="意见", required=False, help_text="书面答复“无意见”的空着，单位或区领导适用。"
    )

    def __init__(self, *args, drafting: Drafting, **kw):
        super().__init__(*args, **kw)
        sent = drafting.consultations.select_related("draft").order_by("-number")
        self.fields["consultation"].queryset = sent
        asked = LeadUnit.objects.filter(consultations__consultation__drafting=drafting)
        self.fields["unit"].queryset = asked.distinct()
        items = {
            row.key: row.content.name
            for each in sent
            for row in each.draft.passages()
            if row.is_project
        }
        self.fields["item"].choices = [("", WHOLE), *items.items()]

    def word(self) -> acts.Word | None:
        given = self.cleaned_data
        if not given["text"] and not given["quote"] and given["item"] is None:
            return None
        return acts.Word(given["text"], given["item"], given["quote"])


class OpinionsPage(OfDrafting, ButtonsPage):
    """Every opinion with its boxes; by `?left=1` those alone that nobody has ruled on."""

    template_name = "admin/drafting/opinions.html"
    usual = "rule"
    buttons = {"rule": (None, None, ""), "enter": (EnterForm, None, "")}

    def fetch_more(self):
        rows = Opinion.objects.filter(consultation__drafting=self.drafting)
        rows = rows.select_related("unit", "consultation__draft", "contact")
        self.every = list(rows.prefetch_related("rulings__ruled_by").order_by("key", "pk"))
        self.left = self.request.GET.get("left") == "1"
        self.judged = [row for row in self.every if not row.none and not (self.left and row.ruling)]

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        if self.pressed == "enter":
            return EnterForm(data, drafting=self.drafting)
        if data is not None:
            # Those that were on the page as it was sent, however it stands by now.
            sent = {name.partition("-")[0] for name in data}
            asked = [row for row in self.every if not row.none and f"o{row.pk}" in sent]
            return RulingsForm(asked, data)
        return RulingsForm(self.judged)

    def act(self, form):
        given = {"by": self.request.user, "at": now()}
        if self.pressed == "rule":
            return acts.rule(drafting=self.drafting, judged=form.judged(), **given)
        typed = form.cleaned_data
        names = ("consultation", "source", "unit", "who", "basis")
        return acts.enter(word=form.word(), **{name: typed[name] for name in names}, **given)

    def said(self, result):
        if isinstance(result, Opinion):
            return "已登记这条意见。"
        return f"已处理{len(result)}条。" if result else "没有改动。"

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        ruling = isinstance(form, RulingsForm)
        context = super().get_context_data(form=form, **kw)
        rulings = form if ruling else RulingsForm(self.judged)
        boxes = dict(zip((row.pk for row in rulings.found), rulings.rows, strict=True))
        texts, names = {}, {}
        for row in self.every:
            draft = row.consultation.draft
            if draft.pk not in texts:
                rows = draft.passages()
                texts[draft.pk] = {each.key: each.content.text for each in rows}
                names[draft.pk] = {each.key: each.content.name for each in rows}
        shown = [
            Shown(
                row,
                names[row.consultation.draft_id][row.key] if row.key else WHOLE,
                row.quoted(texts[row.consultation.draft_id]),
                boxes.get(row.pk),
            )
            for row in self.every
            if not row.none
        ]
        return context | {
            "rulings": rulings,
            "opinions": [each for each in shown if each.form] if self.left else shown,
            "enter_form": EnterForm(drafting=self.drafting) if ruling else form,
        }

    def context(self):
        ruled = [row.ruling.kind for row in self.every if row.ruling]
        return {
            "title": f"{self.drafting}：意见和处理",
            "drafting": self.drafting,
            "consulted": self.drafting.consultations.exists(),
            "counts": [(label, ruled.count(kind)) for kind, label in Ruling.Kind.choices],
            "unruled": sum(not row.none and not row.ruling for row in self.every),
            "nothing": [row for row in self.every if row.none],
            "left": self.left,
        }

    def onward(self, result):
        here = reverse("admin:drafting_opinions", args=[self.drafting.pk])
        return f"{here}?left=1" if self.left else here
