"""催报 in the admin: one click for all that have not reported, or for one unit."""

from django import forms
from django.contrib import messages

from projects.admin.acts import Button
from projects.clock import now, today
from supervision.actions.chasing import chase
from supervision.actions.pushing import Told, tell
from supervision.actions.sending import Sent, send_all
from supervision.desk import chasing

MOST_NAMED = 8


class ChaseForm(forms.Form):
    unit = forms.CharField(required=False)


class ChasePage(Button):
    """Chase, then send; the page says to how many, and whom no e-mail reaches."""

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
        sent = send_all(lines=chasing.messages(self.period, owing, at), at=at)
        told = tell(chasing.for_groups(self.period, owing, at), at) if made else Told()
        return made, owing, sent, told

    def said(self, result):
        made, owing, sent, groups = result
        told = f"已催报{len(made)}个单位" if made else "今天已经催报过，没有重复催报"
        messages.success(self.request, f"{told}。{in_words(sent)}")
        if groups.words:
            messages.info(self.request, f"{groups.words}。")
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


def in_words(sent: Sent) -> str:
    """每人每天一封: how many left, and how many did not and why."""
    parts = [] if sent.unset else [f"发出邮件{sent.now}封"]
    if sent.before:
        parts.append(f"{sent.before}人今天已收到过提醒，不再重发")
    if sent.without_address:
        parts.append(f"{len(sent.without_address)}人没有登记邮箱（{named(sent.without_address)}）")
    if sent.failed and sent.unset:
        parts.append(f"没有设置邮件服务器，{len(sent.failed)}封邮件没有发出")
    elif sent.failed:
        parts.append(
            f"{len(sent.failed)}封没有发出（{named(sent.failed)}），今天再点一次催报即可重发"
        )
    return "，".join(parts) + "；工作台都会看到催报。"


def named(people: list) -> str:
    return "、".join(map(str, people[:MOST_NAMED])) + ("等" if len(people) > MOST_NAMED else "")
