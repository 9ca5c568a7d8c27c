"""印发: what the list still lacks, the request, the second person's word, and what is public."""

import re
from copy import copy

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse

from projects.actions.changes import Approval
from projects.actions.issue import (
    add_projects,
    dissolved_units,
    issue,
    named_units,
    numbers_taken,
    unknown_units,
)
from projects.actions.units import register
from projects.admin.acts import ButtonsPage
from projects.admin.fields import Line, Month, Words
from projects.clock import now, today
from projects.drafting.actions import issuing
from projects.drafting.admin.of_drafting import OfDrafting, Rows
from projects.drafting.approved import approval_of
from projects.drafting.models import Drafting, Issue, text_of
from projects.drafting.principles import findings
from projects.drafting.upper import matrix
from projects.drafting.whole_list import doubts, lacks_by_key, unlikely, whole_of
from projects.errors import Refused
from projects.models import LeadUnit, Programme
from projects.values.days import Day, in_words
from projects.values.months import month_of
from projects.values.promises import ProjectText, WholeList
from projects.values.slugs import slug_for
from projects.values.text import folded

NOBODY = {"没有", "暂无", "不详", "未知", "待定", "同上"}
PREVIEW = (
    '<section class="preview-flag" aria-label="预览">预览：还没有印发，公众看不到这一页。</section>'
)


class IssueForm(forms.Form):
    document_number = Line(label="文号", max_length=50)
    issued_on = Day(label="印发日期")
    signer = Line(label="签发人", max_length=50)
    approved_by = Line(label="审定机关", max_length=100, help_text="如 区党工委。")
    meeting = Line(
        label="会议", max_length=100, required=False, help_text="如 2024年第1次党工委会议。"
    )
    year = None

    def clean_document_number(self):
        number = self.cleaned_data["document_number"]
        if not re.search(r"\d", number):
            raise forms.ValidationError(f"“{number}”不像文号，请照文件写全，如 某某发〔2024〕3号。")
        return number

    def clean_approved_by(self):
        body = self.cleaned_data["approved_by"]
        if body in NOBODY or not re.search(r"[\u4e00-\u9fff]{2}", body):
            raise forms.ValidationError(f"“{body}”不是审定机关，请写它的名称，如 区党工委。")
        return body

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day > today():
            raise forms.ValidationError("印发日期不能晚于今天。")
        if abs(day.year - self.year) > 1:
            raise forms.ValidationError(f"印发日期{in_words(day)}离{self.year}年太远，请核对年份。")
        return day


class AddForm(IssueForm):
    """What is asked of an addition besides: from which month on, and why."""

    effective = Month(label="生效月份", help_text="写成 2023-10；不能是已经过完的月份，不追溯。")
    reason = Words(label="增列原因", max_length=300, rows=2)
    field_order = ("document_number", "issued_on", "signer", "approved_by", "meeting")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].required = True


class RefuseForm(forms.Form):
    reason = Words(label="退回理由", max_length=300, rows=2)


