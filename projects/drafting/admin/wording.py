"""整理: category and public words of proposals; in public only what an officer has ticked.
And what last year left, to be taken over by ticking."""

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse

from projects.admin.fields import Line, Words
from projects.clock import now
from projects.drafting.actions import proposals
from projects.drafting.admin.forms import Listed, known_categories
from projects.drafting.admin.of_drafting import OfDrafting, Rows
from projects.drafting.models import Wording
from projects.drafting.proposing import category_for
from projects.drafting.sources import offered
from projects.values.privacy import personal

PER_PAGE = 20


class WordBoxes(forms.Form):
    category = Listed(label="类别", max_length=20, known="known-categories")
    title = Line(label="公开的名称", max_length=60, required=False)
    text = Words(label="公开的内容", max_length=1000, rows=3, required=False)
    public = forms.BooleanField(label="看过，可以公开", required=False)


class WordsForm(Rows):
    def __init__(self, rows, standing: dict, data=None):
        found = []
        for row in rows:
            boxes = WordBoxes(data, prefix=f"w{row.pk}", initial=shown(row, standing.get(row.pk)))
            boxes.row, boxes.standing = row, standing.get(row.pk)
            if boxes.standing is None:
                boxes.fields["text"].help_text = as_sent(row)
            found.append(boxes)
        super().__init__(found)

    def words(self) -> list[proposals.Words]:
        """Those that were worded before or are now ticked or given other words."""
        return [
            proposals.Words(boxes.row, **boxes.cleaned_data)
            for boxes in self.rows
            if boxes.standing or boxes.has_changed()
        ]


def shown(row, wording: Wording | None) -> dict:
    """The public words so far; before that what they might be, still to be looked at."""
    if wording:
        names = ("category", "title", "text", "public")
        return {name: getattr(wording, name) for name in names}
    text = row.content[:1000]
    return {"category": category_for(row.title, row.content), "title": row.title, "text": text}


def as_sent(row) -> str:
    """The box starts with what was sent: to be edited, never published unread."""
    found = "、".join(personal(f"{row.title}\n{row.content}"))
    return f"这里是提出人的原话，请改写后再公开{f'；里面有{found}' if found else ''}。"


class WordsPage(OfDrafting):
    """Twenty at a time, those that nobody has looked at first."""

    template_name = "admin/drafting/words.html"

    def fetch_more(self):
        self.standing = Wording.objects.standing(self.drafting)
        rows = list(self.drafting.proposals.select_related("unit"))
        rows.sort(key=lambda row: (row.pk in self.standing, row.pk))
        asked = self.request.GET.get("page") if self.request.method != "POST" else None
        self.page = Paginator(rows, PER_PAGE).get_page(asked)
        self.shown_rows = list(self.page)
        if self.request.method == "POST":
            keys = set(self.request.POST.getlist("row"))
            self.shown_rows = [row for row in rows if str(row.pk) in keys][:PER_PAGE]

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        return WordsForm(self.shown_rows, self.standing, data)

    def act(self, form):
        given = {"drafting": self.drafting, "by": self.request.user, "at": now()}
        return proposals.word(words=form.words(), **given)

    def said(self, result):
        return f"已整理{len(result)}条。"

    def context(self):
        return {
            "title": f"{self.drafting}：整理建议",
            "drafting": self.drafting,
            "page": self.page,
            "left": self.drafting.proposals.count() - len(self.standing),
            "categories": known_categories(
                [row.content for row in self.drafting.passages.current()]
            ),
        }


class CarryPage(OfDrafting):
    """What last year left: promises not kept and messages, joining by a tick."""

    template_name = "admin/drafting/carry.html"

    def fetch_more(self):
        known = set(self.drafting.proposals.values_list("carried_from", flat=True))
        self.offered = [each for each in offered(self.drafting.year) if each.key not in known]

    def act(self, form):
        picked = set(self.request.POST.getlist("pick"))
        chosen = [each for each in self.offered if each.key in picked]
        given = {"drafting": self.drafting, "by": self.request.user, "at": now()}
        return proposals.carry_over(offered=chosen, **given)

    def said(self, result):
        return f"已带入{len(result)}条，来源都写明了。"

    def onward(self, result):
        return reverse("admin:drafting_carry", args=[self.drafting.pk])

    def context(self):
        return {
            "title": f"{self.drafting}：上年未完和留言",
            "drafting": self.drafting,
            "offered": self.offered,
        }
