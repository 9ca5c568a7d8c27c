"""催报 in the admin: one click for all that have not reported, or for one unit."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from projects.clock import now, today
from projects.errors import Refused
from supervision.actions.chasing import chase
from supervision.actions.sending import Sent, send_all
from supervision.admin.pages import found, page
from supervision.desk import chasing


def chase_page(model_admin, request, pk):
    period = found(model_admin, request, str(pk))
    owing = [] if period.closed_at else chasing.owing(period, today())
    if request.method == "POST":
        wanted = request.POST.get("unit", "")
        chased(request, period, [each for each in owing if wanted in ("", str(each.unit.pk))])
        return HttpResponseRedirect(reverse("admin:supervision_period_chase", args=[pk]))
    context = {
        "title": f"催报：{period}",
        "period": period,
        "owing": owing,
        "chat": chasing.for_chat(period, owing, today()),
    }
    return page(model_admin, request, "months/period_chase.html", context)


def chased(request, period, owing: list[chasing.Owing]) -> None:
    """Chase, then send; the page says to how many, and whom no e-mail reaches."""
    at = now()
    try:
        made = chase(period=period, units=[each.unit for each in owing], by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
        return
    sent = send_all(lines=chasing.messages(period, owing, at), at=at)
    told = f"已催报{len(made)}个单位" if made else "今天已经催报过，没有重复催报"
    messages.success(request, f"{told}。{in_words(sent)}")
    for each in owing:
        if each.unreachable:
            phone = f"，办公电话{each.unit.phone}" if each.unit.phone else ""
            messages.warning(request, f"{each.unit}{each.unreachable}，请电话催报{phone}。")


def in_words(sent: Sent) -> str:
    """每人每天一封: how many left, and how many did not and why."""
    parts = [f"发出邮件{sent.now}封"]
    if sent.before:
        parts.append(f"{sent.before}人今天已收到过提醒，不再重发")
    if sent.without_address:
        parts.append(f"{sent.without_address}人没有登记邮箱")
    if sent.failed:
        parts.append(f"{sent.failed}封没有发出，今天再点一次催报即可重发")
    return "，".join(parts) + "；工作台都会看到催报。"
