"""A draft's values as the workbook words them, and the words read back.

What goes out comes back the same. What a person types instead is read where it can mean one
thing only; anything else raises BadCell with a sentence.
"""

import re

from projects.models import Target
from projects.values.months import in_words, short, span
from projects.values.numbers import half_width
from supervision.reports.entry import MONTH, TOTAL, Line

YES, NO = "是", "否"
CUMULATIVE, ADDED, TAKEN = "累计", "本月新增", "本月减少"
RAN, NOT_RUN = "已开展", "未开展"
MOST_LISTED = 24  # months in a drop-down: Excel takes 255 characters
# Not 2023.1, which a spreadsheet makes of both January and October.
MONTH_WORDS = re.compile(r"(20\d\d)[年/-](1[0-2]|0?[1-9])月?(?:[/-]\d{1,2})?")
DATE_WORDS = re.compile(r"(20\d\d)[年/.-](1[0-2]|0?[1-9])[月/.-](3[01]|[12]\d|0?[1-9])日?")
ONE_MONTH = re.compile(r"(?:20\d\d年)?(1[0-2]|0?[1-9])月?")


class BadCell(ValueError):
    """A cell that cannot be read; its text is the Chinese sentence to show."""


def mode_words(line: Line, mode: str) -> str:
    if mode == TOTAL:
        return CUMULATIVE
    return ADDED if line.rising else TAKEN


def read_mode(text: str) -> str:
    if text == CUMULATIVE:
        return TOTAL
    if text in (ADDED, TAKEN, ""):
        return MONTH
    raise BadCell(f"“{text[:20]}”不认识，请选“{ADDED}”或“{CUMULATIVE}”。")


def ran_words(line: Line, ran: list[str]) -> str:
    if not ran:
        return ""
    return RAN if ran == line.covers else "、".join(short(month) for month in ran)


def ran_choices(line: Line) -> list[str]:
    return [RAN, NOT_RUN]


def read_ran(line: Line, text: str) -> list[str]:
    if text in (RAN, "开展", YES):
        return line.covers
    if text in ("", NOT_RUN, NO):
        return []
    numbers = {int(month[5:]): month for month in line.covers}
    found = []
    for part in re.split("[、，,；; ]+", digits(text)):
        match = ONE_MONTH.fullmatch(part)
        if not match or int(match[1]) not in numbers:
            wanted = "、".join(f"{number}月" for number in numbers)
            raise BadCell(f"“{text[:20]}”不认识，请选“{RAN}”或“{NOT_RUN}”，或写月份（{wanted}）。")
        found.append(numbers[int(match[1])])
    return sorted(set(found))


def stage_months(line: Line) -> list[str]:
    return span(line.terms.start, line.covers[-1])


def stage_choices(line: Line) -> list[str]:
    return [in_words(month) for month in stage_months(line)[-MOST_LISTED:]]


def stage_words(month: str) -> str:
    """A draft may hold anything; only months are put into words."""
    return in_words(month) if re.fullmatch(r"20\d\d-\d\d", month) else month


def read_stage(line: Line, text: str) -> str:
    if text in ("", "未完成"):
        return ""
    match = MONTH_WORDS.fullmatch(digits(text))
    if not match:
        raise BadCell(f"“{text[:20]}”不是月份，请在下拉框里选，或写成 2023年9月。")
    month, known = f"{match[1]}-{int(match[2]):02d}", stage_months(line)
    if month > known[-1]:
        raise BadCell(f"{in_words(month)}晚于本次填报的月份。")
    if month < known[0]:
        raise BadCell(f"{in_words(month)}早于起算的{in_words(known[0])}。")
    return month


def read_tick(text: str) -> bool:
    if text in (YES, "√", "✓"):
        return True
    if text in ("", NO, "×"):
        return False
    raise BadCell(f"“{text[:20]}”不认识，请选“{YES}”或“{NO}”。")


def read_finish(text: str) -> str:
    """A date in any of the ways it is written; what is none is left for the form to refuse."""
    match = DATE_WORDS.fullmatch(digits(text))
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


def read_number(line: Line, text: str) -> str:
    """A number without the target's own measure behind it: 12.5公里 is 12.5 for kilometres."""
    measure = line.target.measure
    if measure and line.target.kind == Target.Kind.QUANTITY and text.endswith(measure):
        return text.removesuffix(measure).strip()
    return text


def digits(text: str) -> str:
    return half_width(text)
