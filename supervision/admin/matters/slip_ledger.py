"""督办台账: a year's slips with their days and their lateness, as a page, a sheet and Word."""

from django import forms
from django.http import Http404

from projects.actions.exports import record_export
from projects.clock import now, today
from projects.models import Programme
from projects.papers.word import MIME
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import MIME as XLSX
from supervision import scope
from supervision.admin.pages import page
from supervision.documents.slip import values_of
from supervision.documents.slip_ledger import as_word, ledger, workbook


class LedgerForm(forms.Form):
    programme = forms.ModelChoiceField(
        Programme.everything.order_by("-year"), label="年度清单", empty_label=None
    )
    month = forms.ChoiceField(label="签发月份", required=False)

    def __init__(self, *args, months=(), **kw):
        super().__init__(*args, **kw)
        self.fields["month"].choices = [("", "全年"), *((each, each) for each in months)]


def ledger_page(model_admin, request):
    """The form and the rows; with `as` in the address the file, or all papers to print."""
    if not scope.supervises(request.user):
        raise Http404
    asked = request.GET.get("programme", "")
    programmes = Programme.everything.order_by("-year")
    if asked.isdecimal() and len(asked) < 19:
        programmes = programmes.filter(pk=asked)
    programme = programmes.first()
    if programme is None and not asked:
        return page(model_admin, request, "office/no_list.html", {"title": "还没有清单"})
    if programme is None:
        raise Http404
    found = ledger(programme, today())
    months, month = found.months, request.GET.get("month", "")
    found = found.of(month) if month in months else found
    kind = request.GET.get("as", "")
    if kind in ("xlsx", "docx"):
        name = f"{found.title}{programme.demonstration_mark}.{kind}"
        content, mime = (workbook(found), XLSX) if kind == "xlsx" else (as_word(found), MIME)
        record_export(what=name, by=request.user, at=now())
        return attachment(content, mime, name, f"slips-{programme.year}.{kind}")
    form = LedgerForm(months=months, initial={"programme": programme.pk, "month": month})
    context = {"title": found.title, "form": form, "ledger": found, "programme": programme}
    if kind == "print":
        papers = [values_of(row.slip, today()) for row in found.rows]
        context = {"title": f"打印{found.title}：{len(papers)}张", "papers": papers}
        return page(model_admin, request, "matters/slips/print.html", context)
    return page(model_admin, request, "matters/slips/ledger.html", context)
