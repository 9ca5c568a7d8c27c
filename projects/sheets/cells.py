"""Reading cells as offices type them; every refusal is a sentence for the cell."""

import datetime as dt
import re
from decimal import Decimal

from projects.spreadsheets.reading import Day, Number
from projects.values import days
from projects.values.months import in_words, is_month, number_in_year, read_month
from projects.values.numbers import BadNumber, half_width, plain, read_number
from projects.values.points import read_degrees

SERIALS = range(10_000, 80_000)  # days since 1900 as spreadsheets count them: 1927 to 2119
CLEARED = "清空"
YES = {"是", "√", "✓", "✔", "1", "开展", "有"}
NO = {"", "否", "×", "0", "无"}
PHONE_LOST = re.compile(r"(?![48]00)[2-9]\d{8,9}")  # an area code without its 0


class BadCell(ValueError):
    """A cell that cannot be taken; its text is the Chinese sentence to show."""

    def __init__(self, column: str, why: str):
        super().__init__(why)
        self.column = column


def needed(row: dict, column: str) -> str:
    if found := row.get(column, ""):
        return found
    raise BadCell(column, "没有填写。")


def kept(row: dict, column: str, standing, read=None):
    """The cell's value; an empty cell or absent column leaves what stands, 清空 clears it."""
    text = row.get(column, "")
    if not text:
        return standing
    if text == CLEARED:
        return "" if isinstance(standing, str) else None
    return read(row, column) if read else text


def number(row: dict, column: str) -> Decimal:
    try:
        return read_number(needed(row, column))
    except BadNumber as error:
        raise BadCell(column, str(error)) from error


def degrees(row: dict, column: str) -> Decimal:
    try:
        return read_degrees(needed(row, column))
    except BadNumber as error:
        raise BadCell(column, str(error)) from error


def whole_number(row: dict, column: str) -> int:
    value = number(row, column)
    if value != value.to_integral_value() or value > 9999999:
        raise BadCell(column, f"“{row[column][:20]}”不是序号，请填整数。")
    return int(value)


def month(row: dict, column: str, year: int) -> str:
    """A month as 2023-09, from 2023-09, 2023年9月, 9月 or 9, or a day of it."""
    text = needed(row, column)
    if isinstance(text, Number) and "." in text:
        doubt = "分不清是1月还是10月" if text.endswith(".1") else "不是月份"
        raise BadCell(column, f"{text}是数字，{doubt}，请写成 {year}-10 或 {year}年10月的样子。")
    found = read_month(text, year)
    if not found:
        raise BadCell(column, f"“{text[:20]}”不是月份，请写成 2023-09 或 9月。")
    if isinstance(text, Day) and found[:4] not in (str(year), str(year + 1)):
        raise BadCell(column, f"文件里是日期{text}，请核对年份，写成 2023-09 或 9月。")
    return found


def day(row: dict, column: str) -> dt.date:
    text = half_width(needed(row, column))
    if isinstance(row[column], Number) and text.isdecimal() and int(text) in SERIALS:
        meant = dt.date(1899, 12, 30) + dt.timedelta(int(text))
        raise BadCell(column, f"{text}是日期的序号（{meant}），请写成 {meant} 再上传。")
    if text.isdecimal() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        return days.read_day(text)
    except days.BadDay as error:
        raise BadCell(column, str(error)) from None


def phone(row: dict, column: str) -> str:
    text = needed(row, column)
    if PHONE_LOST.fullmatch(text):
        raise BadCell(
            column,
            f"“{text}”像是少了区号开头的0，请核对，写成 0537-2345678 的样子再上传。",
        )
    return text


def choice(row: dict, column: str, choices: list[tuple[str, str]]) -> str:
    """The value behind a word."""
    values = {label: value for value, label in choices}
    text = needed(row, column)
    if text not in values:
        raise BadCell(column, f"“{text[:20]}”不在可填的词里，请填{'或'.join(values)}。")
    return values[text]


def ticked(row: dict, column: str) -> bool:
    text = row.get(column, "")
    if text in YES or text in NO:
        return text in YES
    raise BadCell(column, f"“{text[:20]}”看不懂，开展的月份请填“是”，不开展的空着。")


def months_of_year(row: dict, column: str, year: int) -> list[str]:
    """Months from 1-12, 4—11月 or 3、6、9、11."""
    text = needed(row, column)
    if isinstance(text, Day) or (isinstance(text, Number) and "." in text):
        raise BadCell(column, lost_span(text))
    found: list[str] = []
    for part in re.split("[、,，;；和 ]+", half_width(text).removesuffix("月")):
        ends = re.split("[-—–~～至到]+", part) if not is_month(part) else [part]
        months = [read_month(end, year) for end in ends]
        if not all(months) or len(months) > 2 or months[0] > months[-1]:
            raise BadCell(column, f"“{text[:30]}”不是月份，请写成 1-12 或 3、6、9。")
        first, final = number_in_year(months[0]), number_in_year(months[-1])
        if months[0][:4] != months[-1][:4]:
            raise BadCell(column, "跨年的月份请分开写。")
        found += [f"{months[0][:4]}-{each:02d}" for each in range(first, final + 1)]
    if len(set(found)) < len(found):
        raise BadCell(column, f"“{text[:30]}”里有重复的月份。")
    return sorted(found)


def lost_span(text: str) -> str:
    """What became of 1-12 in a spreadsheet, and how to write it so that it stays."""
    if isinstance(text, Day):
        first, last = int(text[5:7]), int(text[8:])
        return (
            f"表格软件把它变成了日期{text}。若是{first}月至{last}月，请写成“{first}月至{last}月”；"
            f"若只是{in_words(text[:7])}，请写成“{in_words(text[:7])}”。"
        )
    return f"{text}是数字，看不出是哪几个月，请写成“1月至12月”或“3、6、9”。"


def shown(value) -> str:
    """A stored value as a sheet would hold it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain(value) if isinstance(value, Decimal) else str(value or "")
