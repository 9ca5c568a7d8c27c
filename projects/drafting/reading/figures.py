"""Every figure of a sentence with its measure and bound, and why it may be no target."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.drafting.reading import words
from projects.drafting.reading.found import Comparison
from projects.drafting.reading.numerals import SCALES, chinese, value
from projects.drafting.reading.reasons import why_none

NUMBER = r"[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
# A scan may part a figure: 改造1. 2 万户.
NUMBER = rf"(?<=[\u4e00-\u9fff])[0-9]+\.[ ][0-9]+(?=[ ]?[万亿])|{NUMBER}"
FIGURE = re.compile(
    rf"(?P<digits>{NUMBER})(?P<scale1>[万百亿]|千(?![米瓦克]))?"
    rf"(?:[个%]?[ ]?[—–\-~～至到][ ]?(?P<upper>[0-9]+(?:\.[0-9]+)?))?"
    rf"[ ]?(?P<more>余|多)?(?P<scale>万|百|亿|千(?![米瓦克]))?(?P<more2>余|多)?[ ]?"
    rf"(?:(?P<measure>{words.MEASURE})(?P<other>[（(](?:{words.MEASURE})[)）])?)?(?P<more3>余|多)?"
    r"(?P<after>（含）以上|\(含\)以上|及以上|以上|以内|以下|之内|左右)?"
)
CHINESE = re.compile(
    rf"(?P<cn>[一两二三四五六七八九十百千]{{1,7}})(?P<measure>{words.COUNTED})"
    r"(?P<after>及以上|以上|以内|以下)?"
)
SHARE = re.compile(
    r"(?P<half>过半数|过半|半数)(?P<after>以上)?"
    r"|(?P<tenths>[一二三四五六七八九])成(?P<ones>[一二三四五六七八九])?(?P<after2>以上)?"
    r"|(?P<times>[一两二三四五])倍"
)
AT_LEAST = re.compile(
    r"(不少于|不低于|不小于|至少|超过|≥|>=|>|(?<!不)大于|(?<!不)高于|(?<!不)多于"
    r"|不少)[^，。；、0-9]{0,8}$|(不低于|不少于)[^，。；、0-9]{0,16}$|超$"
)
AT_MOST = re.compile(
    r"(不超过|不高于|不多于|不大于|控制在|≤|<=|<|(?<!不)小于|(?<!不)低于|限制在|最多|(压缩"
    r"|缩短|压减|缩减|控制)(至|到|在|为))"
    r"[^，。；、0-9]{0,6}$"
)
OVER = re.compile(r"[^，。；、0-9级岁类星度等]{1,4}以上")
PEOPLE = {"人", "户", "名", "人次", "家", "位", "户次", "对"}
TIMES = {"小时", "分钟", "天", "日", "个月", "年", "月", "工作日", "个工作日"}
MEASURES_OF_LENGTH = {"公里", "米", "平方米", "亩", "公顷", "平方公里", "立方米", "万平方米", "里"}


@dataclass(frozen=True)
class Figure:
    """`why` says why it is no target; `soft` figures only describe where another one promises."""

    value: Decimal
    measure: str
    start: int
    end: int
    comparison: Comparison = Comparison.EXACTLY
    why: str = ""
    soft: str = ""


AREA_BEFORE = re.compile(r"面积[^，。；、0-9]{0,6}$")
PROMISED_AREA = re.compile(
    r"(新增|新建|增加|增绿)[^，。；、0-9]{0,10}面积[^，。；、0-9]{0,4}$"
    r"|人均[^，。；、0-9]{0,12}(达到?|提高到|提升至|增至|至)[^，。；、0-9]{0,2}$"
)
LENGTH_BEFORE = re.compile(r"(总长度?|全长|长度?约?|总?里程|线路长度?|全线)[^，。；、0-9]{0,4}$")
HEAD_COUNT = re.compile(r"^(每|/|／)(人|户|月|年|生|餐|次|床|亩|平方米)")
EXISTING = re.compile(r"(现有|原有|目前|已有|已建成|现状|去年|上年|已经)[^，。；、0-9]{0,10}$")
TOLD = {
    "人次": "人次",
    "人数": "人",
    "户数": "户",
    "场次": "场次",
    "床位数": "张",
    "托位数": "个",
    "学位数": "个",
}
TOLD_BEFORE = re.compile(
    r"(?P<what>人次|人数|户数|场次|床位数|托位数|学位数)(达到?|不少于|不低于|超过|突破|为|增至"
    r"|约)*$"
)
QUOTES = re.compile(r"[“”]")


def find_figures(flat: str) -> list[Figure]:
    """The figures of a half-width text in order, targets or not."""
    found = [figure for each in FIGURE.finditer(flat) if (figure := arabic(flat, each))]
    taken = [(figure.start, figure.end) for figure in found]
    for each in CHINESE.finditer(flat):
        number = chinese(each["cn"])
        if number and not crosses(taken, each.span()) and counts(flat, each):
            after = bound(flat, each.start(), each["after"] or "", each.end())
            found.append(
                judged(flat, Figure(Decimal(number), each["measure"], *each.span(), after))
            )
    for each in SHARE.finditer(flat):
        if not crosses(taken, each.span()) and (share := share_of(flat, each)):
            found.append(share)
    return shared_measures(flat, sorted(found, key=lambda figure: figure.start))


def crosses(taken: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def counts(flat: str, each: re.Match) -> bool:
    """Whether a Chinese numeral counts things: 新建三所 does, 三级, 一批 and 二期 do not."""
    around = flat[max(0, each.start() - 2) : each.end() + 3]
    if words.NOT_COUNTING.search(around) or flat[max(0, each.start() - 1) : each.start()] in (
        "第",
        "星",
        "每",
        "周",
    ):
        return False
    after = flat[each.end() : each.end() + 2]
    if each["measure"] in ("次", "项", "件", "条", "个") and after[:1] in "性体化制级办线龙事":
        return False
    if each["cn"] == "一":
        before = flat[max(0, each.start() - 6) : each.start()]
        return bool(re.search(r"(建|设|造|办|开|增|购|置)[^，。；]{0,3}$", before))
    return True


def arabic(flat: str, each: re.Match) -> Figure | None:
    scale = each["scale"] or each["scale1"] or ""
    number = value(each["digits"], scale)
    if number is None:
        return None
    measure = each["measure"] or ""
    measure = words.SAME_MEASURE.get(measure, measure)
    if measure in words.AREAS and scale in ("万", "亿"):
        number, measure = number / SCALES[scale], scale + measure
    if not measure and (told := TOLD_BEFORE.search(clause_before(flat, each.start()))):
        measure = TOLD[told["what"]]
    after = each["after"] or ("以上" if each["more"] or each["more2"] or each["more3"] else "")
    told = bound(flat, each.start(), "以上" if each["upper"] else after, each.end())
    end = each.end()
    while flat[end - 1] == " ":
        end -= 1
    figure = Figure(number, measure, each.start(), end, told)
    if reason := of_time(flat, each, figure):
        return replace(figure, why=reason)
    if measure.endswith("元"):
        return replace(figure, why=money(flat, each))
    return judged(flat, figure)


def clause_before(flat: str, at: int, most: int = 24) -> str:
    before = flat[max(0, at - most) : at]
    return re.split(r"[，,。；;：:\n]", before)[-1]


def bound(flat: str, at: int, after: str, end: int) -> Comparison:
    before = clause_before(flat, at)
    if not after and OVER.match(flat, end):
        return Comparison.AT_LEAST
    if after in ("以内", "以下", "之内") or AT_MOST.search(before):
        return Comparison.AT_MOST
    if after.endswith("以上") or AT_LEAST.search(before):
        return Comparison.AT_LEAST
    return Comparison.EXACTLY


def of_time(flat: str, each: re.Match, figure: Figure) -> str:
    """Years, days and telephone numbers."""
    after = flat[each.end() : each.end() + 4]
    digits = each["digits"]
    before = flat[max(0, each.start() - 8) : each.start()]
    is_year = len(digits) == 4 and digits[:2] in ("19", "20")
    if is_year and (
        figure.measure in ("年", "届")
        or re.match(r"[—\-–~～至年.]", after)
        or (each["upper"] and figure.measure == "年")
    ):
        return "年份"
    if figure.measure == "年" and after.startswith("级"):
        return "年级"
    if figure.measure in ("月", "日") and not after.startswith("龄"):
        return "日期"
    if not figure.measure and re.match(r"月|日|[.\-/][0-9]{1,2}(月|日|[.\-/])", after):
        return "日期"
    if not figure.measure and (
        len(digits) >= 7
        or (len(digits) == 5 and digits.startswith("12"))
        or re.search("电话|热线|拨打", before)
        or re.match("”?(服务)?(热线|电话)", after)
    ):
        return "电话"
    if before.endswith(("-", "－")) and not figure.measure and len(digits) >= 6:
        return "电话"
    return ""


def money(flat: str, each: re.Match) -> str:
    before, after = clause_before(flat, each.start()), flat[each.end() : each.end() + 4]
    if re.search(r"每(人|户|名|生|餐|床|月|年|亩|次|例|套)|人均|户均|标准|养老金|低保", before):
        return "标准"
    return "标准" if HEAD_COUNT.match(after) else "资金"


def judged(flat: str, figure: Figure) -> Figure:
    before, after = clause_before(flat, figure.start), flat[figure.end : figure.end + 14]
    if figure.measure in TIMES:
        limit = figure.comparison is Comparison.AT_MOST
        if re.search("(天数|时数|时长)[^，。；0-9]{0,4}$", before) and not limit:
            return figure
        about = re.search(
            r"(时限|时间|办结|办理|时长|压缩|缩短|响应|到达|候诊|等候|半径|步行)", before
        )
        return figure if limit and about else replace(figure, why="期限")
    if quoted(flat, figure.start):
        return replace(figure, why="名称")
    if why := why_none(before, figure.measure, after):
        return replace(figure, why=why)
    if re.search(r"(^|[、可共])服务[^，。；、0-9]{0,12}$", before) and figure.measure in PEOPLE:
        return replace(figure, soft="受益")
    if EXISTING.search(before):
        return replace(figure, why="现状")
    bare = figure.measure.lstrip("万亿")
    if bare in words.AREAS and AREA_BEFORE.search(before) and not PROMISED_AREA.search(before):
        return replace(figure, soft="面积")
    if bare in MEASURES_OF_LENGTH and LENGTH_BEFORE.search(before):
        return replace(figure, soft="长度")
    return figure if figure.measure else replace(figure, why="没有计量单位")


def quoted(flat: str, at: int) -> bool:
    marks = QUOTES.findall(flat, max(0, at - 24), at)
    return bool(marks) and marks[-1] == "“"


def share_of(flat: str, each: re.Match) -> Figure | None:
    """七成 is 70 %, 半数 50 %."""
    before = clause_before(flat, each.start())
    told = (
        Comparison.AT_LEAST
        if each["after"] or each["after2"]
        else bound(flat, each.start(), "", each.end())
    )
    if each["half"]:
        told = Comparison.AT_LEAST if each["half"].startswith("过") else told
        return Figure(Decimal(50), "%", *each.span(), told)
    if each["tenths"]:
        if re.search(r"[建生形促组合落创完达构集收年养变]$", before[-1:]) and not re.search(
            "达$", before
        ):
            return None
        share = DIGITS[each["tenths"]] * 10 + DIGITS.get(each["ones"] or "", 0)
        return Figure(Decimal(share), "%", *each.span(), told)
    if re.search(r"(增长|增加|翻|提高|扩大|提升)[^，。；]{0,3}$", before):
        return Figure(Decimal(DIGITS[each["times"]]), "倍", *each.span(), told)
    return None


DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def shared_measures(flat: str, found: list[Figure]) -> list[Figure]:
    """Give a figure without a measure that of the next one where only a comma stands between."""
    for place in range(len(found) - 2, -1, -1):
        mine, after = found[place], found[place + 1]
        between = flat[mine.end : after.start]
        if mine.why == "没有计量单位" and between in ("、", "和", "及", "，") and not after.why:
            found[place] = judged(flat, replace(mine, measure=after.measure, why=""))
    return found
