"""一页纸 on screen, in print and as Word, with what the office puts to the 党工委."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.actions.exports import record_export
from projects.admin.acts import ActPage
from projects.admin.fields import Key, Lines
from projects.clock import now
from projects.errors import Refused
from projects.papers.word import MIME
from projects.spreadsheets.answers import attachment
from supervision.actions.bulletins import save_matters
from supervision.admin.office.frame import programme_of
from supervision.briefing.one_page import one_page, period_for
from supervision.briefing.paper import WIDTHS, as_word, values_of
from supervision.models import Matters


class MattersForm(forms.Form):
    version = Key()
    text = Lines(
        label="提请党工委研究的事项",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个事项，最多6个，每个最多100字；排不下的印成“另有几项”。",
    )

    def clean_version(self):
        return self.cleaned_data["version"] or 0


class OnePage(ActPage):
    template_name = "admin/months/onepage.html"
    form_class, action, done = MattersForm, save_matters, "提请事项已保存。"

    def fetch(self):
        self.period = period_for(programme_of(self.request), now())
        self.kept = self.period and Matters.objects.filter(period=self.period).first()
        if self.request.method == "POST" and not self.period:
            raise Http404

    def get_initial(self):
        return {"text": self.kept.text if self.kept else ""}

    def arguments(self):
        return {"period": self.period}

    def onward(self, result):
        return reverse("admin:office_onepage")

    def context(self):
        found, refused = None, ""
        try:
            found = self.period and values_of(one_page(self.period, now()))
        except Refused as error:
            refused = str(error)
        return {
            "title": "一页纸",
            "period": self.period,
            "kept": self.kept,
            "paper": found,
            "headers": WIDTHS,
            "refused": refused,
        }


@require_safe
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
