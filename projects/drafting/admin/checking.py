"""核对: the text with everything marked that was read, and beside it what is proposed."""

from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from projects.admin.acts import ActPage, Button
from projects.admin.fields import Key, Line
from projects.clock import now
from projects.drafting.actions import drafts
from projects.drafting.admin.forms import (
    NO_TARGET,
    PieceForm,
    Verbatim,
    known_categories,
    known_units,
)
from projects.drafting.admin.starting import SourceForm
from projects.drafting.comparing import Run, runs
from projects.drafting.content import Aside, Content
from projects.drafting.models import Drafting, Passage
from projects.drafting.places import Mark, marked
from projects.drafting.proposing import proposed
from projects.drafting.reading import read
from projects.drafting.whole import lacks_by_key
from projects.errors import Refused
from projects.values.days import Day
from projects.values.promises import COMPARISONS, KINDS, TargetText


@dataclass(frozen=True)
class Piece:
    """A piece on the checking page; `form` where it is open for editing."""

    row: Passage
    lacks: list[str]
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
        return bool(self.content.doubts or self.lacks)


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


class OfDrafting(ActPage):
    """A page of one draft; what is done there is refused once it is issued."""

    def fetch(self, pk, **more):
        self.drafting = self.model_admin.found(self.request, pk)
        self.fetch_more(**more)

    def fetch_more(self):
        pass

    def given(self):
        return {"drafting": self.drafting}

    def onward(self, result) -> str:
        return page_of(self.drafting)


def page_of(drafting: Drafting, key: int | None = None) -> str:
    here = reverse("admin:drafting_drafting_change", args=[drafting.pk])
    return f"{here}#p{key}" if key else here


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
    pieces = [Piece(row, lacks.get(row.key, []), form if row.key == key else None) for row in rows]
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
        for name in (content.project.lead, *content.project.supports)
        if name
    ]
    return list(dict.fromkeys([*known_units(), *named]))


class DescribeForm(forms.Form):
    title = Line(label="清单名称", max_length=200)
    authority = Line(label="发布机关", max_length=100, required=False)
    document_number = Line(label="文号", max_length=50, required=False)
    issued_on = Day(label="印发日期", required=False)


class DescribePage(OfDrafting):
    template_name = "admin/drafting/describe.html"
    form_class, action, done = DescribeForm, drafts.describe, "已保存。"

    def get_initial(self):
        names = DescribeForm.base_fields
        return {name: getattr(self.drafting, name) for name in names}

    def context(self):
        return {"title": f"{self.drafting}：名称和文号", "drafting": self.drafting}


class TextPage(OfDrafting):
    """One more text, behind what stands."""

    template_name = "admin/drafting/text.html"
    form_class = SourceForm

    def act(self, form):
        if form.reading is None:
            raise Refused("请粘贴文字，或上传文件。")
        return drafts.add_text(
            drafting=self.drafting,
            read=proposed(form.reading, self.drafting.year),
            by=self.request.user,
            at=now(),
        )

    def said(self, rows):
        return f"加入了{sum(row.is_project for row in rows)}个项目，请逐项核对。"

    def onward(self, rows):
        return page_of(self.drafting, rows[0].key if rows else None)

    def context(self):
        return {"title": f"{self.drafting}：再加一段文字", "drafting": self.drafting}


class AddPage(OfDrafting, Button):
    """A blank project at the end, open for editing."""

    def act(self, form):
        content = drafts.empty_project(self.drafting)
        act = {"drafting": self.drafting, "by": self.request.user, "at": now()}
        return drafts.add(after=None, content=content, **act)

    def onward(self, row):
        if row is None:
            return page_of(self.drafting)
        return reverse("admin:drafting_piece", args=[self.drafting.pk, row.key])


class TakeAll(OfDrafting, Button):
    """Take every project that nothing is doubted or lacking of."""

    def act(self, form):
        rows = list(self.drafting.passages.current())
        plain = shown(self.drafting, rows, None, None)["plain"]
        act = {"drafting": self.drafting, "by": self.request.user, "at": now()}
        return drafts.take_all(keys=[piece.row.key for piece in plain], **act)

    def said(self, count):
        return f"收下了{count}项。"


class DropForm(forms.Form):
    reason = Line(label="作废原因", max_length=200)


