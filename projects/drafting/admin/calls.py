"""征集: sent out, extended and closed early by the office, with who has not answered."""

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from projects.admin.acts import ButtonsPage
from projects.admin.fields import Key, Line, Words
from projects.clock import now, today
from projects.drafting.actions import calls
from projects.drafting.admin.of_drafting import OfDrafting
from projects.drafting.calling import deputies_key, silent_units
from projects.drafting.models import Call
from projects.drafting.papers.call import notice_of
from projects.pages import addresses
from projects.papers.word import MIME, word
from projects.spreadsheets.answers import attachment
from projects.values.days import Day

NOTICE = """为做好{year}年民生实事项目编制工作，现面向{audience}征集项目建议。
一、征集范围。与群众生产生活密切相关、当年能够办成、受益面广的事项。
二、征集要求。一件事一条建议，写明项目名称和内容；有条件的写明理由、实施主体、投资和资金来源、可行性。
三、结果反馈。每条建议都会有去向和理由，可以凭查询码查看。"""


class CallForm(forms.Form):
    audience = forms.ChoiceField(label="向谁征集", choices=Call.Audience)
    opens = Day(label="开始日期")
    closes = Day(label="截止日期", help_text="到这一天24时自动截止。")
    document = Line(label="通知文号", max_length=50, required=False)
    asked = Line(label="征集什么", max_length=300)
    notice = Words(label="通知正文", max_length=5000, rows=8, help_text="会公开。")


class ExtendForm(forms.Form):
    call = Key()
    closes = Day(label="延长到")
    reason = Line(label="延期原因", max_length=300, help_text="会公开。")


class CloseForm(forms.Form):
    call = Key()
    closes = Day(label="提前到", help_text="最早是今天；到这一天24时截止。")
    reason = Line(label="提前截止的原因", max_length=300, help_text="会公开。")


class RenewForm(forms.Form):
    call = Key()
    reason = Line(
        label="换网址的原因",
        max_length=300,
        help_text="原来的网址马上失效，要把新网址重新发给代表委员。",
    )


# What may be done with a call that was sent, by the button's name.
OF_CALL = {"extend": ExtendForm, "close": CloseForm, "renew": RenewForm}


class CallsPage(OfDrafting, ButtonsPage):
    template_name = "admin/drafting/calls.html"
    usual = "send"
    buttons = {
        "send": (CallForm, calls.call, "{}，已发出。"),
        "extend": (ExtendForm, None, "{}。"),
        "close": (CloseForm, None, "{}。"),
        "renew": (RenewForm, None, "{}，原来的网址已经失效。"),
    }

    def get_initial(self):
        used = set(self.drafting.calls.values_list("audience", flat=True))
        left = [choice for choice in Call.Audience if choice not in used]
        audience = left[0] if left else Call.Audience.UNITS
        year = self.drafting.year
        return {
            "audience": audience,
            "opens": today(),
            "asked": f"{year}年民生实事项目建议",
            "notice": NOTICE.format(year=year, audience="各单位、群众和代表委员"),
        }

    def act(self, form):
        acts = {"extend": calls.extend, "close": calls.close, "renew": calls.renew}
        if self.pressed not in acts:
            return super().act(form)
        given = dict(form.cleaned_data)
        call = self.drafting.calls.filter(pk=given.pop("call") or 0).first()
        if call is None:
            raise Http404
        return acts[self.pressed](call=call, **given, by=self.request.user, at=now())

    def onward(self, result):
        return reverse("admin:drafting_calls", args=[self.drafting.pk])

    def context(self):
        rows = self.drafting.calls.with_end().prefetch_related(
            "extensions__recorded_by", "renewals__recorded_by"
        )
        return {
            "title": f"{self.drafting}征集",
            "drafting": self.drafting,
            "calls": [self.line(call) for call in rows],
            "all_sent": len(rows) == len(Call.Audience),
        }

    def line(self, call: Call) -> dict:
        to_units = call.audience == Call.Audience.UNITS
        return {
            "call": call,
            "count": call.proposals.count(),
            "none": call.answers_of_none.select_related("unit"),
            "silent": silent_units(call, today()) if to_units else None,
            "open": call.opens <= today() <= call.last_day,
            "over": call.last_day <= today(),
            "address": form_of(self.request, call),
            **{
                name: kind(initial={"call": call.pk}, auto_id=ids_of(call, name))
                for name, kind in OF_CALL.items()
            },
        }

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        own = next((name for name, kind in OF_CALL.items() if isinstance(form, kind)), "")
        context = super().get_context_data(form=form, **kw)
        for line in context["calls"] if own else []:
            if form.data.get("call") == str(line["call"].pk):
                form.auto_id = line[own].auto_id
                line[own] = form
        send = CallForm(initial=self.get_initial()) if own else form
        return context | {"send_form": send}


def ids_of(call: Call, act: str) -> str:
    """Each call has boxes of the same names on the one page."""
    return f"id_{call.pk}_{act}_%s"


def form_of(request, call: Call) -> str:
    """The public address of the call's form; "" for units, who have theirs on their desk."""
    base, year = addresses.base(request), call.drafting.year
    if call.audience == Call.Audience.RESIDENTS:
        return base + reverse("propose", args=[year])
    if call.audience == Call.Audience.DEPUTIES:
        return base + reverse("propose-as-deputy", args=[year, deputies_key(call)])
    return ""


def call_notice(model_admin, request, pk, call) -> HttpResponse:
    """征集通知."""
    drafting = model_admin.found(request, pk)
    row = drafting.calls.filter(pk=call).first()
    if row is None:
        raise Http404
    values = notice_of(row, form_of(request, row))
    title = values["标题"]
    return attachment(word("征集通知", title, values), MIME, f"{title}.docx", "call")
