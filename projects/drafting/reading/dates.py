"""Days by which something is to be done: 6月底前, 9月1日前, 上半年, 三季度末."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

DATE = re.compile(
    r"(?:(?P<year>20[0-9]{2})年?[.\-/年]?)?(?<![0-9.])(?P<month>1[0-2]|0?[1-9])月(?:份)?"
    r"(?:(?P<day>3[01]|[12][0-9]|0?[1-9])日|(?P<end>底|末)|(?P<mid>中旬|上旬"
    r"|下旬))?(?P<before>之?前|以前)?"
)
NUMERIC = re.compile(
    r"(?<![0-9])(?P<year>20[0-9]{2})[.\-/](?P<month>1[0-2]"
    r"|0?[1-9])(?:[.\-/](?P<day>[0-3]?[0-9]))?(?![0-9])"
)
QUARTER = re.compile(r"第?(?P<quarter>[一二三四1234])季度(?:末|底|前|内|结束前)*")
HALF = re.compile(r"上半年(?:末|底|前|内|结束前)?")
FEAST = re.compile(r"(?P<feast>国庆节?|中秋节?|五一|七一|八一|“五一”|“七一”)(?:前|期间前)")
TERM = re.compile(r"(?P<term>秋季|9月份?)?(?:学期)?开学(?:之?前)")
YEAR_END = re.compile(r"(?:20[0-9]{2}年)?(?:年底前?|年内|年末|全年)")
QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
FEASTS = {"国庆": (9, 30), "五一": (4, 30), "“五一”": (4, 30), "七一": (6, 30), "“七一”": (6, 30),
          "八一": (7, 31), "中秋": (9, 30)}  # fmt: skip
# A day that says when something is told of, held or counted, and not when it is due.
NOT_DUE_BEFORE = re.compile(r"(每年|每月|自|从|截至|截止|起自|由)$")
NOT_DUE_AFTER = re.compile(
    r"^(起|以来|至|—|-|~|～|、[0-9]|开始|份起|印发|票决|通过|召开|,?收集|出生)"
)


@dataclass(frozen=True)
class Told:
    """A day in a text; `day` is None for the year's end, `start` and `end` where it stands."""

    day: date | None
    start: int
    end: int


def last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def dates_in(flat: str, year: int) -> list[Told]:
    """The days by which something is due in a half-width text, in order.

    A day in another year is left out: what is due then is not this list's.
    """
    found: list[Told] = []
    for each in DATE.finditer(flat):
        if refused(flat, each):
            continue
        if each["year"] and int(each["year"]) != year:
            continue
        add(found, year, int(each["month"]), each["day"], each)
    for each in NUMERIC.finditer(flat):
        if int(each["year"]) == year:
            add(found, year, int(each["month"]), each["day"], each)
    for each in QUARTER.finditer(flat):
        if flat[max(0, each.start() - 1) : each.start()] != "每":
            add(found, year, QUARTERS[each["quarter"]], None, each)
    for each in HALF.finditer(flat):
        if "下半年" in flat[each.end() : each.end() + 20]:
            continue  # 其中上半年5个、下半年8个
        add(found, year, 6, None, each)
    for each in FEAST.finditer(flat):
        month, day = FEASTS[each["feast"].replace("节", "")]
        add(found, year, month, str(day), each)
    for each in TERM.finditer(flat):
        add(found, year, 8, "31", each)
    for each in YEAR_END.finditer(flat):
        if not each[0].endswith("全年"):
            found.append(Told(None, each.start(), each.end()))
    kept: list[Told] = []
    for told in sorted(found, key=lambda told: (told.start, -told.end)):
        if not kept or told.start >= kept[-1].end:
            kept.append(told)
    return kept


def refused(flat: str, each: re.Match) -> bool:
    before, after = flat[max(0, each.start() - 2) : each.start()], flat[each.end() : each.end() + 3]
    if NOT_DUE_BEFORE.search(before) or NOT_DUE_AFTER.match(after):
        return True
    return bool(re.search(r"[0-9][—\-~～至、]$", before))


def add(found: list[Told], year: int, month: int, day: str | None, each: re.Match) -> None:
    try:
        told = date(year, month, int(day)) if day else last_of(year, month)
    except ValueError:
        return
    is_end = (told.month, told.day) == (12, 31)
    found.append(Told(None if is_end else told, each.start(), each.end()))


ONLY_DATED = re.compile(
    r"^(力争|确保|计划|预计|项目|工程|任务|各项|全部|全面|基本|于|在|并|年内|年底|底|前|月|日"
    r"|份|[0-9]|年|，|季度|[一二三四上半])*"
    r"(完成|建成|竣工|交付|投用|投入使用|完工|通车|开工|投入运营|启用|验收|建成投用|到位|目标"
    r"|开放|对外开放|运营|运行|使用)+"
    r"(任务|建设|全部任务|投用|并投入使用|使用|交付)*$"
)


def dates_all(sentence: str) -> bool:
    """Whether a sentence only says when what stands before it is done: 10月底前全部完成."""
    return bool(ONLY_DATED.match(sentence.strip(" \n，")))
