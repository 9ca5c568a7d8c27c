"""提意见: the form under an item of the version, and the receipt that follows."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from projects import clock
from projects.drafting.actions.opinions import Word, leave
from projects.drafting.models import Opinion
from projects.drafting.models.consultation import LONGEST_OPINION
from projects.drafting.public.consultation import consultation_or_404, takes
from projects.drafting.public.making import programme_of
from projects.errors import Refused
from projects.pages.quota import TooMany, admit
from projects.pages.strangers import CleanField, StrangersForm, foreign, private, token_for
from projects.values.network import address_of

SALT = "opinion form"


class OpinionForm(StrangersForm):
    salt = SALT
    item = forms.TypedChoiceField(
        label="对哪一项",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "没有这一项，请从列表里重新选。"},
    )
    quote = CleanField(
        label="针对的原文（可不填）",
        max_length=300,
        required=False,
        help_text="照抄上面那一项里的字。",
    )
    text = CleanField(
        label="意见",
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"最多{LONGEST_OPINION}字。请不要写身份证号、病情等个人隐私。",
        error_messages={
            "required": "请写下意见。",
            "max_length": "意见最多%(limit_value)d字，现有%(show_value)d字。",
        },
    )
    field_order = ("item", "quote", "text")

    def __init__(self, *args, consultation, **kw):
        super().__init__(*args, key=consultation.pk, **kw)
        self.rows = [row for row in consultation.draft.passages() if row.is_project]
        choices = [(row.key, row.content.name) for row in self.rows]
        self.fields["item"].choices = [("", "整个清单"), *choices]

    @property
    def about(self):
        """The item that it is about, as far as it is known."""
        asked = str(self["item"].value() or "")
        return next((row for row in self.rows if str(row.key) == asked), None)

    def word(self) -> Word:
        given = self.cleaned_data
        return Word(given["text"], given["item"], given["quote"])


@csrf_exempt  # docs/adr/0004-feedback.md: a signed token instead of a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request, year, number):
    consultation = consultation_or_404(year, number)
    if not takes(consultation):
        raise Http404("这次征求意见已经截止，不再收意见。")
    if request.method != "POST":
        start = {
            "item": request.GET.get("item", "")[:20],
            "token": token_for(consultation.pk, SALT),
        }
        return form_page(
            request, consultation, OpinionForm(consultation=consultation, initial=start)
        )
    if foreign(request):
        return render(request, "csrf.html", status=403)
    form = OpinionForm(request.POST, consultation=consultation)
    if not form.is_valid():
        return form_page(request, consultation, form.again(), status=400)
    try:
        code = sent(consultation, form, address_of(request))
    except Refused as refused:
        status = 429 if isinstance(refused, TooMany) else 400
        again = form.again()
        return form_page(request, consultation, again, status=status, refused=str(refused))
    return HttpResponseRedirect(reverse("making-receipt", args=[code]), status=303)


def blank(request, consultation) -> OpinionForm:
    item, token = request.GET.get("item", "")[:20], token_for(consultation.pk, SALT)
    return OpinionForm(consultation=consultation, initial={"item": item, "token": token})


def sent(consultation, form: OpinionForm, address: str) -> str:
    """Store the opinion once, however often the form is sent; its tracking code."""
    if not Opinion.objects.filter(code=form.code).exists():
        admit(address)
        given = form.cleaned_data
        leave(
            consultation=consultation,
            code=form.code,
            word=form.word(),
            name=given["name"],
            phone=given["phone"],
            at=clock.now(),
        )
    return form.code


def form_page(request, consultation, form, *, status=200, refused=""):
    context = {
        "consultation": consultation,
        "year": consultation.drafting.year,
        "programme": programme_of(consultation.drafting),
        "form": form,
        "refused": refused,
        "kept": settings.FEEDBACK_KEEP_ADDRESS_DAYS,
        "here": "提意见",
    }
    return private(render(request, "public/making/opinion.html", context, status=status))


@never_cache
@require_safe
def receipt(request, code):
    """What became of an opinion, to whoever has its code."""
    rows = Opinion.objects.select_related("consultation__drafting", "consultation__draft")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404("没有这个查询码，请核对回执上的网址。")
    drafting = found.consultation.drafting
    context = {
        "opinion": found,
        "ruling": found.ruling,
        "year": drafting.year,
        "programme": programme_of(drafting),
        "here": "意见回执",
    }
    response = private(render(request, "public/making/opinion_receipt.html", context))
    response["X-Robots-Tag"] = "noindex"
    return response
