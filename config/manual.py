"""The manual inside the portal: docs/manual as pages, and which part helps with which page."""

import itertools
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs/manual"
PAGES = {
    "clerk": "经办人手册",
    "leader": "分管负责人手册",
    "supervisor": "督查人员手册",
    "administrator": "系统管理员手册",
    "drafting": "清单编制手册",
    "district": "区领导手册",
}
LEADER = "district"  # what a leader of the district reads, who reads nothing else of it
NUMBER = re.compile(r"^\d+\. ")

# The chapter that helps, by the first words of an address's name; the longest that fits.
CHAPTERS = {
    "clerk": {
        "projects_guideline": "平时",
        "projects_site": "平时",
        "supervision_appeal": "拟亮牌、督办单、复核",
        "supervision_photo": "平时",
        "supervision_report": "填数",
        "report_correct": "报错了怎么办",
        "supervision_report_workbook": "用表格填",
        "supervision_slip": "拟亮牌、督办单、复核",
        "supervision_feedback": "平时",
    },
    "supervisor": {
        "office_changes": "牌的事",
        "office_doubts": "审核",
        "office_handover": "年终",
        "office_onepage": "通报和公开发布",
        "office_policies": "牌的事",
        "office_policy": "牌的事",
        "office_simulator": "牌的事",
        "office_yearend": "年终",
        "office_year_state": "年终",
        "projects_event": "留痕",
        "supervision_acceptance": "年终",
        "supervision_appeal": "牌的事",
        "supervision_card": "牌的事",
        "supervision_cardoverride": "牌的事",
        "supervision_correction": "牌的事",
        "supervision_calendarday": "一个月怎么走",
        "supervision_job": "年终",
        "supervision_overduereport": "催报",
        "supervision_period": "一个月怎么走",
        "supervision_period_bulletin": "通报和公开发布",
        "supervision_period_close": "定稿",
        "supervision_period_publish": "通报和公开发布",
        "supervision_poll": "年终",
        "supervision_release": "通报和公开发布",
        "supervision_chatgroup": "督办单",
        "supervision_slip": "督办单",
        "supervision_waitingreport": "审核",
    },
    "drafting": {
        "drafting_course": "编制进程",
        "drafting_call": "征集",
        "drafting_unit_": "单位提建议",
        "drafting_proposal": "建议的归并和去向",
        "drafting_enter": "建议的归并和去向",
        "drafting_words": "建议的归并和去向",
        "drafting_carry": "建议的归并和去向",
        "drafting_candidate": "候选项目",
        "drafting_consultations": "征求意见",
        "drafting_answer": "征求意见",
        "drafting_comment": "征求意见",
        "drafting_opinions": "意见的处理",
        "drafting_approval": "审定和票决",
        "drafting_list_": "印发",
    },
    "administrator": {
        "projects_event": "登录日志和操作留痕",
        "projects_leadunit": "单位",
        "projects_signin": "登录日志和操作留痕",
        "projects_unitmember": "任职",
        "projects_user": "账号",
        "roles": "角色和两步验证",
    },
    "district": {
        "index": "滞后项目",
        "leader_sign": "等您办理",
        "drafting_comment": "清单意见",
        "own_": "账号",
        "mfa_": "账号",
    },
}


@lru_cache
def shown(page: str) -> SafeString:
    """A page as HTML, its headings named by their words. The text is ours and stays as it is."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((FOLDER / f"{page}.md").read_text())[3:]  # the page has its own heading
    for opened, words in itertools.pairwise(tokens):
        if opened.type == "heading_open":
            opened.attrSet("id", NUMBER.sub("", words.content))
    for image in (child for token in tokens for child in token.children or [] if is_image(child)):
        name = Path(str(image.attrGet("src"))).name
        image.attrSet("src", reverse("admin:manual_picture", args=[name]))
        image.attrSet("loading", "lazy")
    # Safe: the manual is part of the program, and HTML in it is not taken over (above).
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # nosec


def is_image(token: Token) -> bool:
    return token.type == "image"


def help_for(request, surroundings: dict) -> str:
    """Address of the chapter that helps a person with the page asked for; "" for strangers."""
    page = reader_of(surroundings)
    match = request.resolver_match
    if not page or match is None:
        return ""
    name = match.url_name or ""
    if page != LEADER and any(name.startswith(start) for start in CHAPTERS["drafting"]):
        page = "drafting"
    return address_of(page, name)


def reader_of(surroundings: dict) -> str:
    if surroundings["sees_behind"]:
        return LEADER
    if surroundings["may_supervise"]:
        return "supervisor"
    if surroundings["may_fill"]:
        return "clerk"
    return "administrator" if surroundings["keeps_accounts"] else ""


def address_of(page: str, name: str) -> str:
    fitting = [start for start in CHAPTERS[page] if name.startswith(start)]
    chapter = f"#{CHAPTERS[page][max(fitting, key=len)]}" if fitting else ""
    return f"{reverse('admin:manual', args=[page])}{chapter}"


def manual(site):
    def view(request, page):
        context = site.each_context(request)
        read = [LEADER] if context["sees_behind"] else [*PAGES]
        if page not in read:
            raise Http404
        others = [(key, PAGES[key]) for key in read if key != page]
        context |= {"title": PAGES[page], "text": shown(page), "others": others}
        return TemplateResponse(request, "admin/manual.html", context)

    return view


def picture(request, name):
    file = FOLDER / "pictures" / name
    if not re.fullmatch(r"[a-z-]+\.png", name) or not file.is_file():
        raise Http404
    return HttpResponse(file.read_bytes(), content_type="image/png")


def urls(site) -> list:
    return [
        path("manual/<slug:page>/", site.admin_view(manual(site)), name="manual"),
        path("manual/pictures/<str:name>", site.admin_view(picture), name="manual_picture"),
    ]
