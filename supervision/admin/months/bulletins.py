"""通报文字: the office writes a closed month's bulletin, sees it filled, takes it as Word."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from projects.actions.exports import record_export
from projects.clock import now
from projects.errors import Refused, Stale
from projects.spreadsheets.answers import attachment
from projects.values.text import clean
from supervision.actions.bulletins import save_text
from supervision.admin.pages import found, page
from supervision.documents.bulletin import as_word, file_name, plain_name
from supervision.documents.word import MIME
from supervision.models import BulletinText, Period
from supervision.published.bulletin import bulletin
from supervision.published.bulletin_issue import Issue, issue_of
from supervision.published.bulletin_values import ABOUT, month, project_values, values_of
from supervision.published.bulletin_words import (
    FIRST,
    HEADINGS,
    SECTIONS,
    filled,
    first_wording,
    written,
)
from supervision.published.placeholders import formal, typed_figures

MOST_LISTED = 50
ROWS = {"overall": 5, "ahead": 4, "behind": 6, "discipline": 4, "next_steps": 5}


class TextForm(forms.Form):
    """The sections, and a tick for every figure typed by hand."""

    def __init__(self, texts: dict[str, str], checked: list[str], data=None):
        super().__init__(data, initial={**texts, "vouched": checked})
        for key in SECTIONS:
            area = forms.Textarea(attrs={"rows": ROWS[key]})
            self.fields[key] = forms.CharField(label=HEADINGS[key], required=False, widget=area)
        given = data.getlist("vouched") if data is not None else checked
        written = [formal(clean(data.get(key, "") if data else texts[key])) for key in SECTIONS]
        figures = {figure for text in written for figure in typed_figures(text)}
        if figures:
            self.fields["vouched"] = forms.MultipleChoiceField(
                label="手写数字，逐个核对后勾选",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(each, f"{each}　已核对") for each in sorted(figures | {*given})],
                help_text="系统里有的数字请改用占位符；文字里的日期、文号、项目序号不用核对。",
            )

    def sections(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in SECTIONS}


def text_page(model_admin, request, pk):
    """The text with its placeholders and the filled text; read only once published."""
    period = closed_or_404(model_admin, request, pk)
    issue, text = issue_of(period), BulletinText.objects.filter(period=period).first()
    texts = written(text) if text else first_wording(values_of(issue, FIRST.values()))
    posted = request.POST if request.method == "POST" and not period.published_at else None
    form = TextForm(texts, text.checked if text else [], posted)
    stale = False
    if posted is not None and form.is_valid():
        try:
            if "save" in posted:
                return saved(form, period, request)
        except Refused as refused:
            form.add_error(None, str(refused).splitlines())
            stale = isinstance(refused, Stale)
    context = {
        "title": f"通报文字：{period}",
        "period": period,
        "text": text,
        "form": form,
        "other": [(HEADINGS[key], texts[key]) for key in SECTIONS] if stale else None,
        **beside(issue, form.sections() if form.is_bound and form.cleaned_data else texts),
    }
    status = 409 if stale else 400 if form.errors else 200
    return page(model_admin, request, "months/bulletin_text.html", context, status=status)


def beside(issue: Issue, texts: dict[str, str]) -> dict:
    """What stands around the form: the filled text, and the placeholders with their values."""
    values = values_of(issue, [], MOST_LISTED)
    lines = issue.lines(list(issue.shown.values())[:MOST_LISTED])
    return {
        "sections": filled({key: formal(clean(text)) for key, text in texts.items()}, issue),
        "placeholders": [(name, values[name], each[0]) for name, each in month(issue).items()],
        "projects": [(each.project, project_values(each, issue.judged)) for each in lines],
        "attributes": ABOUT.items(),
    }


def saved(form: TextForm, period: Period, request):
    save_text(
        period=period,
        sections=form.sections(),
        vouched=form.cleaned_data.get("vouched", []),
        version=whole(request.POST.get("version", "")),
        by=request.user,
        at=now(),
    )
    messages.success(request, "通报文字已保存，随本月公开发布。")
    return to_text(period)


def whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def word_page(model_admin, request, pk):
    """The bulletin as Word; before publication it says that it is not public."""
    made = bulletin(closed_or_404(model_admin, request, pk))
    name, content = file_name(made), as_word(made)
    record_export(what=name, by=request.user, at=now())
    return attachment(content, MIME, name, plain_name(made))


def closed_or_404(model_admin, request, pk) -> Period:
    period = found(model_admin, request, str(pk))
    if not period.closed_at:
        raise Http404
    return Period.everything.select_related("programme").get(pk=period.pk)


def to_text(period: Period):
    return HttpResponseRedirect(reverse("admin:supervision_period_bulletin", args=[period.pk]))
