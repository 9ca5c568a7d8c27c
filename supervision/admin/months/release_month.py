"""公开稿 of a whole month on one page: drafted, reviewed and signed together."""

from dataclasses import dataclass
from functools import cached_property, partial

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.fields import Key, Words
from projects.clock import now
from projects.errors import Refused
from projects.models import Project
from projects.values.text import clean
from supervision.actions import releases
from supervision.models import Card, Period, Release
from supervision.published.placeholders import fill, formal, tied
from supervision.published.released import (
    Standing,
    accepted_readings,
    asked_of,
    first_wording,
    former_sentences,
    outdated,
    standing_in,
)

MOST_LISTED = 100
# The placeholders that stand beside the box at once.
TOLD = ("进展", "累计", "差额", "目标", "承诺")


class WordsForm(forms.Form):
    """A sentence, the version that was seen, and a tick for all that is asked about."""

    text = Words(label="公开文字", rows=4, max_length=1000, required=False)
    version = Key()
    pick = forms.BooleanField(label="一起办", required=False)

    def __init__(self, data=None, *, standing: Standing | None, checked=(), **kw):
        super().__init__(data, **kw)
        self.standing = standing
        given = data.getlist(self.add_prefix("vouched")) if data is not None else checked
        if asked := {*asked_of(self.tied, standing), *given}:
            self.fields["vouched"] = forms.MultipleChoiceField(
                label="手写的数字和说法，逐个核对后勾选",
                required=False,
                initial=checked,
                widget=forms.CheckboxSelectMultiple,
                choices=[(each, f"{each}　已核对") for each in sorted(asked)],
            )

    @property
    def tied(self) -> str:
        typed = self["text"].value() or ""
        return tied(formal(clean(typed)).strip(), self.standing.values if self.standing else {})


@dataclass
class Row:
    """A project with what its drafter should see beside the box."""

    project: Project
    standing: Standing
    release: Release | None
    former: Release | None
    readings: list
    own: bool
    form: WordsForm
    problems: list[str]

    @property
    def said(self) -> str:
        return fill(self.release.text, self.standing.values) if self.release else ""

    @property
    def behind(self) -> bool:
        return self.standing.shown.colour in Card.RAISED

    @property
    def step(self) -> str:
        """What comes next: to write, to review, to sign, or nothing."""
        if self.release is None:
            return "draft"
        if self.release.signed_at:
            return "signed"
        return "sign" if self.release.reviewed_at else "review"

    @property
    def outdated(self) -> bool:
        return self.release is not None and outdated(self.release, self.standing)

    @property
    def figures(self):
        return self.standing.line.figures

    @property
    def placeholders(self) -> list[tuple[str, str]]:
        """Those that tell progress."""
        return [each for each in self.known if each[0].rpartition(".")[2] in TOLD]

    @property
    def more(self) -> list[tuple[str, str]]:
        return [each for each in self.known if each not in self.placeholders]

    @property
    def known(self) -> list[tuple[str, str]]:
        return [each for each in self.standing.values.items() if each[1] is not None]

    @property
    def reads(self) -> str:
        """What the box would read, figures filled in."""
        return fill(self.form.tied, self.standing.values)

    @property
    def narratives(self) -> list:
        return [row for row in self.readings if row.cause or row.measures]

    @property
    def submission(self):
        return self.readings[0].submission if self.readings else None


