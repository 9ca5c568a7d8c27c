"""征集建议: the form by which residents propose, the deputies' one, and the receipt that follows.

As safe as 留言 (docs/adr/0004-feedback.md): no account, no cookie, the same limits. Deputies have
an address that only they were sent, so that what comes by it counts as theirs (0041).
"""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from projects.clock import now, today
from projects.drafting.actions.proposals import leave
from projects.drafting.calling import deputies_key, was_deputies_key
from projects.drafting.models import Call, CandidateText, Drafting, Proposal
from projects.drafting.models.proposal import ANSWERS, NEEDED
from projects.drafting.public.making import drafting_or_404, programme_of
from projects.errors import Refused
from projects.pages.quota import TooMany, admit
from projects.pages.strangers import (
    LONGEST_CONTACT,
    CleanField,
    StrangersForm,
    foreign,
    private,
    token_for,
)
from projects.values.network import address_of

SALT = "proposal form"
HINTS = {
    "title": "一件事一条，如“在××小区增设充电桩”。",
    "content": "想办什么、办到什么程度。请不要写姓名、身份证号、病情等个人隐私。",
    "actor": "您认为该由谁来办，不知道可以不填。",
    "funds": "不知道可以不填。",
    "feasibility": "现在有没有条件办，不知道可以不填。",
}


def answer_box(name: str) -> CleanField:
    label, longest = ANSWERS[name]
    needed = name in NEEDED
    return CleanField(
        label=label if needed else f"{label}（可不填）",
        max_length=longest,
        required=needed,
        help_text=HINTS.get(name, ""),
        widget=forms.Textarea(attrs={"rows": 4}) if longest > 300 else forms.TextInput(),
        error_messages={
            "required": f"请写明{label}。",
            "max_length": f"{label}最多%(limit_value)d字，现有%(show_value)d字。",
        },
    )


class ProposalForm(StrangersForm):
    title = answer_box("title")
    content = answer_box("content")
    reason = answer_box("reason")
    actor = answer_box("actor")
    funds = answer_box("funds")
    feasibility = answer_box("feasibility")
    field_order = ("title", "content", "reason", "actor", "funds", "feasibility")
    salt = SALT

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ANSWERS}


class DeputyForm(ProposalForm):
    """Of a deputy the office needs to know who it is; nobody else does."""

    name = CleanField(
        label="姓名",
        max_length=LONGEST_CONTACT,
        help_text="只有办公室能看到，用来核对身份；办结一段时间后自动清除。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": "请写明姓名，办公室要核对。",
            "max_length": "姓名最多%(limit_value)d字。",
        },
    )


FORMS = {Call.Audience.RESIDENTS: ProposalForm, Call.Audience.DEPUTIES: DeputyForm}


def call_of(drafting: Drafting, key: str) -> Call:
    """The call to residents, or with its key the deputies', once it has begun; 404 before that."""
    rows = Call.objects.with_end().filter(drafting=drafting, opens__lte=today())
    audience = Call.Audience.DEPUTIES if key else Call.Audience.RESIDENTS
    call = rows.filter(audience=audience).select_related("drafting").first()
    if call and key and was_deputies_key(call, key):
        raise Http404("这个网址已经换过，不再有效。请向发给您网址的办公室要新的网址。")
    if call is None or (key and not constant_time_compare(key, deputies_key(call))):
        raise Http404("没有这样的征集，或还没有开始。")
    return call


@csrf_exempt  # docs/adr/0004-feedback.md: a signed token instead of a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, year, key=""):
    drafting = drafting_or_404(year)
    call = call_of(drafting, key)
    kind = FORMS[call.audience]
    if not drafting.open or today() > call.last_day:
        raise Http404("建议征集已经截止。结果在“收到的建议”里公布。")
    if request.method != "POST":
        form = kind(key=call.pk, initial={"token": token_for(call.pk, SALT)})
        return form_page(request, call, form)
    if foreign(request):
        return render(request, "csrf.html", status=403)
    form = kind(request.POST, key=call.pk)
    if not form.is_valid():
        return form_page(request, call, form.again(), status=400)
    try:
        sent(call, form, address_of(request))
    except Refused as refused:
        status = 429 if isinstance(refused, TooMany) else 409
        return form_page(request, call, form.again(), status=status, refused=str(refused))
    return HttpResponseRedirect(reverse("proposal", args=[year, form.code]), status=303)


def form_page(request, call: Call, form: ProposalForm, *, status=200, refused=""):
    context = {
        **surroundings(call.drafting, "提建议"),
        "call": call,
        "form": form,
        "refused": refused,
        "kept": settings.FEEDBACK_KEEP_ADDRESS_DAYS,
    }
    response = private(render(request, "public/making/propose.html", context, status=status))
    if call.audience == Call.Audience.DEPUTIES:
        response["X-Robots-Tag"] = "noindex"
    return response


def surroundings(drafting: Drafting, here: str) -> dict:
    return {"programme": programme_of(drafting), "year": drafting.year, "here": here}


def sent(call: Call, form: ProposalForm, address: str) -> None:
    """Store the proposal once, however often the form is sent."""
    if Proposal.objects.filter(code=form.code).exists():
        return
    admit(address)
    contact = {name: form.cleaned_data[name] for name in ("name", "phone")}
    leave(call=call, code=form.code, answers=form.answers, **contact, at=now())


@never_cache
@require_safe
def receipt(request, year, code):
    """What became of one proposal, for whoever has its code; never its text or its sender.

    It outlives a draft that was given up.
    """
    rows = Proposal.objects.filter(code=code, drafting__year=year)
    row = rows.select_related("drafting").first()
    if row is None:
        raise Http404("没有这个查询码，请核对回执上的网址。")
    drafting = row.drafting
    outcome = row.outcomes.order_by("pk").last()
    texts = CandidateText.objects.standing(drafting) if outcome else {}
    context = surroundings(drafting, "建议回执") | {
        "row": row,
        "outcome": outcome,
        "text": texts.get(outcome.candidate_id) if outcome else None,
    }
    response = private(render(request, "public/making/receipt.html", context))
    response["X-Robots-Tag"] = "noindex"
    return response
