"""A document's head and foot: title, year, issuer, number, day."""

import datetime as dt
import itertools
import re
from collections import Counter
from dataclasses import dataclass

from projects.drafting.reading import words
from projects.values.numbers import half_width, of_characters

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}[〔\[［（(【﹝]20[0-9]{2}[〕\]］）)】﹞][ ]?(?:第)?[0-9]{1,4}[ ]?号"
)
YEAR = re.compile(r"(?P<year>20[0-9]{2})(?=年|—|-)")
ZERO = "〇○零Oo0"
CJK_YEAR = re.compile(r"二[〇○零Oo0][一二三四五六七八九〇零]{2}(?=年)")
ABOUT = re.compile(r"实事|民生工程|民生项目|惠民|为民办|民生")
ORGAN = (
    r"(人民政府办公室|人民政府|管理委员会|管委会|党政办公室|政府办公室|办公室|委员会"
    r"|街道办事处|党工委|区委|县委"
    r"|镇政府|区政府|县政府|市政府)"
)
NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?[0-9０-９]{1,2}[)）、.．](?![0-9])"
)
SIGNED = re.compile(rf"^[\u4e00-\u9fff]{{2,24}}?{ORGAN}$")
ISSUED = re.compile(
    rf"(?P<who>[\u4e00-\u9fff]{{2,24}}?{ORGAN})(近日|日前|已|正式)*(印发了|印发|发布了|制定了"
    rf"|出台了|下发了)《?"
)
ON = re.compile(rf"(?P<who>[\u4e00-\u9fff]{{2,24}}?{ORGAN})关于")
# 成文日期 on a line of its own, or behind who signed; 印发 is the printer's day below it.
FOOT_DAY = re.compile(
    rf"(?:.*(?P<who>{ORGAN})\s+)?[（(]?(?P<year>20[0-9]{{2}}|二[{ZERO}][一二三四五六七八九{ZERO}]{{2}})\s*年"
    rf"\s*(?P<month>[0-9一二三四五六七八九十]{{1,2}})\s*月"
    rf"\s*(?P<day>[0-9一二三四五六七八九十]{{1,3}})\s*日(?:印发)?[)）]?(?:印发)?"
)
RED_HEAD = re.compile(rf"^(?P<who>[\u4e00-\u9fff]{{2,24}}?{ORGAN})文件$")


@dataclass(frozen=True)
class Head:
    title: str
    year: int | None
    issuer: str
    document_number: str
    issued_on: dt.date | None


def read_head(text: str, list_start: int) -> Head:
    """Return what stands above the list, and its signature below."""
    flat = half_width(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    title = title_of(text[:list_start].split("\n"), lines)
    numbers = [each for each in NUMBER.finditer(flat)]
    return Head(
        title=title[:100],
        year=year_of(half_width(title), flat),
        issuer=issuer_of(flat, [half_width(line) for line in lines]),
        document_number=clean_number(numbers[0][0]) if numbers else "",
        issued_on=day_of([half_width(line) for line in lines]),
    )


def clean_number(told: str) -> str:
    return re.sub(r"^(根据|按照|依据|关于|的|和|对照|以)+", "", told.replace(" ", ""))


def title_of(above: list[str], lines: list[str]) -> str:
    """The last line above the list that names it, else the first line of all."""
    above = [line.strip() for line in above if line.strip()]
    for line in reversed(above):
        if "\t" in line or "|" in line:
            continue
        if 6 <= len(line) <= 60 and ABOUT.search(line) and not re.search(r"[。；：:，]", line):
            if re.search(r"^附件|^[一二三四五六七八九十]、|^（", line):
                continue
            return line
    named = re.search(r"《([^》\n]{4,60}(实事|民生)[^》\n]{0,30})》", "\n".join(above[:12]))
    if named:
        return named[1]
    if not above and lines and NUMBERED.match(lines[0]):
        return ""
    plain = [line for line in above or lines[:1] if not re.search(r"[\t|]", line)]
    first = next((line for line in plain if len(line) <= 60), "")
    return "" if re.search(r"[。；]", first) else first


def year_of(title: str, flat: str) -> int | None:
    if found := YEAR.search(title):
        return int(found["year"])
    named = re.search(r"(20[0-9]{2})年?[^，。\n]{0,12}(实事|民生|惠民|为民)", flat)
    if named:
        return int(named[1])
    if cjk := CJK_YEAR.search(flat):
        return in_digits(cjk[0])
    years = Counter(int(each["year"]) for each in YEAR.finditer(flat[:5000]))
    if not years:
        number = re.search(r"[〔\[（](20[0-9]{2})[〕\]）]", flat)
        return int(number[1]) if number else None
    return max(years, key=lambda year: (years[year], -year))


def in_digits(year: str) -> int:
    """2023 of 2023 or of 二〇二三."""
    if year.isdecimal():
        return int(year)
    return int("".join(str(max("〇一二三四五六七八九".find(each), 0)) for each in year))


def issuer_of(flat: str, lines: list[str]) -> str:
    """Who signed it, else who is said to have issued it."""
    for place, line in enumerate(lines[1:], 1):
        if words.DATED.match(line) and SIGNED.match(lines[place - 1]):
            return lines[place - 1]
    for line, after in itertools.pairwise(lines[:10]):
        if found := RED_HEAD.match(line):
            return found["who"]
        if after.startswith("关于") and SIGNED.match(line.split()[-1]):
            return line.split()[-1] if len(line.split()) > 2 else "、".join(line.split())
    for pattern in (ISSUED, ON):
        if found := pattern.search(flat[:4000]):
            return re.sub(r"^(根据|按照|近日|日前|经|由|为|结合|内容)+", "", found["who"])
    return ""


def day_of(lines: list[str]) -> dt.date | None:
    """The day under the document: below who signed it, else the last that stands alone."""
    signed, alone, printed = [], [], []
    for before, line in itertools.pairwise(["", *lines]):
        found = FOOT_DAY.fullmatch(line)
        day = found and written_day(found)
        if not day:
            continue
        if line.rstrip("）)").endswith("印发"):
            printed.append(day)
        elif found["who"] or SIGNED.match(before):
            signed.append(day)
        else:
            alone.append(day)
    for days in (signed, alone, printed):
        if days:
            return days[-1]
    return None


def written_day(found: re.Match) -> dt.date | None:
    month, day = (
        int(part) if part.isdecimal() else of_characters(part)
        for part in found.group("month", "day")
    )
    try:
        return dt.date(in_digits(found["year"]), month or 0, day or 0)
    except ValueError:
        return None
