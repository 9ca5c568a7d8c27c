"""Figures of a sentence put together: baselines, parts, frequencies, 各, stages."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from projects.drafting.reading.figures import Figure
from projects.drafting.reading.found import Comparison, Span


@dataclass
class Dose:
    """What is promised by one or more figures; `figures` are those it was put together from."""

    value: Decimal
    measure: str
    comparison: Comparison
    figures: list[Figure]
    baseline: Decimal | None = None
    parts: list[Figure] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    due: date | None = None
    computed: str = ""


RAISED = re.compile(
    r"(提高|提升|增加|增长|扩大|扩充|扩展|上升|增|升|扩|拓展|下降|降低|降|压减"
    r"|压缩|缩短|减少|减|恢复|发展)"
    r"(到|至|为)"
)
FROM = re.compile(r"(由|从)[^，。；]{0,24}$")
# 不少于60家，力争达到80家: what is hoped for beyond what is promised.
HOPED = re.compile("(并|且)?(力争|争取)(达到|突破|超过|完成|做到|实现|建成)?")
ON_BASE = re.compile(r"基础上")
REACHES = re.compile(
    r"(达到?|提高到|提升至|提升到|增加到|增至|扩大到|提高至|上升到)[^，。；、0-9]{0,4}$"
)
MORE = re.compile(
    r"(新增|增加|再增|新建|再|新改扩建|改扩建|净增|新投放|扩增|增设|新开|新创建|增|建成"
    r"|建设)[^，。；]{0,24}$"
)
TOTAL = re.compile(
    r"(总数|总量|总规模|累计|保有量|总计|总面积|总里程|规模|总户数|总人数|合计|共有"
    r"|总)[^，。；、0-9]{0,8}$"
    r"|^[^，。；、0-9]{0,8}(达到|达|增至|增加到|增加至|扩大到|扩大至)[^，。；、0-9]{0,2}$"
)
WHERE = re.compile(r"^(全[区县市镇]|我[区县市]|区域内|辖区|使|将|让|其|城乡|全域|在园|年末)+")
INSIDE = re.compile(r"其中|包括|包含|[（(]含|分别为|[（(][^）)]{0,10}$")
SUMMED = re.compile(r"(共|共计|合计|总计|累计|总共|一共)[^，。；、0-9]{0,8}$")
EVERY = re.compile(
    r"每个?(?P<period>季度|季|月|旬|周|星期|学期|半年|年|天|日|双月|两周|两月)[^，。；0-9]{0,12}$"
)
PER = re.compile(r"^[/／每](?P<period>季度|月|周|学期|半年|年|天|日)")
RATE = re.compile(r"[/／][十百千万]人")
TIMES = {
    "季度": 4,
    "季": 4,
    "月": 12,
    "旬": 36,
    "周": 52,
    "星期": 52,
    "学期": 2,
    "半年": 2,
    "年": 1,
    "天": 365,
    "日": 365,
    "双月": 6,
    "两周": 26,
    "两月": 6,
}
IN_ALL = re.compile(r"(全年|年内|累计|共|合计|总计|年度|一年)[^，。；0-9]{0,10}$")
EVENTS = {
    "次",
    "场",
    "期",
    "场次",
    "批次",
    "课",
    "课时",
    "讲",
    "班",
    "轮",
    "堂",
    "节",
    "人次",
    "件",
}
STAGE = re.compile(r"(第?[一二三]批|首批|先行|一期|前期)[^，。；、]{0,8}$")
STAGE_WORDS = re.compile(r"第?[一二三四]批|首批|先行|前期")
# What is done in each of several places.
EACH_VERB = (
    "新建|建设|建成|建|完成|设置|设立|设|开展|举办|改造|新增|打造|安装|增设|配备|配置|配套"
    "|栽植|栽种|栽|种植|补植|植|创建|创办|选派|选聘|投放|更新|组织"
)
EACH = re.compile(
    rf"(各|均|分别)(自)?({EACH_VERB})?(不少于|至少)?$"
    rf"|各(自)?({EACH_VERB})(?!不少于|至少)[\u4e00-\u9fff“”]{{1,10}}(?<![共计])$"
)
ONE_EACH = re.compile(r"每(个|所|家|座|处|村|镇|乡|校|街道|社区|县|区)[^，。；0-9]{0,14}$")
PLACE = re.compile(
    r"(镇|乡|街道|村|社区|小区|片区|新区|区|县|市|园区|路|校区|河|广场|公园|镇街|中心|城|湖|山"
    r"|学校|小学|中学)$"
)
PLACES = re.compile(
    r"^(个|所|家|座|处)?(镇|乡|街道|村|社区|小区|片区|县|区|学校|园区|乡镇|镇街|行政村|校)"
)
DOUBLE = re.compile(r"^[、，,/ ]?[（(]?(共|约|总计|计|合计|近|合)?$")
DESCRIBING = {
    "公里",
    "米",
    "平方米",
    "万平方米",
    "亩",
    "户",
    "人",
    "平方公里",
    "公顷",
    "名",
    "栋",
    "幢",
    "万亩",
    "单元",
    "人次",
    "间",
    "床",
}
LENGTHS = {"公里", "米", "平方米", "万平方米", "亩", "万亩", "公顷"}
SIZED = {"条", "个", "处", "座", "所", "栋", "块", "家", "段", "批", "项", "台", "幢", "宗"}


def put_together(flat: str, figures: list[Figure]) -> tuple[list[Dose], list[tuple[Figure, str]]]:
    """The doses of a sentence, and the figures that are no targets with the reason why."""
    dropped: list[tuple[Figure, str]] = []
    doses: list[Dose] = []
    seen: Figure | None = None  # the figure before, whether or not it is a target
    waiting = list(figures)
    while waiting:
        first, *rest = waiting
        before = flat[max(0, first.start - 40) : first.start]
        dose = Dose(first.value, first.measure, first.comparison, [first])
        waiting = rest
        before_it, seen = seen, first
        if doses and before_it and describes(flat, before_it, first):
            dropped.append((first, told_why(first)))
        elif merged := raised(flat, first, rest):
            doses.append(merged)
            waiting = rest[len(merged.figures) - 1 :]
        elif total := yearly(flat, first, rest):
            doses.append(total)
            waiting = [each for each in rest if each not in total.figures]
        elif STAGE.search(clause_of(before)) and any(same(first, each) for each in doses):
            dropped.append((first, "阶段"))
        elif doses and HOPED.fullmatch(clause_of(before)) and more(first, doses[-1]):
            dropped.append((first, "力争"))
        elif doses and is_sum(flat, doses, first):
            whole = sum_of(flat, doses, first)
            doses = [each for each in doses if each.figures[0] not in whole.parts]
            doses.append(whole)
        else:
            while rest and describes(flat, seen, rest[0]):
                seen, *rest = rest
                dropped.append((seen, told_why(seen)))
            dose.parts = parts_of(flat, first, rest)
            waiting = [each for each in rest if each not in dose.parts]
            doses.append(dose)
    return adopted(flat, doses), dropped


def adopted(flat: str, doses: list[Dose]) -> list[Dose]:
    """12个，计划竣工3个，其中幼儿园7个、小学4个、初中1个: parts of the 12, as the sum says."""
    for place, dose in enumerate(doses[1:], 1):
        before = flat[doses[place - 1].figures[-1].end : dose.figures[0].start]
        if "其中" not in before:
            continue
        for end in range(len(doses), place + 1, -1):
            mine = doses[place:end]
            total = sum(each.value for each in mine)
            plain = all(not each.parts and each.measure == dose.measure for each in mine)
            whole = next((each for each in doses[:place] if each.value == total), None)
            if plain and whole and whole.measure == dose.measure and not whole.parts:
                whole.parts = [each.figures[0] for each in mine]
                return doses[:place] + doses[end:]
    return doses


def clause_of(before: str) -> str:
    return re.split(r"[，,。；;：:]", before)[-1]


def same(figure: Figure, dose: Dose) -> bool:
    return figure.measure == dose.measure and figure.value <= dose.value


def more(figure: Figure, dose: Dose) -> bool:
    return figure.measure == dose.measure and figure.value > dose.value


def told_why(figure: Figure) -> str:
    if figure.measure in ("户", "人", "名", "人次"):
        return "受益"
    return "面积" if figure.measure.endswith(("平方米", "亩", "公顷")) else "长度"


def describes(flat: str, last: Figure, mine: Figure) -> bool:
    """Whether a figure only says how long or large what the last one counts is: 12条、58公里."""
    if last.measure in SIZED and describes_on(flat, last, mine):
        return True
    between = flat[last.end : mine.start]
    summed = re.fullmatch(r"[，、]?(共计|总计|合计|共|总共|约)", between)
    return bool(summed) and last.measure in SIZED and mine.measure in LENGTHS


def describes_on(flat: str, last: Figure, mine: Figure) -> bool:
    """Whether one figure follows another at once with a measure of size: 、118万平方米."""
    between = flat[last.end : mine.start]
    describing = mine.measure in DESCRIBING and last.measure != mine.measure
    return describing and bool(DOUBLE.match(between))


def raised(flat: str, first: Figure, rest: list[Figure]) -> Dose | None:
    """由A提高到B, 新增A达到B, 在A基础上新增B: one promise with its baseline."""
    if not rest or rest[0].measure not in (first.measure, "个百分点"):
        return None
    if total := increase_and_total(flat, first, rest):
        return total
    last = rest[0]
    between, before = flat[first.end : last.start], flat[max(0, first.start - 30) : first.start]
    if len(between) > 60 or "；" in between:
        return None
    dose = Dose(last.value, first.measure, last.comparison, [first, last], first.value)
    if last.measure == first.measure and last.value != first.value:
        if RAISED.search(between) and FROM.search(before):
            return dose
        if first.why != "" or ON_BASE.search(between):
            return on_base(between, dose, rest[1:])
        if last.value > first.value and MORE.search(before) and totals(flat, first, between):
            dose.baseline = last.value - first.value
            return dose
    return on_base(between, dose, rest[1:]) if ON_BASE.search(between) else None


def increase_and_total(flat: str, first: Figure, rest: list[Figure]) -> Dose | None:
    """新增300个，总数由1200个提高到1500个: one promise, whose three figures agree."""
    if len(rest) < 2:
        return None
    start, end = rest[:2]
    told = FROM.search(flat[first.end : start.start]) and RAISED.search(flat[start.end : end.start])
    if not told or end.value - start.value != first.value or end.measure != first.measure:
        return None
    return Dose(end.value, end.measure, end.comparison, [first, start, end], start.value)


def totals(flat: str, first: Figure, between: str) -> bool:
    """Whether what follows an increase is the total of the same thing, or names none."""
    clause = clause_of(between)
    found = TOTAL.search(clause)
    if not found or HOPED.fullmatch(clause):
        return False
    thing = re.split("累计|总数|总量|总规模|保有量|总计|达到?|合计|增至|增加|扩大", clause)[0]
    thing = WHERE.sub("", thing.strip())
    said = flat[max(0, first.start - 40) : first.end] + between.split("，")[0]
    return len(thing) < 2 or thing in said or thing[-4:] in said


def on_base(between: str, dose: Dose, rest: list[Figure]) -> Dose | None:
    """A sum, unless the total is told; one told behind its sum is the same promise."""
    found = ON_BASE.search(between)
    if not found:
        return None
    first, last = dose.figures
    if not REACHES.search(between[found.end() :]):
        dose.value = first.value + last.value
        dose.computed = "sum"
        if rest and (rest[0].value, rest[0].measure) == (dose.value, dose.measure):
            dose.figures.append(rest[0])
            dose.computed = ""
    return dose


def yearly(flat: str, first: Figure, rest: list[Figure]) -> Dose | None:
    """每季度1次，全年4次 is 4; 每季度1次 alone is 4 too, as computed."""
    if first.measure not in EVENTS:
        return None
    before = clause_of(flat[max(0, first.start - 30) : first.start])
    found = EVERY.search(before) or PER.match(flat[first.end : first.end + 4])
    rate = RATE.match(flat, first.end)
    if not (found or rate):
        return None
    for each in rest[:2]:
        if each.measure == first.measure and IN_ALL.search(
            flat[max(0, each.start - 24) : each.start]
        ):
            return Dose(each.value, each.measure, each.comparison, [first, each])
    if found is None:
        return None
    times = TIMES[found["period"]]
    dose = Dose(first.value * times, first.measure, first.comparison, [first])
    dose.computed = "frequency" if times > 1 else ""
    return dose


def parts_of(flat: str, whole: Figure, rest: list[Figure]) -> list[Figure]:
    """The figures that 其中 or a bracket names as parts of the whole."""
    if not rest:
        return []
    between = flat[whole.end : rest[0].start]
    if len(between) > 40 or not INSIDE.search(between):
        return []
    named = re.search("其中|包括|包含|分别为", between)
    if not named and between.count("（") <= between.count("）"):
        return []
    found: list[Figure] = []
    bracket = "（" in between or "(" in between
    last = whole.end
    for each in rest:
        if bracket and re.search(r"[）)]", flat[last : each.start]) and found:
            break
        if (
            each.measure != whole.measure
            or sum(part.value for part in found) + each.value > whole.value
        ):
            break
        if "并" in flat[last : each.start] or re.search(r"另|此外", flat[last : each.start]):
            break
        found.append(each)
        last = each.end
    return found


def is_sum(flat: str, doses: list[Dose], last: Figure) -> bool:
    return bool(sum_of(flat, doses, last).parts)


def sum_of(flat: str, doses: list[Dose], last: Figure) -> Dose:
    """新建3所、改建5所，共8所: the whole that follows its parts."""
    whole = Dose(last.value, last.measure, last.comparison, [last])
    if not SUMMED.search(flat[max(0, last.start - 12) : last.start]):
        return whole
    parts: list[Figure] = []
    for dose in reversed(doses):
        if dose.measure != last.measure or dose.baseline is not None or dose.parts:
            break
        parts.insert(0, dose.figures[0])
    if len(parts) > 1 and sum(part.value for part in parts) == last.value:
        whole.parts = parts
    return whole