class DropPage(OfDrafting):
    template_name = "admin/drafting/drop.html"
    form_class, action, done = DropForm, drafts.drop, "已作废，可以重新开始。"

    def onward(self, result):
        return reverse("admin:drafting_drafting_changelist")

    def context(self):
        return {"title": f"作废{self.drafting}", "drafting": self.drafting}


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


class ActForm(forms.Form):
    """What a piece's buttons send: `do` what, or the number of a target or a figure."""

    DOING = ("take", "up", "down", "remove", "restore", "read")
    version = Key()
    do = forms.ChoiceField(choices=[(name, name) for name in DOING], required=False)
    aside = Key()
    target = Key()

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("do", "aside", "target")):
            raise forms.ValidationError("没有选要做什么。")
        return cleaned


class PieceAct(OfDrafting, Button):
    """The buttons beside a piece: each does one thing to it as it stands."""

    form_class = ActForm

    def fetch_more(self, key):
        self.key = key
        last = self.drafting.passages.filter(key=key).order_by("version").last()
        if last is None:
            raise Http404
        self.row = last

    def act(self, form):
        given = form.cleaned_data
        act = {
            "drafting": self.drafting, "key": self.key, "by": self.request.user, "at": now()
        }  # fmt: skip
        do, version = given["do"], given["version"] or 0
        if do == "restore":
            return drafts.restore(**act)
        act["version"] = version
        if do in ("up", "down"):
            return drafts.move(up=do == "up", **act)
        if do == "remove":
            return drafts.remove(**act)
        if do == "read":
            pieces = proposed(read(self.row.content.text), self.drafting.year).pieces
            return drafts.read_again(pieces=list(pieces), **act)
        return drafts.save(content=self.changed(**given), **act)

    def changed(self, do: str, aside: int | None, target: int | None, **rest) -> Content:
        content = self.row.content
        if content.project is None:
            raise Refused("这一段不是项目。")
        if do == "take":
            return replace(content, taken=True)
        if aside:
            return without_target(content, aside)
        return with_target(content, target, self.drafting.year)

    def said(self, result):
        return ""

    def onward(self, result):
        return page_of(self.drafting, self.key)


def without_target(content: Content, number: int) -> Content:
    """The piece with its target of that number, and its parts, told to be none."""
    targets = content.project.targets
    if number > len(targets):
        raise Refused("没有这个指标。")
    gone = targets[number - 1]
    asides = content.asides + tuple(Aside(*span, NO_TARGET) for span in gone.spans)
    kept = tuple(each for each in targets if each is not gone and each.part_of != gone.name)
    return replace(content.with_targets(kept), asides=tuple(dict.fromkeys(asides)))


def with_target(content: Content, number: int, year: int) -> Content:
    """The piece with a figure that was none made a target, to be named."""
    if number > len(content.asides):
        raise Refused("没有这个数字。")
    aside = content.asides[number - 1]
    target = TargetText(
        name=content.text[aside.start : aside.end][:60],
        baseline="0",
        start=f"{year}-01",
        due=f"{year}-12-31",
        spans=((aside.start, aside.end),),
        task=content.project.tasks[0].number if content.project.tasks else 1,
    )
    asides = tuple(each for each in content.asides if each is not aside)
    kept = (*content.project.targets, target)
    return replace(content.with_targets(kept), asides=asides, taken=False)


class HistoryPage(OfDrafting):
    """Every revision of a piece, with what each changed."""

    template_name = "admin/drafting/history.html"
    http_method_names = ["get", "head"]

    def fetch_more(self, key):
        rows = self.drafting.passages.filter(key=key).select_related("recorded_by")
        self.rows = list(rows.order_by("version"))
        if not self.rows:
            raise Http404

    def context(self):
        return {
            "title": f"修改记录：{self.rows[-1]}",
            "drafting": self.drafting,
            "revisions": list(reversed(revisions(self.rows))),
        }


@dataclass(frozen=True)
class Revision:
    """A revision beside the one before; `pieces` are its words, with what came and went."""

    row: Passage
    what: str
    pieces: list[Run]


def revisions(rows: list[Passage]) -> list[Revision]:
    found, former = [], None
    for row in rows:
        what = "删去" if row.removed else "起稿"
        if former is not None and not row.removed:
            moved = former.position != row.position and former.body == row.body
            what = "移动" if moved else drafts.differences(former.content, row.content)
        before = former.content.text if former else ""
        found.append(Revision(row, what, list(runs(before, row.content.text)) if former else []))
        former = row
    return found
