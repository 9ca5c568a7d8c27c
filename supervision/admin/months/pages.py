"""The office's acts on a month: open it, look at it, put it off, take it back, close it (定稿)."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from projects.clock import now
from projects.errors import Refused
from projects.models import Programme
from projects.values.days import Day
from supervision.actions import opening
from supervision.actions.periods import close_month
from supervision.admin.pages import found, page
from supervision.desk.month import month
from supervision.models import cards_of

PER_PAGE = 100


class OpenForm(forms.Form):
    programme = forms.ModelChoiceField(
        Programme.everything.exclude(state=Programme.State.ARCHIVED), label="年度清单"
    )
    month = forms.CharField(label="月份", max_length=7)
    covers_from = forms.CharField(
        label="自哪个月起",
        max_length=7,
        required=False,
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

    def clean(self):
        """A first month in mid-year says outright what becomes of the months before it."""
        cleaned = super().clean()
        programme, month = cleaned.get("programme"), cleaned.get("month") or ""
        first = programme and not programme.periods.exists()
        if first and month > f"{programme.year}-01" and not cleaned.get("covers_from"):
            self.add_error(
                "covers_from",
                f"这是首个月份，又不是1月：以前各月一并补报的，填最早的月份；"
                f"没有布置过、不补报的，填{month}，以前各月按“不知道”处理，不算没有开展。",
            )
        return cleaned


def open_page(model_admin, request):
    if not model_admin.has_view_permission(request):
        raise Http404
    form = OpenForm(request.POST or None, initial=opening.next_month(now()))
    proposed = None
    if request.method == "POST" and form.is_valid():
        try:
            if "open" in request.POST:
                period = opening.open_period(**form.cleaned_data, by=request.user, at=now())
                messages.success(request, f"已启动{period}。")
                return to_month(period.pk)
            proposed = opening.proposal(**form.cleaned_data, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"title": "启动新一月调度", "form": form, "proposed": proposed}
    return page(model_admin, request, "months/period_open.html", context, status=status_of(form))


def take_back_page(model_admin, request, pk):
    period = found(model_admin, request, str(pk))
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opening.take_back(period=period, by=request.user, at=now())
            messages.success(request, f"已撤回{period}。")
            return HttpResponseRedirect(reverse("admin:supervision_period_changelist"))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "title": f"撤回：{period}",
        "period": period,
        "form": form,
        "lead": "启动错了的月份，没有人填报过才可以撤回；撤回后可以重新启动。",
        "button": "撤回本月调度",
    }
    return page(model_admin, request, "months/period_act.html", context, status=status_of(form))


class DueForm(forms.Form):
    due = Day(label="新的报送截止", help_text="工作日，当天24时前报送都算按时。")
    reason = forms.CharField(
        label="原因", max_length=100, help_text="各单位都会看到，如“大雪停工”。"
    )


def due_page(model_admin, request, pk):
    period = found(model_admin, request, str(pk))
    form = DueForm(request.POST or None, initial={"due": period.due.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            opening.move_due(period=period, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "报送截止已经调整，各单位的填报页上写明了原因。")
            return to_month(pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "title": f"调整报送截止：{period}",
        "period": period,
        "form": form,
        "lead": f"现在的报送截止是{period.due:%Y-%m-%d}。",
        "button": "调整报送截止",
    }
    return page(model_admin, request, "months/period_act.html", context, status=status_of(form))


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
