"""开始编制: a text pasted or a file, read, and on to the checking page."""

import re
from collections.abc import Iterable
from dataclasses import replace

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.fields import Line, Several
from projects.clock import now, today
from projects.drafting.actions import drafts
from projects.drafting.actions.nextyear import start_from
from projects.drafting.admin.forms import Verbatim
from projects.drafting.content import Content, Proposed
from projects.drafting.models import Drafting
from projects.drafting.proposing import proposed
from projects.drafting.reading import Reading, read, read_file
from projects.errors import Refused
from projects.files.refusals import noted
from projects.files.viruses import refuse_viruses
from projects.models import Programme, Project
from projects.spreadsheets.reading import MEGABYTE, MOST_BYTES
from projects.values.months import month_of

MOST_TEXT = 300_000
OWN_NUMBER = re.compile(r"(\d{1,3})[.．、]\s*(?=\S)")
KINDS = "文本、Word（docx）、Excel（xlsx）或PDF文件"


class SourceForm(forms.Form):
    """A text, pasted or in a file; `reading` is what it was read as."""

    text = Verbatim(
        label="粘贴清单全文",
        required=False,
        max_length=MOST_TEXT,
        rows=14,
        help_text="从文件里全选、复制、粘贴即可，不用整理格式。",
    )
    file = forms.FileField(
        label="或者上传文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.xlsx,.pdf"}),
        help_text=f"{KINDS}，最大{MOST_BYTES // MEGABYTE}MB。",
    )

    def clean(self):
        cleaned = super().clean()
        text, file = cleaned.get("text") or "", cleaned.get("file")
        if text.strip() and file:
            raise forms.ValidationError("粘贴文字和上传文件只能选一样，请清空其中一样。")
        self.reading = None
        if file:
            self.reading = self.read_uploaded(file)
        elif text.strip():
            self.reading = read(text)
        return cleaned

    def read_uploaded(self, file) -> Reading | None:
        name = file.name[:200]
        try:
            with noted():
                if file.size > MOST_BYTES:
                    size = f"{file.size / MEGABYTE:.1f}MB，最多{MOST_BYTES // MEGABYTE}MB"
                    raise Refused(f"“{name}”文件太大，有{size}。")
                content = file.read()
                refuse_viruses(content, name)
                return read_file(content, name)
        except Refused as why:
            self.add_error("file", str(why))
            return None


