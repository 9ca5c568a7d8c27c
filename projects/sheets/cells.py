"""Reading cells as offices type them; every refusal is a sentence for the cell."""

import datetime as dt
import re
from decimal import Decimal

from projects.values.days import BadDay
from projects.values.days import read_day as read
from projects.values.months import is_month, number_in_year, read_month
from projects.values.numbers import BadNumber, half_width, read_number

YES = {"是", "√", "✓", "✔", "1", "开展", "有"}
NO = {"", "否", "×", "0", "无"}


class BadCell(ValueError):
    """A cell that cannot be taken; its text is the Chinese sentence to show."""

    def __init__(self, column: str, why: str):
        super().__init__(why)
        self.column = column


def needed(row: dict, column: str) -> str:
    if found := row.get(column, ""):
        return found
    raise BadCell(column, "没有填写。")


def number(row: dict, column: str) -> Decimal:
    try:
        return read_number(needed(row, column))
    except BadNumber as error:
        raise BadCell(column, str(error)) from error


def whole(row: dict, column: str) -> int:
    value = number(row, column)
    if value != value.to_integral_value() or value > 9999999:
        raise BadCell(column, f"“{row[column][:20]}”不是序号，请填整数。")
    return int(value)


def month(row: dict, column: str, year: int) -> str:
    """A month as 2023-09, from 2023-09, 2023年9月, 9月 or 9, or the day Excel made of it."""
    found = read_month(needed(row, column), year)
    if not found:
        raise BadCell(column, f"“{row[column][:20]}”不是月份，请写成 2023-09 或 9月。")
    return found


def day(row: dict, column: str) -> dt.date:
    return read_day(needed(row, column), column)


def read_day(text: str, column: str) -> dt.date:
    try:
        return read(text)
    except BadDay as error:
        raise BadCell(column, str(error)) from None


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
    text = half_width(needed(row, column)).removesuffix("月")
    found: list[str] = []
    for part in re.split("[、,，;；和 ]+", text):
        ends = re.split("[-—–~～至到]+", part) if not is_month(part) else [part]
        months = [read_month(end, year) for end in ends]
        if not all(months) or len(months) > 2 or months[0] > months[-1]:
            raise BadCell(column, f"“{row[column][:30]}”不是月份，请写成 1-12 或 3、6、9。")
        first, final = number_in_year(months[0]), number_in_year(months[-1])
        if months[0][:4] != months[-1][:4]:
            raise BadCell(column, "跨年的月份请分开写。")
        found += [f"{months[0][:4]}-{each:02d}" for each in range(first, final + 1)]
    if len(set(found)) < len(found):
        raise BadCell(column, f"“{row[column][:30]}”里有重复的月份。")
    return sorted(found)
