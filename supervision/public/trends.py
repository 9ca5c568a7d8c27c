"""The cards of the last months, as a row of small shapes with their words."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from projects.values.months import shift, short
from supervision.models import Period, ShownCard
from supervision.published.wording import Grade, Grading

MONTHS = 6


@dataclass(frozen=True)
class Trend:
    """Grades by month, the oldest first; `words` say the same to those who do not see them."""

    grades: list[Grade]
    words: str


def trends(keys: list[int], period: Period | None, grading: Grading | None) -> dict[int, Trend]:
    """By project; none where no colours are shown. One query."""
    if not (period and grading and grading.coloured):
        return {}
    shown = ShownCard.public.filter(
        project__in=keys,
        period__programme=period.programme_id,
        period__month__gt=shift(period.month, -MONTHS),
        period__month__lte=period.month,
    )
    months = defaultdict(list)
    rows = shown.order_by("period__month").values_list("project_id", "period__month", "colour")
    for key, month, colour in rows:
        months[key].append((month, grading.grade(colour)))
    return {key: trend(found) for key, found in months.items() if len(found) > 1}


def trend(months: list[tuple[str, Grade]]) -> Trend:
    runs = []
    for grade, run in groupby(months, key=lambda pair: pair[1]):
        own = [month for month, _ in run]
        first, last = short(own[0]), short(own[-1])
        when = first if first == last else f"{first}至{last}"
        runs.append(f"{when}{grade.name or grade.words}")
    return Trend([grade for _, grade in months], "，".join(runs))
