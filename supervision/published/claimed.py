"""Shares and days as sentences say them: 六成多, 三分之二, 过半; 11月底, 十二月三十日, 年底."""

import calendar
import datetime as dt
import re
from fractions import Fraction

from projects.values.months import shift
from projects.values.numbers import half_width, of_characters

ONE = "[一二两三四五六七八九十]"
# 完成, 成立 and 成员 are no tenths, 半年 and 时间过半 no half of the work.
SHARE = re.compile(
    rf"(?:超过?|超|逾|近|约|将近|接近|不足|不到|大约|至少)?(?<![\d一二三四五六七八九十])(?:{ONE}|\d)成"
    r"(?![立员为果品长本功就效套熟交都型绩人年不新])(?:多|半|以上|以下|左右)?"
    rf"|(?:超过?|近|约|将近|接近|不足|不到)?(?<!百){ONE}{{1,3}}分之{ONE}{{1,3}}(?:多|以上|左右)?"
    r"|(?<!时间)(?<!时间已)(?:过半|超半|近半|将近一半|(?:超过|超|近|约|不到|不足)?一半|(?:超|过|近)?半数|一大半|大半)"
    r"(?![年天月日个夜小])(?:以上|左右)?"
    r"|绝?大部分|(?:绝?大)?多数|[小少]部分|基本(?=完成|完工|竣工|建成|办结|到位)|[½⅓⅔¼¾]"
    r"|百分之?百"
)
MORE = re.compile(r"超|逾|过|[^大绝]多$|以上|至少|大半|大部分|多数")
LESS = re.compile(r"近|不足|不到|以下|[小少]部分")
FRACTIONS = {"½": 50, "⅓": Fraction(100, 3), "⅔": Fraction(200, 3), "¼": 25, "¾": 75}
ABOUT = Fraction(5)

MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
DIGIT = "[一二三四五六七八九]"
NUMBER = rf"(?:[12]?\d|3[01]|[廿卅]{DIGIT}?|[一二三]?十{DIGIT}?|{DIGIT})"
DAY = re.compile(
    rf"(?:(?P<year>20\d\d)年|(?P<next>明年|次年)|今年|本年)?(?<!\d)(?P<month>{MONTH})份?"
    rf"(?:(?P<day>{NUMBER})[日号]|(?P<part>底|末|上旬|中旬|下旬|初|中)(?![心央])|(?!\d|[个以后来]))"
    r"|(?P<quarter>第?[一二三四1-4]季度)|(?P<later>明年|次年)(?!\d|[一二三四五六七八九十底])"
    r"|(?P<late>明年底|年底|年末|年内|岁末)|(?P<coming>下个?月)(?P<coming_end>底|末)?"
)
PARTS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31)}
END = (25, 31)


def number_of(text: str) -> int | None:
    text = half_width(text)
    return int(text) if text.isdigit() else of_characters(text)


def share_of(phrase: str) -> tuple[Fraction, Fraction]:
    """From and to, in percent, of a phrase that `SHARE` found."""
    if phrase.startswith("百分"):
        return Fraction(100), Fraction(100)
    if phrase == "基本":
        return Fraction(90), Fraction(100)
    if phrase in FRACTIONS:
        return FRACTIONS[phrase] - ABOUT / 2, FRACTIONS[phrase] + ABOUT / 2
    if "分之" in phrase:
        below, above = re.search(rf"({ONE}+)分之({ONE}+)", phrase).groups()
        value = Fraction(100 * (number_of(above) or 0), number_of(below) or 1)
        width = Fraction(5)
    elif tenths := re.search(rf"({ONE}|\d)成(半)?", phrase):
        value = Fraction(10 * (number_of(tenths[1]) or 0) + (5 if tenths[2] else 0))
        width = Fraction(10)
    else:
        value, width = Fraction(50), Fraction(50)
    if MORE.search(phrase):
        return value, value + width
    if LESS.search(phrase):
        return value - min(width, 10), value
    return value - ABOUT / 2, value + ABOUT / 2


def days_of(found: re.Match, until: dt.date) -> tuple[dt.date, dt.date] | None:
    """First and last day of what `DAY` found in words of a month whose figures hold `until`."""
    year, month, first, last = until.year, until.month, 1, 31
    if found["late"]:
        year, month = year + ("明年" in found["late"]), 12
        if found["late"] == "年内":
            return until, dt.date(year, 12, 31)
    elif found["later"]:
        return dt.date(year + 1, 1, 1), dt.date(year + 1, 12, 31)
    elif found["quarter"]:
        quarter = number_of(found["quarter"].strip("第季度")) or 1
        end = calendar.monthrange(year, 3 * quarter)[1]
        return dt.date(year, 3 * quarter - 2, 1), dt.date(year, 3 * quarter, end)
    elif found["coming"]:
        year, month = map(int, shift(f"{until:%Y-%m}", 1).split("-"))
        first = END[0] if found["coming_end"] else 1
    else:
        month = number_of(found["month"].removesuffix("月")) or 0
        year = int(found["year"] or year) + bool(found["next"])
        if found["day"]:
            first = last = number_of(found["day"]) or 0
        elif part := found["part"]:
            first, last = PARTS.get(part, END)
    if not (1 <= month <= 12 and first >= 1):
        return None
    end = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(first, end)), dt.date(year, month, min(last, end))