class IssuePage(OfDrafting, ButtonsPage):
    template_name = "admin/drafting/issue.html"
    usual = "propose"
    buttons = {
        "propose": (IssueForm, issuing.propose, "已提请印发，等另一人复核。"),
        "grant": (forms.Form, issuing.grant, "{}已印发，公众现在就能看到。"),
        "refuse": (RefuseForm, issuing.refuse, "已退回。"),
    }

    def fetch_more(self):
        self.asked = issuing.waiting(self.drafting)

    def get_form_class(self):
        if self.pressed == "propose" and self.drafting.extends_id:
            return AddForm
        return super().get_form_class()

    def get_form(self, form_class=None):
        """Who approved it is not asked where the decision is, or has to be, on record."""
        form = super().get_form(form_class)
        form.year = self.drafting.year
        if self.pressed == "propose" and self.of_record():
            for name in ("approved_by", "meeting"):
                del form.fields[name]
        return form

    def of_record(self) -> bool:
        own = self.drafting.origin == Drafting.Origin.OWN
        return own or approval_of(self.drafting) is not None

    def act(self, form):
        if self.pressed == "propose" and self.of_record():
            decision = approval_of(self.drafting)
            named = (decision.body, decision.meeting) if decision else ("", "")
            form.cleaned_data |= dict(zip(("approved_by", "meeting"), named, strict=True))
        return super().act(form)

    def get_initial(self):
        known = ("document_number", "issued_on")
        return {name: getattr(self.drafting, name) for name in known}

    def onward(self, result):
        return reverse("admin:drafting_issue", args=[self.drafting.pk])

    def context(self):
        rows = list(self.drafting.passages.current())
        lacks, of_list = lacks_by_key(self.drafting, rows)
        projects = [row for row in rows if row.is_project]
        whole = whole_of(self.drafting, rows)
        approval, extended = approval_of(self.drafting), self.drafting.extends
        return {
            "title": f"印发{self.drafting}",
            "approval": approval,
            "doubts": [
                *doubts(self.drafting, rows),
                *(
                    f"第{row.content.project.number or '?'}项：{said}"
                    for row in projects
                    for said in unlikely(row.content.project, self.drafting.year)
                ),
            ],
            "unready": issuing.unready(self.drafting, today()),
            "taken": numbers_taken(extended, whole) if extended else [],
            "drafting": self.drafting,
            "asked": self.asked,
            "own": bool(self.asked) and self.asked.proposed_by_id == self.request.user.pk,
            "former": Issue.objects.filter(draft__drafting=self.drafting, decision__granted=False),
            "granted": Issue.objects.filter(
                draft__drafting=self.drafting, decision__granted=True
            ).first(),
            "untaken": [row for row in projects if not row.content.taken],
            "lacks": [(row, lacks[row.key]) for row in projects if row.key in lacks],
            "of_list": of_list,
            "unknown": unknown_units(whole),
            "dissolved": dissolved_units(whole),
            "numbers": [row.content.project.number for row in projects],
            "projects": projects,
            "targets": sum(len(row.content.project.promises) for row in projects),
            "refuse_form": self.get_form() if self.pressed == "refuse" else RefuseForm(),
            "changed": bool(self.asked) and issuing.changed_since(self.drafting, self.asked),
            "findings": by_principle(whole, self.drafting.year),
            "upper": [line for line in matrix(self.drafting, rows) if line.doubt],
        }


def by_principle(whole: WholeList, year: int) -> dict[str, list]:
    """What the list does otherwise than the principles say, by principle."""
    former = Programme.public.of_year(year - 1)
    titles = former.projects.values_list("number", "title") if former else []
    last = [ProjectText(number=number, title=title) for number, title in titles]
    found: dict[str, list] = {}
    for each in findings(whole, last):
        found.setdefault(each.principle, []).append(each)
    return found


class UnitBoxes(forms.Form):
    """A unit that the list names, with what is proposed for it."""

    name = Line(label="单位名称", max_length=60)
    short_name = Line(label="简称", max_length=20)
    slug = forms.SlugField(label="网址标识", max_length=40)
    phone = Line(label="办公电话", max_length=30, required=False)
    left = forms.BooleanField(label="暂不登记", required=False)


class UnitsForm(Rows):
    """A row for every unit that the list names and nobody has registered."""

    def __init__(self, names: list[str], data=None):
        taken = set(LeadUnit.objects.values_list("slug", flat=True))
        rows = []
        for at, name in enumerate(names):
            slug = slug_for(name, taken)
            taken.add(slug)
            start = {"name": name, "short_name": name[:20], "slug": slug}
            rows.append(UnitBoxes(data, prefix=f"u{at}", initial=start))
        super().__init__(rows)

    def units(self, since) -> list[LeadUnit]:
        given = [dict(row.cleaned_data) for row in self.rows]
        return [LeadUnit(since=since, **each) for each in given if not each.pop("left")]


