"""各建2处 in two places is 4; 幼儿园、小学各2所 are two promises of 2."""

import re
from dataclasses import replace
from decimal import Decimal

from projects.drafting.reading.dose import EACH, EACH_VERB, ONE_EACH, PLACE, PLACES, Dose
from projects.drafting.reading.figures import Figure
from projects.drafting.reading.found import Comparison, Span
from projects.drafting.reading.sentences import Clause

LIST = re.compile(r"[、和及与]|以及")
LEAD_IN = re.compile(
    r"^(分别)?(在|于|对|为|依托|新建|改建|改扩建|扩建|建设|建成|新增|打造|改造|新改扩建|增设|完成)+"
)
# 在2处湿地各建观鸟亭3座: what is counted, right before 各.
NOUN = re.compile(r"[\u4e00-\u9fff]{1,10}")
# 丰泽苑、南苑小区: the last name's noun goes for all of them.
SHARED = re.compile(r"(小区|社区|街道|[镇村路]|片区|校区)$")
VERB = re.compile(r"(新建|改建|扩建|新增|建设|建成|建|完成|设置|设立|开展|举办|改造|打造|安装)$")
# 东城、西城各建书房, 每个镇建书房: the places are multiplied out and stand in the text.
DISTRIBUTED = re.compile(rf"^.*?((各|均|分别)自?|每个?[\u4e00-\u9fff]{{1,4}}?)(?={EACH_VERB})")


def multiplied(
    flat: str, clause: Clause, dose: Dose, scopes: list[Figure]
) -> tuple[list[Dose], list[Figure]]:
    """The doses that 各 makes of one, and the figures used up in counting the places."""
    figure = dose.figures[0]
    before = flat[clause.start : figure.start]
    found = EACH.search(before)
    if not found or len(dose.figures) > 1:
        return [dose], []
    each_at = clause.start + found.start()
    counted = [
        each
        for each in scopes
        if clause.start <= each.start < figure.start
        and (
            PLACES.match(flat[each.end - len(each.measure) : each.end + 6])
            or NOUN.fullmatch(flat[each.end : each_at])
        )
    ]
    if counted:
        dose.value = figure.value * counted[-1].value
        dose.computed = "each"
        return [dose], counted
    names, start = listed(before[: found.start()])
    if len(names) < 2:
        if above := places_above(flat, clause, scopes):
            dose.value = figure.value * above.value
            dose.computed = "each"
        return [dose], []
    if (
        re.match(r"(分别)?(在|于|对)", before[start:].lstrip())
        or all(PLACE.search(name) for name in names)
        or SHARED.search(names[-1])
    ) and (not re.search(r"(小学|中学|学校)$", names[-1]) or "在" in before):
        dose.value = figure.value * len(names)
        dose.computed = "each"
        return [dose], []
    return of_each(clause, before, start, names, dose), []


def places_above(flat: str, clause: Clause, scopes: list[Figure]) -> Figure | None:
    """对马家、杨庄2处敬老院改造，新增床位各60张: the places that the clause before counts."""
    above = [each for each in scopes if 0 < clause.start - each.end <= 30]
    if above and above[-1].measure in ("处", "所", "家", "个", "座") and 2 <= above[-1].value <= 20:
        return above[-1]
    return None


def listed(before: str) -> tuple[list[str], int]:
    """The names that stand before 各, and where they begin."""
    told = VERB.sub("", before.rstrip())
    lead = LEAD_IN.match(told.lstrip())
    start = len(told) - len(told.lstrip()) + (lead.end() if lead else 0)
    names = [name.strip() for name in LIST.split(told[start:]) if name.strip()]
    return names, 0


def of_each(clause: Clause, before: str, start: int, names: list[str], dose: Dose) -> list[Dose]:
    found = []
    for name in names:
        at = before.find(name)
        span: Span = (clause.start + at, clause.start + at + len(name))
        mine = replace(dose, figures=list(dose.figures))
        mine.spans = [span, (clause.start + len(before), dose.figures[0].end)]
        found.append(mine)
    return found


def for_each(flat: str, dose: Dose, clause: Clause, scopes: list[Figure]) -> list[Figure]:
    """每个镇街建成1处，全区12个镇街…: multiplied where the places are counted.

    Where they are not, what is built in every place is a share of the places: coverage.
    """
    figure = dose.figures[0]
    before = flat[clause.start : figure.start]
    found = ONE_EACH.search(before)
    if not found or dose.measure in ("%", "次", "场", "期", "场次", "人次"):
        return []
    place = re.sub(r"^每个?", "", found[0])[:2]
    counted = [
        each
        for each in scopes
        if each is not figure and flat[each.end : each.end + 4].startswith(place[:1])
    ]
    if counted:
        dose.value = figure.value * counted[-1].value
        dose.computed = "each"
        return counted[-1:]
    if figure.measure != "元":
        dose.value, dose.measure, dose.comparison = Decimal(100), "%", Comparison.EXACTLY
        dose.computed = "share"
    return []


def undistributed(name: str) -> str:
    """建书房 of 东城、西城各建书房."""
    found = DISTRIBUTED.match(name)
    if found and not re.fullmatch(EACH_VERB, name[found.end() :]):
        return name[found.end() :]
    if found and (what := re.match("(.{2,}?)分别在", name)):
        return what[1]
    return re.sub("(?<=.)各自?", "", name)  # 人民路和解放路各栽500株 does not say what
