"""Finding the month and the narrowing that a person asks for, in their own words."""

from projects.errors import Refused
from projects.models import Programme, Project
from projects.values.months import in_words, is_month
from supervision.models import Card, Period
from supervision.status_sheet.status import Wanted


def closed_period(year: int, month: str = "") -> Period:
    """The closed period asked for, else the last closed one; Refused where there is none."""
    if month and not is_month(month):
        raise Refused(f"“{month[:20]}”不是月份，请写成 2023-09。")
    periods = Period.everything.filter(programme=Programme.everything.of_year(year))
    closed = periods.closed().select_related("programme")
    if not month:
        if last := closed.last():
            return last
        raise Refused(f"{year}年还没有定稿的月份。")
    if found := closed.filter(month=month).first():
        return found
    if periods.filter(month=month).exists():
        raise Refused(f"{in_words(month)}还没有定稿，定稿后才能导出推进情况表。")
    raise Refused(f"{year}年清单没有{in_words(month)}的调度。")


def wanted(category: str = "", unit: str = "", card: str = "") -> Wanted:
    """From words as printed on the sheet: 托育教育, 教育（演示）, 黄牌."""
    categories = {label: value for value, label in Project.every_category()}
    colours = {label: value for value, label in Card.Colour.choices}
    if category and category not in categories:
        raise Refused(f"没有“{category[:20]}”这个类别，可用：{'、'.join(categories)}。")
    if card and card not in colours:
        raise Refused(f"没有“{card[:20]}”这种亮牌，可用：{'、'.join(colours)}。")
    return Wanted(categories.get(category, ""), unit, colours[card] if card else None)
