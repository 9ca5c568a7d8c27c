"""The office's acts on a month: open it, look at it, put it off, take it back, close it (定稿)."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse

from projects.admin.acts import ActPage
from projects.admin.fields import Line, Month
from projects.clock import now
from projects.models import Programme
from projects.values.days import Day
from supervision.actions import opening
from supervision.actions.periods import close_month
from supervision.admin.pages import page
from supervision.admin.reports.figures import handed_in
from supervision.calendar import guessed
from supervision.desk.month import month
from supervision.models import Evidence, Period, cards_of
from supervision.published.released import reading_of

PER_PAGE = 100


class OpenForm(forms.Form):
    programme = forms.ModelChoiceField(
        Programme.everything.exclude(state=Programme.State.ARCHIVED), label="年度清单"
    )
    month = Month(label="月份")
    covers_from = Month(
        label="自哪个月起",
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


class OpenPage(ActPage):
    """First what would be opened is shown, then it is opened."""

    template_name, form_class = "admin/months/period_open.html", OpenForm
    title, done = "启动新一月调度", "已启动{}。"

    def get_initial(self):
        return opening.next_month(now())

    def act(self, form):
        if "open" in self.request.POST:
            return opening.open_period(**form.cleaned_data, by=self.request.user, at=now())
        return self.shown_again(form, proposed=opening.proposal(**form.cleaned_data, at=now()))

    def onward(self, period):
        return address_of(period)


def address_of(period: Period) -> str:
    return reverse("admin:supervision_period_change", args=[period.pk])


class MonthActPage(ActPage):
    """Something done with a month; `may` says whether there is anything to do."""

    def may(self) -> bool:
        return True

    def fetch(self, pk):
        self.period = self.model_admin.found(self.request, pk)
        if not self.may():
            return redirect(address_of(self.period))

    def arguments(self):
        return {"period": self.period}

    def onward(self, result):
        return address_of(self.period)


class TakeBackPage(MonthActPage):
    template_name, action = "admin/months/period_act.html", opening.take_back

    def said(self, result):
        return f"已撤回{self.period}。"

    def onward(self, result):
        return reverse("admin:supervision_period_changelist")

    def context(self):
        return {
            "title": f"撤回：{self.period}",
            "period": self.period,
            "lead": "启动错了的月份，没有人填报过才可以撤回；撤回后可以重新启动。",
            "button": "撤回本月调度",
        }


class DueForm(forms.Form):
    due = Day(label="新的报送截止", help_text="工作日，当天24时前报送都算按时。")
    reason = Line(label="原因", max_length=100, help_text="各单位都会看到，如“大雪停工”。")


class DuePage(MonthActPage):
    template_name, action = "admin/months/period_act.html", opening.move_due
    form_class, done = DueForm, "报送截止已经调整，各单位的填报页上写明了原因。"

    def get_initial(self):
        return {"due": self.period.due.isoformat()}

    def context(self):
        return {
            "title": f"调整报送截止：{self.period}",
            "period": self.period,
            "lead": f"现在的报送截止是{self.period.due:%Y-%m-%d}。{guessed(self.period.due)}",
            "button": "调整报送截止",
        }


class ClosePage(MonthActPage):
    template_name, action = "admin/months/period_close.html", close_month

    def may(self):
        return not self.period.closed_at

    def said(self, result):
        return f"{self.period}已定稿，尚未公开。"

    def context(self):
        return {
            "title": f"定稿：{self.period}",
            "period": self.period,
            "overview": month(self.period, self.request.GET, now()),
        }


def month_page(model_admin, request, pk):
    period = model_admin.found(request, pk)
    releases = period.releases.select_related("project", "period__programme")
    releases = list(releases.order_by("project__number"))
    reads = reading_of(releases)
    cards = Paginator(cards_of(period).defer("facts", "verdict"), PER_PAGE)
    context = {
        "title": str(period),
        "period": period,
        "overview": None if period.closed_at else month(period, request.GET, now()),
        "cards": cards.get_page(request.GET.get("p")),
        "guessed": guessed(period.due, period.next_update) if not period.closed_at else "",
        "has_evidence": Evidence.objects.filter(
            report__period=period, withdrawn_at__isnull=True
        ).exists(),
        "releases": [(each, reads[each.pk]) for each in releases],
    }
    return page(model_admin, request, "months/period.html", context)


def print_page(model_admin, request, pk):
    """All reports of a month as they were handed in last, to be printed at once."""
    period = model_admin.found(request, pk)
    context = {
        "title": f"打印{period.covers}进展",
        "period": period,
        "papers": handed_in(period),
        "demonstration": period.programme.demonstration,
    }
    return page(model_admin, request, "months/period_print.html", context)
