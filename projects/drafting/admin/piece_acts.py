"""What the buttons beside a piece do to it, and every revision it went through."""

from dataclasses import dataclass, replace

from django import forms
from django.http import Http404

from projects.admin.acts import Button
from projects.admin.fields import Key
from projects.clock import now
from projects.drafting.actions import drafts
from projects.drafting.admin.forms import (
    NO_TARGET,
)
from projects.drafting.admin.of_drafting import OfDrafting, page_of
from projects.drafting.comparing import Run, runs
from projects.drafting.content import Aside, Content
from projects.drafting.models import Passage
from projects.drafting.proposing import proposed
from projects.drafting.reading import read
from projects.errors import Refused
from projects.values.promises import TargetText, with_kept


class ActForm(forms.Form):
    """What a piece's buttons send: `do` what, or the number of a target or a figure."""

    DOING = ("take", "up", "down", "remove", "restore", "read")
    version = Key()
    do = forms.ChoiceField(choices=[(name, name) for name in DOING], required=False)
    aside = Key()
    target = Key()
    held = Key()

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("do", "aside", "target", "held")):
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

    def changed(
        self, do: str, aside: int | None, target: int | None, held: int | None, **rest
    ) -> Content:
        content = self.row.content
        if content.project is None:
            raise Refused("这一段不是项目。")
        if do == "take":
            return replace(content, taken=True)
        if held:
            return with_limit_kept(content, held)
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


def with_limit_kept(content: Content, number: int) -> Content:
    """The piece with its target of that number, a limit, as what every month is asked to keep."""
    targets = content.project.targets
    if number > len(targets) or not targets[number - 1].ceiling:
        raise Refused("这个指标不是只要守住的限额。")
    return content.with_targets(with_kept(targets, targets[number - 1]))


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
