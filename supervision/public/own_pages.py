"""The site's own pages, found by the words that they explain: 总体完成, 序时, 下月应兑现."""

import re
from functools import partial
from typing import NamedTuple

from django.urls import reverse

from projects.values.numbers import of_characters
from projects.verbatim import Piece
from supervision.public.matching import asked_of
from supervision.public.search_hits import Hit

# What is asked of a word, behind it.
OF_A_WORD = re.compile(
    r"(是什么意思|什么意思|是什么|指什么|的意思|怎么算|怎样算|怎么看|在哪里?看?|[?？。的])+$"
)
OF_A_YEAR = (
    "changes", "corrections", "data", "poster", "promised-dates", "places", "satisfaction", "year",
)  # fmt: skip
# What a month to come is asked for: 10月, 十月份要完成什么.
MONTH = re.compile(
    "([0-9一二十]{1,2})月份?(?:底|底前)?(?:要|该|应)?(?:完成什么|到期|完成|兑现)?(?:哪些|的)?"
)
YEAR = re.compile(r"(\d{4})年?(?:的?(?:民生)?实事)?(?:清单|项目)?")


class OwnPage(NamedTuple):
    """A page by its route and the place in it; each of `words`, between blanks, asks for it."""

    route: str
    anchor: str
    title: str
    text: str
    words: str

    def url(self, year: int) -> str:
        return reverse(self.route, args=[year] if self.route in OF_A_YEAR else []) + self.anchor


PAGES = [
    OwnPage(
        "about", "#mean", "“总体完成”怎样算",
        "一个项目有几项承诺的，是各项完成率按权数的平均；牌看最慢的一项，不看平均数。",
        "总体完成 总体完成率 合起来算 平均完成率",
    ),
    OwnPage(
        "about", "#progress", "进度怎样算",
        "完成率是从起点到目标走了多少，计划完成率是按计划应该走多少，两个相减就是快慢。",
        "完成率 计划完成率 进度 完成进度 偏差 百分点",
    ),
    OwnPage(
        "about", "#words", "这些词是什么意思", "序时、提前完成、待定、口径、节点等词，逐个说明。",
        "序时 序时进度 按序时推进 超序时 超序时推进 提前完成 销牌 未到计划时间 待定 没有动的 口径"
        " 节点 市级任务",
    ),
    OwnPage(
        "about", "", "怎样亮牌", "每种牌是什么意思、按什么规则评、举一个例子。",
        "亮牌规则 评牌 评牌规则 怎样亮牌 怎么亮牌 怎么评牌 红黄蓝牌 蓝黄红牌 红黄牌",
    ),
    OwnPage(
        "about", "#check", "怎样自己核对", "每张牌都可以下载它用到的数字，用公开的程序重算。",
        "核对 怎样核对 怎么核对 校验码 replay_card 台账",
    ),
    OwnPage(
        "about", "#accessible", "无障碍说明",
        "大字版、特大字、投影版在哪里换，只用键盘和读屏软件怎样用。",
        "无障碍 大字版 字太小 字小 读屏 投影版",
    ),
    OwnPage(
        "home", "#coming", "承诺的日期",
        "下个月应兑现的列在首页；每项承诺哪天到期，可以加到手机的日历里。",
        "下月应兑现 下个月应兑现 下月要完成什么 下个月要完成什么 下个月完成什么 下月完成什么"
        " 近期要完成什么 快到期的 承诺日期 完成时间表",
    ),
    OwnPage(
        "changes", "", "这个月有什么变化", "哪些项目有进展、哪些没有动、牌有什么变化。",
        "变化 本月变化 上月变化 这个月变化 最近变化 有什么变化 最近有什么变化 这个月有什么变化"
        " 本月进展 最近进展",
    ),
    OwnPage(
        "corrections", "", "更正记录", "公布以后发现有误的数字和文字，原来的和更正后的并列。",
        "更正 更正记录 数据更正 原文更正 改过的数",
    ),
    OwnPage(
        "data", "", "开放数据", "全年的表格和接口，可以下载、可以再用。",
        "数据 开放数据 数据下载 下载数据 下载 表格 接口 csv json excel api",
    ),
    OwnPage(
        "satisfaction", "", "满意度测评", "代表和群众对全年实事打的分，逐次公布。",
        "满意度 满意率 满意度测评 测评 打分 评分 群众满意度 人大测评",
    ),
    OwnPage(
        "about", "#errors", "找错和反映问题", "数字不对、和现场不一样，在哪里说、打什么电话。",
        "12345 投诉 我要投诉 我想投诉 怎么投诉 投诉电话 投诉举报 举报 反映问题 我要反映问题"
        " 提意见 找错 纠错 留言 我要留言",
    ),
    OwnPage(
        "year", "", "全部民生实事", "一件一件列出，各做到哪一步、牵头单位是谁。",
        "实事 今年有哪些实事 有哪些实事 今年的实事 民生实事 实事清单 民生实事清单 实事项目 全部项目"
        " 所有项目 全部实事 有哪些项目 项目清单 清单 已完成 完成了哪些 哪些完成了 哪些已完成",
    ),
    OwnPage("poster", "", "公告栏海报", "一张纸看全年，可以打印张贴。", "海报 公告栏 打印"),
    OwnPage(
        "promised-dates", "", "承诺日期的日历", "一个文件，加到手机或电脑的日历里。",
        "日历 日历订阅 提醒",
    ),
    OwnPage(
        "places", "", "我家附近", "按镇街找到村、社区、学校，看那里承诺了什么、什么时候。",
        "我家附近 附近 家附近 我们村 村里有什么 我们村有什么",
    ),
]  # fmt: skip


def own_pages(q: str, years: list[int], last: str = "") -> list[Hit]:
    """The page that is asked for by one of its words, and by nothing else; none before any list.

    `years` are those of the public lists, the newest first. A month after the `last` published one
    is asked for what it is to bring.
    """
    asked = {asked_of(q), OF_A_WORD.sub("", asked_of(q))}
    if any(map(partial(to_come, last=last), asked)):
        asked.add("承诺日期")
    found = [
        Hit("本站", page.url(years[0]), [Piece(page.title)], [Piece(page.text)])
        for page in PAGES
        if years and not asked.isdisjoint(page.words.split())
    ]
    return found + [list_hit(year) for year in years if any(map(partial(of_year, year), asked))]


def to_come(asked: str, last: str) -> bool:
    """Whether a month is asked for of which nothing is published yet."""
    found = MONTH.fullmatch(asked)
    month = found and (int(found[1]) if found[1].isdigit() else of_characters(found[1]))
    return bool(month and last and int(last[5:]) < month <= 12)


def of_year(year: int, asked: str) -> bool:
    found = YEAR.fullmatch(asked)
    return bool(found) and int(found[1]) == year


def list_hit(year: int) -> Hit:
    title, text = f"{year}年的民生实事", "一件一件列出，各做到哪一步。"
    return Hit("本站", reverse("year", args=[year]), [Piece(title)], [Piece(text)], year)
