"""Figures worth a question: advice for the clerk and the officer, never a colour (docs/rules.md).

Each check is given plain figures, cumulative by month, and answers with a sentence or "".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from supervision.rules.numbers import words

# This month and six before it: half a year of landing exactly on plan is no accident.
EQUAL_MONTHS = 7
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


@dataclass(frozen=True, slots=True)
class Series:
    """A counted target as reported: `readings` and `plan` are cumulative by month "2023-09".

    `month` is the month being reported and `value` its new figure; `readings` are earlier ones.
    """

    baseline: Fraction
    target: Fraction
    step: Fraction
    measure: str
    month: str
    value: Fraction
    readings: Mapping[str, Fraction]
    plan: Mapping[str, Fraction]

    @property
    def sign(self) -> int:
        return 1 if self.target > self.baseline else -1

    @property
    def last(self) -> Fraction:
        return self.readings[max(self.readings)] if self.readings else self.baseline

    @property
    def last_month(self) -> str:
        return max(self.readings, default="")

    def planned(self, month: str) -> Fraction:
        known = [point for point in self.plan if point <= month]
        return self.plan[max(known)] if known else self.baseline


def fall(series: Series) -> str:
    if not series.readings or (series.value - series.last) * series.sign >= 0:
        return ""
    unit = series.measure
    return f"累计数{words(series.value)}{unit}比上次的{words(series.last)}{unit}倒退了。"


def over_target(series: Series) -> str:
    if (series.value - series.target) * series.sign <= 0:
        return ""
    unit = series.measure
    return f"累计数{words(series.value)}{unit}超过了目标{words(series.target)}{unit}。"


def jump(series: Series) -> str:
    """More than half the year's work in one go, or a third of it in December, unplanned."""
    growth = (series.value - series.last) * series.sign
    planned = (series.planned(series.month) - series.planned(series.last_month)) * series.sign
    limit = THIRD if series.month.endswith("-12") else HALF
    if growth <= abs(series.target - series.baseline) * limit or growth <= planned:
        return ""
    expected = words(max(planned, Fraction(0)))
    return f"这一次就新增{words(growth)}{series.measure}，远多于计划的{expected}{series.measure}。"


def on_threshold(series: Series, thresholds: Sequence[Fraction]) -> str:
    """Exactly the figure that just escapes a worse colour: one step less would not.

    `thresholds` are gaps to the plan in points, as the policy's bands begin.
    """
    span = abs(series.target - series.baseline)
    planned = series.planned(series.month)
    for threshold in thresholds:
        gap = (planned - series.value) * series.sign * 100 / span
        one_less = gap + series.step * 100 / span
        line = f"落后{words(threshold)}个百分点的界线"
        if 0 < gap == threshold:
            return f"这个数恰好落在{line}上。"
        if 0 < gap < threshold <= one_less:
            return f"这个数刚好没到{line}，再差{words(series.step)}{series.measure}就到了。"
    return ""


def always_on_plan(series: Series) -> str:
    """The plan's own figure month after month, the target not yet reached."""
    if series.value == series.target:
        return ""
    readings = {**series.readings, series.month: series.value}
    equal = 0
    for month in sorted(readings, reverse=True):
        if readings[month] != series.planned(month) or readings[month] == series.baseline:
            break
        equal += 1
    if equal < EQUAL_MONTHS:
        return ""
    return f"已连续{equal}个月与计划数完全相同。"


def figures(series: Series, thresholds: Sequence[Fraction]) -> list[str]:
    """Every question a counted figure raises."""
    asked = [
        fall(series),
        over_target(series),
        jump(series),
        on_threshold(series, thresholds),
        always_on_plan(series),
    ]
    return [sentence for sentence in asked if sentence]


def places_disagree(
    value: Fraction,
    places: Sequence[tuple[Fraction, Fraction | None]],
    step: Fraction,
    measure: str,
) -> str:
    """What is reported against the list of places, each (quantity, how much of it is built).

    A place of which nothing was said (None) may already count for all but the last step of its
    quantity.
    """
    built = sum((done for _, done in places if done is not None), Fraction(0))
    under_way = sum((quantity - step for quantity, done in places if done is None), Fraction(0))
    if not places or built <= value <= built + under_way:
        return ""
    return f"点位清单中已建成的合计{words(built)}{measure}，与填报的{words(value)}{measure}对不上。"


# What says which month it is, and the words of which a sentence that says nothing is made.
MONTHS = re.compile(r"(?:20\d\d年)?(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?|[上本]月")
STOCK = re.compile(
    "(?:各|该|此|本月|目前|当前|下月|下步|下一步|下阶段|进一步|项目?|工程|各方|部门|工作|任务|情况|均|正|在|将|已|一切|总体|整体|"
    "按照?|按期|按时|如期|照|依|年初|年度|既定|计划|序时|时序|时间|进度|节点|要求|"
    "严格|认真|切实|大力|有力|高效|高质量|有序|有条不紊|按部就班|稳步|扎实|持续|继续|正常|全面|积极|顺利|良好|加快|抓紧|"
    "进展|推进|推动|开展|进行|实施|落实|跟进|跟踪|抓好|做好|保持|加强|加大|强化|压实|力度|责任|调度|督促|协调|配合|督导|"
    "同|与|和|上月|上期|同上|同前|前期|相同|一致|一样|符合|暂?无|没有|异常|变化|问题|详?见|附件|中|了|地|的)+"
)
PHRASE = re.compile(
    "推进|推动|开展|进行|实施|落实|正常|顺利|良好|跟进|跟踪|抓好|做好|加强|加大|强化|压实|督促|督导|协调|"
    "同上|同前|相同|一致|一样|无|没有|见|符合"
)


def letters(text: str) -> str:
    """The text without white space and punctuation."""
    return "".join(char for char in text if char.isalnum())


def same_words(text: str, former: str) -> str:
    """How a narrative repeats the one before, white space and punctuation apart; "" if not."""
    now, before = letters(text), letters(former)
    if now and now == before:
        return "进展文字与上期完全相同。"
    now, before = MONTHS.sub("", now), MONTHS.sub("", before)
    return "进展文字与上期相同，只改了月份。" if now and now == before else ""


def stock_words(text: str) -> bool:
    """Whether a narrative is nothing but 按计划推进, 同上月, 无 and the like, or signs alone."""
    plain = MONTHS.sub("", letters(re.sub("同上个?月", "同前", text)))
    if not plain:
        return bool(text.strip())
    return bool(STOCK.fullmatch(plain) and PHRASE.search(plain))
