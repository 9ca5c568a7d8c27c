"""反馈意见: a unit's own page, and a leader's: a box for each item, or 无意见."""

from dataclasses import dataclass

from django import forms
from django.shortcuts import get_object_or_404

from projects.admin.acts import ActPage
from projects.admin.fields import Line, Words
from projects.clock import now, today
from projects.drafting import consulted
from projects.drafting.actions import opinions as acts
from projects.drafting.admin.of_drafting import Rows
from projects.drafting.models import Opinion, Passage
from projects.drafting.models.consultation import LONGEST_OPINION


class WordBoxes(forms.Form):
    """What is said of one item of the version, or with none of the whole list."""

    quote = Line(
        label="针对的原文",
        max_length=300,
        required=False,
        help_text="照抄上面的字；对整项提意见的空着。",
    )
    text = Words(label="意见", rows=2, required=False, max_length=LONGEST_OPINION)

    def __init__(self, row: Passage | None, data=None):
        super().__init__(data, prefix=f"k{row.key}" if row else "all")
        self.row = row
        if row is None:
            del self.fields["quote"]

    def word(self) -> acts.Word:
        given = self.cleaned_data
        return acts.Word(given["text"], self.row and self.row.key, given.get("quote", ""))


class AnswerForm(Rows):
    """A row for each project of the version, one for the whole, and 无意见."""

    def __init__(self, rows: list[Passage], data=None):
        super().__init__([WordBoxes(row, data) for row in (*rows, None)])
        self.nothing = bool(data) and data.get("nothing") == "1"

    def words(self) -> list[acts.Word]:
        return [boxes.word() for boxes in self.rows]

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        for boxes in self.rows:
            if boxes.cleaned_data.get("quote") and not boxes.cleaned_data["text"]:
                boxes.add_error("text", "写了针对的原文，还要写意见。")
        return not any(boxes.errors for boxes in self.rows)


@dataclass(frozen=True)
class Given:
    """What was said before, with the words that it is about and what became of it."""

    row: Opinion
    item: str
    quote: str


class AnswerPage(ActPage):
    """One version on one page; what was said before stands above with what became of it."""

    template_name = "admin/drafting/answer.html"
    unit = None

    def find(self, pk):
        return get_object_or_404(consulted.of_units(self.request.user, today()), pk=pk)

    def fetch(self, pk):
        self.consultation = self.find(pk)
        self.passages = self.consultation.draft.passages()
        self.projects = [row for row in self.passages if row.is_project]
        self.open = self.consultation.open_on(today())
        self.choose_unit()

    def choose_unit(self):
        """Of several units that a person speaks for: the one named, else the first asked."""
        sent = self.consultation.units.values("unit")
        mine = consulted.units_of(self.request.user, today()).filter(pk__in=sent)
        self.units = list(mine)
        named = self.request.GET.get("unit", "")
        self.unit = next((unit for unit in self.units if str(unit.pk) == named), self.units[0])

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        return AnswerForm(self.projects, data)

    def act(self, form):
        return acts.give(
            consultation=self.consultation,
            words=form.words(),
            nothing=form.nothing,
            unit=self.unit,
            by=self.request.user,
            at=now(),
        )

    def said(self, rows):
        return "已反馈“无意见”。" if rows[0].none else f"已反馈{len(rows)}条意见。"

    def mine(self):
        return self.consultation.opinions.filter(unit=self.unit)

    def context(self):
        texts = {row.key: row.content.text for row in self.passages}
        names = {row.key: row.content.name for row in self.passages}
        found = self.mine().with_rulings().order_by("pk")
        return {
            "title": f"{self.consultation.drafting.year}年清单征求意见",
            "consultation": self.consultation,
            "open": self.open,
            "unit": self.unit,
            "units": getattr(self, "units", []),
            "given": [
                Given(row, names[row.key] if row.key else "", row.quoted(texts)) for row in found
            ],
            "others": [
                row for row in self.passages if not row.is_project and row.content.text.strip()
            ],
        }


class CommentPage(AnswerPage):
    """The same for a leader of the district: one page, a comment for each item."""

    def find(self, pk):
        return get_object_or_404(consulted.of_leaders(self.request.user), pk=pk)

    def choose_unit(self):
        self.unit = None

    def mine(self):
        own = self.consultation.opinions.filter(source=Opinion.Source.LEADER)
        return own.filter(said_by=self.request.user)
