"""What stands in the papers of the process, by the names in their templates."""

from django.utils import timezone

from projects.drafting.models import Call
from projects.drafting.papers.labels import labels
from projects.values import days


def notice_of(call: Call, form: str) -> dict:
    """征集通知 as it was sent out, with the last day that now holds and the form's address."""
    drafting = call.drafting
    return {
        "标注": labels(),
        "标题": f"关于征集{drafting.year}年民生实事项目建议的通知",
        "文号": call.document,
        "主送": call.get_audience_display(),
        "正文": [*filter(None, map(str.strip, call.notice.splitlines())), *where(call, form)],
        "期限": f"{days.in_words(call.opens)}至{days.in_words(call.last_day)}",
        "征集内容": call.asked,
        "发文机关": drafting.authority,
        "成文日期": days.in_words(timezone.localdate(call.recorded_at)),
    }


def where(call: Call, form: str) -> list[str]:
    """How to propose online; units do on their desk."""
    if call.audience == Call.Audience.RESIDENTS:
        return [f"网上提建议：{form}"]
    if call.audience == Call.Audience.DEPUTIES:
        return [f"网上提建议：{form}（专供代表委员，请勿转发）"]
    return []
