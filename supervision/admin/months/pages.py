"""The office's acts on a month: open it, look at it, close it (定稿)."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from projects.clock import now, today
from projects.errors import Refused
from projects.models import Programme
from projects.models.fields import validate_month
from projects.values.days import Day
from projects.values.months import month_of, shift
from supervision import scope
from supervision.actions.periods import close_month, open_period
from supervision.admin.pages import found, page
from supervision.desk.month import month
from supervision.models import Period, cards_of

PER_PAGE = 100


class OpenForm(forms.Form):
    programme = forms.ModelChoiceField(
        Programme.everything.exclude(state=Programme.State.ARCHIVED), label="年度清单"
    )
    month = forms.CharField(label="月份", max_length=7, validators=[validate_month])
    covers_from = forms.CharField(
        label="自哪个月起",
        max_length=7,
        required=False,
        validators=[validate_month],
        help_text="通常留空；首期要补报前几个月时填最早的月份，如 2023-01。",
    )
    due = Day(
        label="报送截止",
        required=False,
        help_text="留空为次月5日，遇节假日顺延。当天24时前报送都算按时。",
    )
    next_update = Day(
        label="下次更新", required=False, help_text="公众在页面上看到的日期，可以留空。"
    )


def office(request) -> None:
    if not scope.supervises(request.user):
        raise Http404


def open_page(model_admin, request):
    office(request)
    form = OpenForm(request.POST or None, initial=next_month())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not given["covers_from"] or given["covers_from"] <= given["month"]:
            if period := done(form, request, open_period, **given):
                messages.success(request, f"已启动{period}。")
                return to_month(period.pk)
        else:
            form.add_error("covers_from", "要早于或等于“月份”。")
    context = {"title": "启动新一月调度", "form": form}
    return page(model_admin, request, "months/period_open.html", context, status=status_of(form))


def next_month() -> dict:
    last = Period.everything.order_by("-month").select_related("programme").first()
    if last:
        return {"programme": last.programme, "month": shift(last.month, 1)}
    return {"programme": Programme.everything.latest_year(), "month": month_of(today())}


def done(form, request, action, **given):
    """The action's result; a refusal becomes the form's own error."""
    try:
        return action(**given, by=request.user, at=now())
    except Refused as refused:
        form.add_error(None, str(refused))


def status_of(form) -> int:
    return 400 if form.errors else 200


def to_month(pk: int):
    return HttpResponseRedirect(reverse("admin:supervision_period_change", args=[pk]))


def month_page(model_admin, request, object_id):
    period = found(model_admin, request, object_id)
    context = {
        "title": str(period),
        "period": period,
        "overview": None if period.closed_at else month(period, request.GET, now()),
        "cards": paged(request, cards_of(period).defer("facts", "verdict")),
        "releases": period.releases.select_related("project").order_by("project__number"),
    }
    return page(model_admin, request, "months/period.html", context)


def close_page(model_admin, request, pk):
    period = found(model_admin, request, str(pk))
    form = forms.Form(request.POST if request.method == "POST" else None)
    if period.closed_at:
        return to_month(pk)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, request, close_month, period=period)
    ):
        messages.success(request, f"{period}已定稿，尚未公开。")
        return to_month(pk)
    context = {
        "title": f"定稿：{period}",
        "period": period,
        "form": form,
        "overview": month(period, request.GET, now()),
    }
    return page(model_admin, request, "months/period_close.html", context, status=status_of(form))


def paged(request, rows):
    """A page of rows; an odd page number is the nearest there is."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