class MonthReleasesPage(ActPage):
    """One form for all: what was typed is saved, or those ticked are reviewed or signed."""

    template_name = "admin/months/release_month.html"

    def fetch(self, pk):
        self.period = Period.everything.select_related("programme").filter(pk=pk).first()
        if self.period is None:
            raise Http404
        self.refused: dict[Project, str] = {}

    @cached_property
    def standing(self) -> dict[int, Standing]:
        return standing_in(self.period)

    def rows(self) -> list[Row]:
        """Those behind first, then the others, each by number."""
        written = {
            each.project_id: each
            for each in self.period.releases.select_related("drafted_by", "reviewed_by")
        }
        readings = accepted_readings(self.period, self.standing)
        former = former_sentences(self.period)
        rows = [
            self.row(each, written.get(key), former.get(key), readings.get(key, []))
            for key, each in self.standing.items()
        ]
        rows = sorted(rows, key=lambda row: (not row.behind, row.project.number))
        return [row for row in rows if row.behind or row.release][:MOST_LISTED] + [
            row for row in rows if not (row.behind or row.release)
        ][:MOST_LISTED]

    def row(self, standing: Standing, release, former, readings) -> Row:
        project = standing.shown.project
        told = self.refused.get(project)
        begun = first_wording(standing.line, readings)
        form = WordsForm(
            self.request.POST if told is not None else None,
            standing=standing,
            checked=release.checked if release else (),
            prefix=f"p{project.pk}",
            initial={
                "text": release.text if release else begun,
                "version": release.version if release else 0,
                "pick": True,
            },
        )
        own = release is not None and release.drafted_by_id == self.request.user.pk
        problems = told.splitlines() if told else []
        return Row(project, standing, release, former, readings, own, form, problems)

    def act(self, form):
        button = next((name for name in ("review", "sign") if name in self.request.POST), "save")
        found = releases.each_of(getattr(self, button)())
        if not found.done and not found.refused:
            raise Refused(NOTHING[button])
        if found.done:
            messages.success(self.request, f"{SAID[button]}{len(found.done)}篇。")
        if found.refused:
            self.refused = found.refused
            names = "、".join(f"第{each.number}项" for each in found.refused)
            form.add_error(None, f"还有{len(found.refused)}篇没有办：{names}，原因写在各项下面。")
            return self.render_to_response(self.get_context_data(form=form), status=400)

    def save(self):
        """Every text that was typed or changed."""
        for row in self.rows():
            form = self.typed(row)
            former = row.release.text if row.release else ""
            if row.step == "signed" or not form.tied or form.tied == former:
                continue
            yield row.project, partial(self.draft, row.project, form)

    def draft(self, project: Project, form: WordsForm) -> Release:
        if not form.is_valid():
            raise Refused("\n".join(said for each in form.errors.values() for said in each))
        return releases.draft_release(
            period=self.period,
            project=project,
            text=form.cleaned_data["text"],
            vouched=form.cleaned_data.get("vouched", []),
            version=form.cleaned_data["version"] or 0,
            by=self.request.user,
            at=now(),
        )

    def typed(self, row: Row) -> WordsForm:
        return WordsForm(self.request.POST, standing=row.standing, prefix=row.form.prefix)

    def review(self):
        return self.picked("review", releases.review_release)

    def sign(self):
        return self.picked("sign", releases.sign_release)

    def picked(self, step: str, action):
        for row in self.rows():
            form = self.typed(row)
            if row.step == step and form.is_valid() and form.cleaned_data["pick"]:
                given = {"version": form.cleaned_data["version"], "by": self.request.user}
                yield row.project, partial(action, release=row.release, **given, at=now())

    def context(self):
        rows = self.rows()
        open_ones = [] if self.period.published_at else rows
        return {
            "title": f"公开稿：{self.period}",
            "period": self.period,
            "first": [row for row in rows if row.behind or row.release],
            "others": [row for row in rows if not (row.behind or row.release)],
            "to_review": [row for row in open_ones if row.step == "review" and not row.own],
            "own_waiting": [row for row in open_ones if row.step == "review" and row.own],
            "to_sign": [row for row in open_ones if row.step == "sign"],
            "signed": [row for row in rows if row.step == "signed"],
        }


SAID = {"save": "已保存，请另一位同事复核：", "review": "复核通过", "sign": "已签发"}
NOTHING = {
    "save": "没有新写或改动的文字。",
    "review": "没有勾选要复核的公开稿。",
    "sign": "没有勾选要签发的公开稿。",
}


def this_month(model_admin, request):
    """The first closed month that is not public, else the last closed one."""
    closed = Period.everything.closed()
    found = closed.filter(published_at__isnull=True).first() or closed.last()
    if found is None:
        messages.info(request, "还没有定稿的月份；定稿后才有数字可填，再写公开稿。")
        return redirect("admin:supervision_release_changelist")
    return redirect(reverse("admin:supervision_release_month", args=[found.pk]))