class StartForm(SourceForm):
    origin = forms.ChoiceField(
        label="这份清单",
        choices=[
            (Drafting.Origin.ADOPTED, "已经印发，登记进来（往年的也可以）"),
            (Drafting.Origin.OWN, "正在编制，还没有印发"),
        ],
        initial=Drafting.Origin.ADOPTED,
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(
        label="年份",
        required=False,
        min_value=2000,
        max_value=2099,
        help_text="文字里写明了年份的可以不填。",
    )
    authority = Line(
        label="发布机关", max_length=100, required=False, help_text="文字里写明了的可以不填。"
    )

    field_order = ("origin", "text", "file", "year", "authority")

    def clean(self):
        cleaned = super().clean()
        self.proposed = proposed(self.reading, cleaned.get("year")) if self.reading else Proposed()
        own = cleaned.get("origin") == Drafting.Origin.OWN
        if not self.reading and not own and not self.errors:
            raise forms.ValidationError("请粘贴清单的文字，或上传文件。")
        if not (cleaned.get("year") or self.proposed.year):
            self.add_error("year", "文字里没有读到年份，请填写。")
        return cleaned


class StartPage(ActPage):
    template_name = "admin/drafting/start.html"
    form_class, title = StartForm, "开始编制清单"

    def act(self, form):
        given, read = form.cleaned_data, form.proposed
        return drafts.start(
            year=given["year"] or read.year,
            title=read.title,
            authority=read.authority or given["authority"] or usual_authority(),
            document_number=read.document_number,
            issued_on=read.issued_on if given["origin"] == Drafting.Origin.ADOPTED else None,
            origin=given["origin"],
            pieces=read.pieces,
            by=self.request.user,
            at=now(),
        )

    def said(self, drafting):
        count = sum(row.is_project for row in drafting.passages.all())
        return f"读到{count}个项目，请逐项核对。" if count else f"已开始编制{drafting}。"

    def onward(self, drafting):
        return reverse("admin:drafting_drafting_change", args=[drafting.pk])


def begun_in(piece: Content, month: str) -> Content:
    """The piece with its targets starting no earlier than a month."""
    if piece.project is None:
        return piece
    targets = piece.project.targets
    return piece.with_targets(
        tuple(replace(each, start=max(each.start, month)) for each in targets)
    )


def numbered(pieces: Iterable[Content], taken: Iterable[int]) -> list[Content]:
    """The pieces under numbers that the list has not: their own, else those that follow."""
    used, found = set(taken), []
    for piece in pieces:
        if project := piece.project:
            own = OWN_NUMBER.match(project.title)
            number = int(own[1]) if own else project.number or 0
            title = project.title[own.end() :] if own else project.title
            if number < 1 or number in used:
                number = max(used, default=0) + 1
            used.add(number)
            piece = replace(piece, project=replace(project, number=number, title=title))
        found.append(piece)
    return found


class AdditionPage(ActPage):
    """增列: projects put into a public list, read and checked like any other."""

    template_name = "admin/drafting/addition.html"
    form_class, title = SourceForm, "增列项目"

    def fetch(self, year):
        self.programme = Programme.public.of_year(year)
        if self.programme is None or self.programme.archived:
            raise Http404

    def act(self, form):
        read = proposed(form.reading, self.programme.year) if form.reading else Proposed()
        taken = self.programme.projects.values_list("number", flat=True)
        pieces = [begun_in(piece, month_of(today())) for piece in numbered(read.pieces, taken)]
        return drafts.start_addition(
            programme=self.programme, pieces=pieces, by=self.request.user, at=now()
        )

    def said(self, drafting):
        return "请逐项核对，再提请增列。"

    def onward(self, drafting):
        return reverse("admin:drafting_drafting_change", args=[drafting.pk])

    def context(self):
        going = self.programme.additions.filter(state=Drafting.State.OPEN)
        return {"programme": self.programme, "going": going.first()}


class ChoiceForm(forms.Form):
    projects = Several(
        None,
        label="带到下一年的项目",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少要选一个项目。"},
    )

    def __init__(self, programme: Programme, data=None):
        standing = programme.projects.order_by("number")
        ongoing = standing.filter(state=Project.State.ONGOING).values_list("pk", flat=True)
        super().__init__(data, initial={"projects": list(ongoing)})
        self.fields["projects"].queryset = standing


class NextYearPage(ActPage):
    """Tick what goes on, and get a draft of the following year."""

    template_name, action = "admin/drafting/nextyear.html", start_from
    done = "已起草{}，请照新文件填写原文和数字。"

    def fetch(self, year):
        self.programme = Programme.everything.of_year(year)
        if self.programme is None:
            raise Http404

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        return ChoiceForm(self.programme, data)

    def arguments(self):
        return {"programme": self.programme}

    def onward(self, drafting):
        return reverse("admin:drafting_drafting_change", args=[drafting.pk])

    def context(self):
        coming = self.programme.year + 1
        going = Drafting.objects.filter(year=coming).exclude(state=Drafting.State.DROPPED)
        return {
            "title": f"起草{coming}年清单",
            "programme": self.programme,
            "next": coming,
            "there": Programme.everything.of_year(coming),
            "going": going.first(),
        }


def usual_authority() -> str:
    """Who issued the last list, else the office named in the footer."""
    latest = Programme.everything.latest_year()
    return latest.authority if latest else settings.SITE_FOOTER.get("主办单位", "")
