"""A short name for a target from the words that it was read from."""

import re

from projects.drafting.reading.found import Span

LONGEST = 40
BEFORE = re.compile(
    r"(不少于|不低于|不超过|不高于|不多于|不大于|至少|最多|超过|达到|达|提高到|提升到|提升至|提高至"
    r"|增加到|增加至|增至|降低到|控制在|稳定在|保持在|压缩至|缩短至|累计|总共|总计|合计|共计|约|共"
    r"|各|为|≥|≤|由|从|(去年|上年|原来|现有)的?)+$"
)
AFTER = re.compile(
    r"^(（含）)?(及?以上|以内|以下|之内|左右|[/／]([十百千万]?人|季度|月|周|学期|年|天|日|亿元))"
)
LEADING = re.compile(
    r"^(力争|确保|全年|年内|继续|计划|预计|完成|实现|同时|并|其中|开展好|对|为|在|使|将)+"
)
PERIOD = r"每个?(季度|季|月|旬|周|星期|学期|学年|半年|年|天|日|双月|两周|两月)(至少|各)?"
# How often is told by the value and not by the name.
OFTEN = re.compile(rf"((每个?(行政)?村|每镇|每个?(街道|社区|学校)|每校)?{PERIOD}|每个?(行政)?村)$")
OFTEN_FIRST = re.compile(rf"^((全年|年内)(?=..)|{PERIOD}(?=..))+")
# By when is told by the due day: 6月底前, 2025年9月30日前; at the front 上半年 and 三季度末 too.
DUE = re.compile(
    r"(于|在|到|至)?(20[0-9]{2}年)?(1[0-2]|0?[1-9])月份?([0-3]?[0-9]日|[底末]|[上中下]旬)?(之?前|以前)"
    r"|(于|在|到|至)?(20[0-9]{2}年)?(1[0-2]|0?[1-9])月[底末]"
)
DUE_FIRST = re.compile(
    r"^((于|在|到|至)?(20[0-9]{2}年)?([上下]半年|第?[一二三四1-4]季度)([底末]|结束)?(之?前|内)?"
    r"|(于|在|到|至)?(20[0-9]{2}年)?年?底之?前|20[0-9]{2}年)，?(?=..)"
)
# 托位数达到每千人口4.6个 is 每千人口托位数: a rate keeps what it is measured by.
RATE = re.compile(
    r"(?P<what>.{2,}?)(达到?|为|增至|提高到|提升到)(?P<per>每[百千万](名|位)?[\u4e00-\u9fff]{1,6})"
)
# 在2023年的基础上 names nothing; 在现有幼儿园的基础上 names what more is built of.
ON_BASE = re.compile(
    r"在?(现有|原有|已有|已建成|去年|上年|20[0-9]{2}年|改造|建成|的)*(?P<what>.*?)的?基础上$"
)
BARE = re.compile(
    r"(再|新增|新建|增加|新改扩建|改造|建成|达到?|总数|总量|数量|个数|规模|总|将|使|其)*"
)
EDGES = " \u3000\t\n、，,。；;：:（）()和及与各由从至到的了"


def name_of(text: str, figures: list[Span]) -> str:
    """Return the words without their figures, short enough for a table."""
    kept, at = "", 0
    for start, end in sorted(figures):
        kept = OFTEN.sub("", BEFORE.sub("", kept + text[at : max(at, start)]))
        at = max(at, end)
        at += len(text[at:]) - len(AFTER.sub("", text[at:]))
    kept += text[at:]
    kept = re.sub(r"（[^（）]*）|\([^()]*\)", "", kept).strip(EDGES)
    kept = re.sub(r"^，", "", DUE.sub("", kept))
    kept = OFTEN_FIRST.sub("", object_of(re.split(r"[，；。\n]|、(?=惠及|涉及|受益)", kept)))
    kept = DUE_FIRST.sub("", kept)
    if rate := RATE.fullmatch(kept):
        kept = rate["per"] + rate["what"]
    short = LEADING.sub("", kept)
    kept = short if len(short) >= 4 else kept
    return (kept or text.strip(EDGES))[:LONGEST]


def object_of(clauses: list[str]) -> str:
    """The first clause that names a thing; what is built on, where the others only count."""
    told = [each.strip(EDGES) for each in clauses]
    named = [
        each for each in told if each and not ON_BASE.fullmatch(each) and not BARE.fullmatch(each)
    ]
    if named:
        return named[0]
    bases = [found["what"].strip(EDGES) for each in told if (found := ON_BASE.fullmatch(each))]
    return next((each for each in bases if len(each) > 1), told[0])
