"""催报 in the admin: one click for all that have not reported, or for one unit."""

from django import forms
from django.contrib import messages

from projects.admin.acts import Button
from projects.clock import now, today
from supervision.actions.chasing import chase
from supervision.desk import chasing
from supervision.jobs.queue import ask
from supervision.jobs.telling import with_told
from supervision.models import Job


class ChaseForm(forms.Form):
    unit = forms.CharField(required=False)


class ChasePage(Button):
    """Chase, then have it sent; the page says what became of it, and whom no e-mail reaches."""

    template_name, form_class = "admin/months/period_chase.html", ChaseForm
    http_method_names = ["get", "head", "post"]

    def fetch(self, pk):
        self.period = self.model_admin.found(self.request, pk)
        self.owing = [] if self.period.closed_at else chasing.owing(self.period, today())

    def act(self, form):
        at, unit = now(), form.cleaned_data["unit"]
        owing = [each for each in self.owing if unit in ("", str(each.unit.pk))]
        units = [each.unit for each in owing]
        made = chase(period=self.period, units=units, by=self.request.user, at=at)
        given = {
            "period": self.period.pk,
            "units": [each.pk for each in units],
            "groups": bool(made),
            "at": at.isoformat(),
        }
        title = f"催报{self.period}：邮件和群消息"
        by = self.request.user
        return made, owing, ask(kind=Job.Kind.CHASE, title=title, given=given, by=by, at=at)

    def said(self, result):
        made, owing, job = result
        told = f"已催报{len(made)}个单位" if made else "今天已经催报过，没有重复催报"
        messages.success(self.request, with_told(f"{told}。", job))
        for each in owing:
            if each.unreachable:
                phone = f"，办公电话{each.unit.phone}" if each.unit.phone else ""
                text = f"{each.unit}{each.unreachable}，请电话催报{phone}。"
                messages.warning(self.request, text)

    def context(self):
        return {
            "title": f"催报：{self.period}",
            "period": self.period,
            "owing": self.owing,
            "chat": chasing.for_chat(self.period, self.owing, today()),
        }
