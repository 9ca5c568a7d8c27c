"""核对: the text with everything marked that was read, and beside it what is proposed."""

from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.contrib import messages
from django.http import Http404

from projects.clock import now
from projects.drafting.actions import drafts
from projects.drafting.admin.forms import (
    PieceForm,
    Verbatim,
    known_categories,
    known_units,
)
from projects.drafting.admin.of_drafting import OfDrafting, page_of
from projects.drafting.content import Content
from projects.drafting.models import Drafting, Passage
from projects.drafting.places import Mark, marked
from projects.drafting.whole_list import doubts, lacks_by_key, unlikely
from projects.values.promises import COMPARISONS, KINDS, TargetText


@dataclass(frozen=True)
class Piece:
    """A piece on the checking page; `form` where it is open for editing."""

    row: Passage
    lacks: list[str]
    slips: list[str]
    form: PieceForm | None = None

    @cached_property
    def content(self) -> Content:
        return self.row.content

    @property
    def marks(self) -> list[Mark]:
        """The text cut at its figures; a figure's number is its target's place in the list."""
        content = self.content
        if content.project is None:
            return [Mark(content.text)]
        spans = [
            (start, end, number, "")
            for number, target in enumerate(content.project.targets, 1)
            for start, end in target.spans
        ]
        spans += [(each.start, each.end, None, each.why) for each in content.asides]
        return marked(content.text, spans)

    @property
    def targets(self) -> list[TargetText]:
        return list(self.content.project.targets)

    @property
    def markers(self) -> dict[int, str]:
        return {task.number: task.marker for task in self.content.project.tasks}

    @property
    def lines(self) -> list["TargetLine"]:
        """The targets in words, in their order."""
        return [TargetLine(each, self.markers.get(each.task, "")) for each in self.targets]

    @property
    def asides(self) -> list[tuple[str, str]]:
        """The figures that are no targets, and why."""
        text = self.content.text
        return [(text[each.start : each.end], each.why) for each in self.content.asides]

    @property
    def doubtful(self) -> bool:
        return bool(self.questions or self.lacks)

    @property
    def questions(self) -> list[str]:
        """What looks like a slip as it stands, and what the reader doubted."""
        return [*self.slips, *self.content.doubts]


@dataclass(frozen=True)
class TargetLine:
    """A proposed target in one line of words."""

    target: TargetText
    marker: str

    @property
    def figure(self) -> str:
        target = self.target
        if not target.counted:
            return KINDS.get(target.kind, "")
        start = f"{target.baseline}→" if target.baseline not in ("", "0") else ""
        asked = "" if target.comparison == "exactly" else COMPARISONS.get(target.comparison, "")
        return f"{asked}{start}{target.value or '?'}{target.measure}"

    @property
    def due(self) -> str:
        """The day by which it is due, where that is not the year's end."""
        return "" if self.target.due.endswith("-12-31") else self.target.due


class CheckPage(OfDrafting):
    """The whole draft; nothing is done here, every button leads to an act of its own."""

    template_name = "admin/drafting/check.html"
    http_method_names = ["get", "head"]

    def context(self):
        rows = list(self.drafting.passages.current().select_related("recorded_by"))
        return {"title": f"核对{self.drafting}", **shown(self.drafting, rows, None, None)}


def shown(drafting: Drafting, rows: list[Passage], key: int | None, form) -> dict:
    """What the checking page shows; the piece named by `key` is open in `form`."""
    lacks, of_list = lacks_by_key(drafting, rows)
    pieces = [
        Piece(
            row,
            lacks.get(row.key, []),
            unlikely(row.content.project, drafting.year) if row.is_project else [],
            form if row.key == key else None,
        )
        for row in rows
    ]
    projects = [piece for piece in pieces if piece.row.is_project]
    waiting = [piece for piece in projects if not piece.content.taken]
    contents = [piece.content for piece in pieces]
    removed = drafting.passages.filter(removed=True).order_by("key", "-version")
    last = {row.key: row for row in drafting.passages.order_by("version")}
    return {
        "drafting": drafting,
        "pieces": pieces,
        "projects": projects,
        "targets": sum(len(piece.targets) for piece in projects),
        "waiting": waiting,
        "plain": [piece for piece in waiting if not piece.doubtful],
        "of_list": of_list,
        "doubts": doubts(drafting, rows),
        "lacking": sum(len(piece.lacks) for piece in projects) + len(of_list),
        "categories": known_categories(contents) if form else [],
        "units": units_of(contents) if form else [],
        "removed": [row for row in removed if last[row.key].pk == row.pk],
    }


def units_of(contents: list[Content]) -> list[str]:
    """Units as registered and as the list names them."""
    named = [
        name
        for content in contents
        if content.project
        for name in (content.project.lead, *content.project.partners, *content.project.supports)
        if name
    ]
    return list(dict.fromkeys([*known_units(), *named]))


class ProseForm(forms.Form):
    """The boxes of a piece that is no project: its words."""

    text = Verbatim(label="文字", max_length=100_000, required=False, rows=8)

    def __init__(self, content: Content, data=None):
        super().__init__(data, initial={"text": content.text}, prefix="p")
        self.was = content

    @property
    def content(self) -> Content:
        return replace(self.was, text=self.cleaned_data["text"])


class PiecePage(OfDrafting):
    """The checking page with one piece open: saved, or taken and on to the next."""

    template_name = "admin/drafting/check.html"

    def fetch_more(self, key):
        self.rows = list(self.drafting.passages.current().select_related("recorded_by"))
        self.row = next((row for row in self.rows if row.key == key), None)
        if self.row is None or not self.drafting.open:
            raise Http404

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        if self.row.is_project:
            return PieceForm(self.row.content, data, year=self.drafting.year)
        return ProseForm(self.row.content, data)

    def act(self, form):
        posted = self.request.POST
        content = form.content
        if self.row.is_project:
            content = replace(content, taken="take" in posted or content.taken)
        return drafts.save(
            drafting=self.drafting,
            key=self.row.key,
            version=version_in(posted),
            content=content,
            by=self.request.user,
            at=now(),
        )

    def onward(self, row):
        if "take" not in self.request.POST:
            return page_of(self.drafting, row.key)
        following = [each for each in self.rows if each.position > row.position]
        for each in [*following, *self.rows]:
            if each.is_project and each.key != row.key and not each.content.taken:
                return page_of(self.drafting, each.key)
        messages.success(self.request, "项目都核对过了。")
        return page_of(self.drafting, row.key)

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        return super().get_context_data(form=form, **kw)

    def context(self):
        return {"title": f"核对{self.drafting}", "open_key": self.row.key}

    def render_to_response(self, context, **kw):
        context |= shown(self.drafting, self.rows, self.row.key, context["form"])
        return super().render_to_response(context, **kw)


def version_in(posted) -> int:
    text = posted.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
