"""What work groups are told once a slip is signed or a month is public, whoever signed."""

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from projects.clock import now
from projects.models import User
from projects.values.days import short
from supervision.actions.pushing import everybody
from supervision.desk import slips
from supervision.jobs.queue import tell_groups
from supervision.models import Job, Period, Slip

ISSUED = "督办单已签发"
UNDER_WAY = "邮件和群消息正在后台发送："


def told_of_slip(slip: Slip, what: str, by: User) -> Job | None:
    """Tell the addressed unit's work group what it has to do."""
    slip = Slip.objects.with_limit().select_related(*slips.WORKED).get(pk=slip.pk)
    where = led_to(reverse("admin:supervision_slip_change", args=[slip.pk]), "办理：")
    text = f"{what}：{slip.label}，{slip.matter}，请于{short(slip.limit)}前答复。{where}"
    title = f"{what}：{slip.label}，告诉工作群"
    return tell_groups(title=title, texts={slip.addressee_id: text}, by=by, at=now())


def told_of_month(period: Period, by: User) -> Job | None:
    """Tell every work group that a month is public."""
    number = period.bulletin_number
    where = led_to(reverse("bulletin", args=[period.programme.year, number]))
    texts = everybody(f"{period}已公开，通报第{number}期。{where}")
    return tell_groups(title=f"{period}公开，告诉工作群", texts=texts, by=by, at=now())


def led_to(path: str, words: str = "") -> str:
    return f"\n{words}{settings.SITE_URL}{path}" if settings.SITE_URL else ""


def with_told(said: str, job: Job | None) -> str:
    """What was done, and what came of telling people; where that goes on, with its page."""
    if job is None:
        return said
    if not job.under_way:
        return f"{said}{job.said}"
    page = reverse("admin:supervision_job_change", args=[job.pk])
    return format_html('{}{}<a href="{}">看办到哪一步</a>', said, UNDER_WAY, page)
