"""征求意见函 with its 反馈表: the last consultation's version, a row for each project."""

from django.utils import timezone

from projects.drafting.models import Drafting
from projects.drafting.papers.labels import labels
from projects.errors import Refused
from projects.values.days import in_words


def values(drafting: Drafting) -> dict:
    consultation = drafting.consultations.select_related("draft").order_by("number").last()
    if consultation is None:
        raise Refused("还没有发出征求意见。")
    units = [each.unit.name for each in consultation.units.select_related("unit")]
    rows = [row for row in consultation.draft.passages() if row.is_project]
    until = in_words(consultation.until)
    return {
        "标注": labels(),
        "发文机关": drafting.authority,
        "函号": consultation.letter,
        "标题": f"关于征求《{drafting.title}》（{consultation.draft}）意见的函",
        "主送": "、".join(units) or "各有关单位",
        "段落": [
            f"《{drafting.title}》（{consultation.draft}）共{len(rows)}个项目，现征求你单位意见。",
            f"请于{until}24时前反馈：有意见的逐项写明修改意见和理由，没有意见的也请答复“无意见”。"
            "可以登录平台填写，也可以填写附表，盖章后送回。",
        ],
        "成文日期": in_words(timezone.localdate(consultation.opened_at)),
        "截止": until,
        "项目": [
            {"序号": str(row.content.project.number or ""), "名称": row.content.project.title}
            for row in rows
        ],
    }