class UnitsPage(OfDrafting):
    """单位: those that the list names, registered at once."""

    template_name = "admin/drafting/units.html"

    def fetch_more(self):
        if not self.request.user.has_perm("projects.add_leadunit"):
            raise Http404
        self.whole = whole_of(self.drafting, list(self.drafting.passages.current()))

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        return UnitsForm(unknown_units(self.whole), data)

    def act(self, form):
        since = today().replace(year=self.drafting.year, month=1, day=1)
        units = form.units(since)
        if not units:
            raise Refused("没有要登记的单位。")
        try:
            return register(units=units, by=self.request.user, at=now())
        except forms.ValidationError as wrong:
            raise Refused("；".join(wrong.messages)) from wrong

    def said(self, rows):
        return f"登记了{len(rows)}个单位。"

    def onward(self, rows):
        return reverse("admin:drafting_issue", args=[self.drafting.pk])

    def context(self):
        known = {folded(unit.name) for unit in LeadUnit.objects.all()}
        named = named_units(self.whole)
        return {
            "title": f"{self.drafting}里的单位",
            "drafting": self.drafting,
            "leaderless": sum(not project.lead for project in self.whole.projects),
            "standing": [name for name in named if folded(name) in known],
        }


class PreviewPage(OfDrafting):
    """A public page as it would be: issued, shown, and taken back in one transaction."""

    http_method_names = ["get", "head"]

    def fetch_more(self, what):
        year = self.drafting.year
        paths = {"list": f"/{year}/", "text": f"/{year}/explanation/"}
        if what not in paths and not (what.isascii() and what.isdigit()):
            raise Http404
        self.path = paths.get(what, f"/{year}/{what}/")

    def get(self, request, *args, **kwargs):
        if not self.drafting.open:
            raise Http404
        try:
            return HttpResponse(shown_once(request, self.drafting, self.path))
        except Refused as refused:
            return HttpResponse(self.as_refused(str(refused)), status=400, content_type="text/html")

    def as_refused(self, why: str) -> str:
        context = {"title": "预览", "drafting": self.drafting, "lacks": why.splitlines()}
        context = self.get_context_data(form=forms.Form(), **context)
        return render_to_string("admin/drafting/no_preview.html", context, self.request)


def shown_once(request, drafting: Drafting, path: str) -> str:
    """The page at a public address, were the list issued now; nothing of it is kept."""
    asked = issuing.waiting(drafting)
    rows = list(drafting.passages.current())
    whole = issuing.as_issued(asked) if asked else whole_of(
        drafting,
        rows,
        document_number=drafting.document_number or "（文号待定）",
        sections=(("文件全文", text_of(rows)),),
    )  # fmt: skip
    with transaction.atomic():
        try:
            if drafting.extends:
                add_for_now(drafting, whole, asked)
            else:
                issue(whole=whole, by=None, at=now(), leads=not drafting.adopted)
            page = as_public(request, path)
        finally:
            transaction.set_rollback(True)
    styled = f'<link rel="stylesheet" href="{static("admin_portal/preview.css")}"></head>'
    page = page.replace("</head>", styled, 1)
    return page.replace("<main", f"{PREVIEW}<main", 1)


def add_for_now(drafting: Drafting, whole: WholeList, asked: Issue | None) -> None:
    unknown = Approval("（待定）", "（待定）", "（文号待定）", month_of(today()), "（待定）")
    approval = issuing.approval_of(asked) if asked else unknown
    add_projects(programme=drafting.extends, whole=whole, approval=approval, by=None, at=now())


def as_public(request, path: str) -> str:
    """What the public would be answered there."""
    try:
        match = resolve(path)
    except Resolver404 as missing:
        raise Http404 from missing
    asked: HttpRequest = copy(request)
    asked.path = asked.path_info = path
    asked.method, asked.GET, asked.POST = "GET", QueryDict(), QueryDict()
    asked.user, asked.resolver_match = AnonymousUser(), match
    answer = match.func(asked, *match.args, **match.kwargs)
    if hasattr(answer, "render"):
        answer.render()
    return answer.content.decode()
