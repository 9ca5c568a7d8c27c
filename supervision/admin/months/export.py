"""The office's page for taking the status spreadsheet out of the portal."""

from django import forms

from projects.actions.exports import record_export
from projects.clock import now
from projects.models import Project
from projects.spreadsheets.answers import attachment
from projects.values.months import in_words
from supervision.admin.pages import page
from supervision.models import Card, Period
from supervision.status_sheet.files import KINDS, filename
from supervision.status_sheet.status import Wanted, status_sheet

EVERYTHING = ("", "全部")
NO_FILTER = "*"


class StatusForm(forms.Form):
    period = forms.ModelChoiceField(
        Period.everything.none(),
        label="年份和月份",
        empty_label=None,
        help_text="只列已定稿的月份。",
    )
    category = forms.ChoiceField(label="类别", required=False, choices=[])
    unit = forms.ChoiceField(label="牵头单位", required=False, choices=[])
    card = forms.ChoiceField(
        label="亮牌", required=False, choices=[(NO_FILTER, "全部"), *Card.Colour.choices]
    )
    edition = forms.ChoiceField(
        label="版本",
        choices=[("internal", "内部版（全部各列）"), ("public", "公开版（与网站公开的相同）")],
    )
    format = forms.ChoiceField(
        label="格式", choices=[(kind.ending, kind.words) for kind in KINDS.values()]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        periods = Period.everything.filter(closed_at__isnull=False).select_related("programme")
        field = self.fields["period"]
        field.queryset = periods.order_by("-programme__year", "-month")
        field.label_from_instance = period_words
        self.fields["category"].choices = [EVERYTHING, *Project.every_category()]
        names = Card.everything.exclude(unit_name="").order_by("unit_name")
        units = names.values_list("unit_name", flat=True).distinct()
        self.fields["unit"].choices = [EVERYTHING, *((name, name) for name in units)]

    def clean(self):
        cleaned = super().clean()
        period = cleaned.get("period")
        if period and cleaned.get("edition") == "public" and not period.published_at:
            self.add_error("edition", f"{in_words(period.month)}还没有公开发布，只能导出内部版。")
        return cleaned

    def wanted(self) -> Wanted:
        asked = self.cleaned_data
        colour = None if asked["card"] == NO_FILTER else asked["card"]
        return Wanted(asked["category"], asked["unit"], colour)


def period_words(period: Period) -> str:
    return f"{period.programme.year}年清单　{in_words(period.month)}（{period.stage}）"


def export_status(model_admin, request):
    """The form, or with `format` in the address the file that it asks for."""
    form = StatusForm(request.GET if "format" in request.GET else None, initial={"card": NO_FILTER})
    if form.is_valid():
        public = form.cleaned_data["edition"] == "public"
        sheet = status_sheet(form.cleaned_data["period"], public=public, wanted=form.wanted())
        if sheet.rows:
            kind = KINDS[form.cleaned_data["format"]]
            name, content = filename(sheet, kind.ending), kind.make(sheet)
            record_export(what=name, by=request.user, at=now())
            return attachment(content, kind.content_type, name, f"status-{sheet.period.month}")
        form.add_error(None, "没有符合条件的项目，请放宽条件。")
    context = {"title": "导出推进情况表", "form": form}
    status = 400 if form.is_bound else 200
    return page(model_admin, request, "months/export_status.html", context, status=status)
