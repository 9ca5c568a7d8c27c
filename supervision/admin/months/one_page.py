"""一页纸 on screen, in print and as Word, with what the office puts to the 党工委."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.actions.exports import record_export
from projects.clock import now
from projects.errors import Refused
from projects.spreadsheets.answers import attachment
from supervision.actions.bulletins import save_matters
from supervision.admin.months.bulletins import whole
from supervision.admin.office.frame import office_page, page, programme_of
from supervision.briefing.one_page import one_page, period_for
from supervision.briefing.paper import WIDTHS, as_word, values_of
from supervision.documents.word import MIME
from supervision.models import Matters


class MattersForm(forms.Form):
    text = forms.CharField(
        label="提请党工委研究的事项",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个事项，最多6个，每个最多100字；排不下的印成“另有几项”。",
    )


@office_page
def onepage(request):
    period = period_for(programme_of(request), now())
    kept = period and Matters.objects.filter(period=period).first()
    posted = request.POST if request.method == "POST" and period else None
    form = MattersForm(posted, initial={"text": kept.text if kept else ""})
    if posted is not None and form.is_valid() and saved(request, form, period):
        return HttpResponseRedirect(reverse("admin:office_onepage"))
    found, refused = None, ""
    try:
        found = period and values_of(one_page(period, now()))
    except Refused as error:
        refused = str(error)
    context = {
        "title": "一页纸",
        "period": period,
        "kept": kept,
        "form": form,
        "paper": found,
        "headers": WIDTHS,
        "refused": refused,
    }
    return page(request, "months/onepage.html", context, status=400 if form.errors else 200)


def saved(request, form: MattersForm, period) -> bool:
    version = whole(request.POST.get("version", ""))
    given = {"text": form.cleaned_data["text"], "version": version}
    try:
        save_matters(period=period, **given, by=request.user, at=now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, "提请事项已保存。")
    return True


@require_safe
@office_page
def onepage_word(request):
    programme = programme_of(request)
    period = period_for(programme, now())
    try:
        found = period and one_page(period, now())
    except Refused as error:
        raise Http404 from error
    if not found:
        raise Http404
    marks = ("" if period.closed_at else "（未定稿）") + programme.demonstration_mark
    name = f"一页纸_{found.title}{marks}.docx"
    content = as_word(found)
    record_export(what=name, by=request.user, at=now())
    return attachment(content, MIME, name, f"one-page-{period.month}")
