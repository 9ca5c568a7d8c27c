"""通报文字: the office writes a closed month's bulletin, sees it filled, takes it as Word."""

from django import forms
from django.http import Http404

from projects.actions.exports import record_export
from projects.admin.acts import ActPage
from projects.admin.fields import Key, Lines
from projects.clock import now
from projects.papers.word import MIME
from projects.spreadsheets.answers import attachment
from projects.values.text import clean
from supervision.actions.bulletins import asked_of, save_text
from supervision.documents.bulletin import as_word, file_name, plain_name
from supervision.models import BulletinText, Period
from supervision.published.bulletin import bulletin
from supervision.published.bulletin_issue import Issue, issue_of
from supervision.published.bulletin_values import month, values_of
from supervision.published.bulletin_words import (
    FIRST,
    HEADINGS,
    SECTIONS,
    filled,
    first_wording,
    written,
)
from supervision.published.line import ABOUT, project_values
from supervision.published.placeholders import formal

MOST_LISTED = 50
ROWS = {"overall": 5, "ahead": 4, "behind": 6, "discipline": 4, "next_steps": 5}


class TextForm(forms.Form):
    """The sections, and a tick for all that is asked about."""

    version = Key()

    def __init__(self, data=None, *, texts: dict[str, str], checked: list[str], issue: Issue):
        super().__init__(data, initial={**texts, "vouched": checked})
        for key in SECTIONS:
            area = forms.Textarea(attrs={"rows": ROWS[key]})
            self.fields[key] = Lines(label=HEADINGS[key], required=False, widget=area)
        given = data.getlist("vouched") if data is not None else checked
        written = [formal(clean(data.get(key, "") if data else texts[key])) for key in SECTIONS]
        if asked := asked_of(written, issue):
            self.fields["vouched"] = forms.MultipleChoiceField(
                label="手写的数字和说法，逐个核对后勾选",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(each, f"{each}　已核对") for each in sorted(asked | {*given})],
                help_text="系统里有的数字请改用占位符；文字里的日期、文号、项目序号不用核对。",
            )

    def sections(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in SECTIONS}


class TextPage(ActPage):
    """The text with its placeholders and the filled text; read only once published."""

    template_name = "admin/months/bulletin_text.html"
    done = "通报文字已保存，随本月公开发布。"

    def fetch(self, pk):
        self.period = closed_or_404(self.model_admin, self.request, pk)
        self.text = BulletinText.objects.filter(period=self.period).first()
        self.issue = issue_of(self.period)
        first = None if self.text else values_of(self.issue, FIRST.values())
        self.texts = written(self.text) if self.text else first_wording(first)

    def get_form(self, form_class=None):
        data = self.request.POST if self.request.method == "POST" else None
        checked = self.text.checked if self.text else []
        return TextForm(data, texts=self.texts, checked=checked, issue=self.issue)

    def act(self, form):
        if "save" not in self.request.POST:
            return self.shown_again(form)
        return save_text(
            period=self.period,
            sections=form.sections(),
            vouched=form.cleaned_data.get("vouched", []),
            version=form.cleaned_data["version"] or 0,
            by=self.request.user,
            at=now(),
        )

    def get_context_data(self, form=None, **kw):
        form = form or self.get_form()
        typed = form.is_bound and form.cleaned_data and not self.period.published_at
        beside_it = beside(self.issue, form.sections() if typed else self.texts)
        return super().get_context_data(form=form, **kw) | beside_it

    def context(self):
        other = [(HEADINGS[key], self.texts[key]) for key in SECTIONS]
        return {
            "title": f"通报文字：{self.period}",
            "period": self.period,
            "text": self.text,
            "other": other if self.stale else None,
        }


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


def word_page(model_admin, request, pk):
    """The bulletin as Word; before publication it says that it is not public."""
    made = bulletin(closed_or_404(model_admin, request, pk))
    name, content = file_name(made), as_word(made)
    record_export(what=name, by=request.user, at=now())
    return attachment(content, MIME, name, plain_name(made))


def closed_or_404(model_admin, request, pk) -> Period:
    period = model_admin.found(request, pk)
    if not period.closed_at:
        raise Http404
    return Period.everything.select_related("programme").get(pk=period.pk)
