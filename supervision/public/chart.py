"""A counted target's plan and readings as the geometry of a line chart, and as a table."""

from dataclasses import dataclass
from decimal import Decimal

from projects.values.months import number_in_year, short, span
from projects.values.numbers import plain
from supervision.published.disclosure import hidden
from supervision.published.figures import plan_at
from supervision.published.wording import number, said

# The drawing's measures, in its own units: 1 unit is about 1 px on a phone.
LEFT, RIGHT, TOP, BOTTOM = 44, 386, 26, 196


@dataclass(frozen=True)
class Row:
    """One month: what was planned and read by its end; empty where there is nothing yet."""

    month: str
    plan: str
    value: str


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Lines as SVG point lists. `runs` are the readings, broken where one is withheld."""

    plan: str
    runs: list[str]
    dots: list[Point]
    months: list[Point]
    grid: list[Point]
    now: Point
    rows: list[Row]
    measure: str
    described: str


def rows_of(facts: dict, month: str) -> list[Row]:
    first = min(facts["start"], month, *facts["plan"])
    last = max(facts["due"][:7], *facts["plan"], month)
    return [
        Row(
            each,
            plain(plan_at(facts, each)),
            said(facts["readings"][each]["value"]) if each in facts["readings"] else "",
        )
        for each in span(first, last)
    ]


def chart_of(facts: dict, month: str) -> Chart | None:
    """None for what cannot be drawn: no plan, or a plan of a single month."""
    if not facts.get("plan"):
        return None
    rows = rows_of(facts, month)
    if len(rows) < 2:
        return None
    low, high = extent(facts, rows)
    x = scale(Decimal(0), Decimal(len(rows) - 1), LEFT, RIGHT)
    y = scale(low, high, BOTTOM, TOP)
    places = {row.month: x(Decimal(at)) for at, row in enumerate(rows)}
    dots = [
        Point(places[row.month], y(number(row.value)), row.value)
        for row in rows
        if number(row.value) is not None
    ]
    at = places[month]
    return Chart(
        plan=joined((places[row.month], y(number(row.plan))) for row in rows),
        runs=runs_of(rows, places, y),
        dots=dots,
        months=[Point(places[row.month], 0, str(number_in_year(row.month))) for row in rows],
        grid=[Point(0, y(value), plain(value)) for value in ticks(low, high)],
        now=Point(at, 0, short(month)),
        rows=rows,
        measure=facts["measure"],
        described=described(facts, rows, month),
    )


def extent(facts: dict, rows: list[Row]) -> tuple[Decimal, Decimal]:
    """The lowest and the highest number to be drawn."""
    texts = [facts["baseline"], facts["target"]]
    texts += [text for row in rows for text in (row.plan, row.value)]
    values = [value for text in texts if (value := number(text)) is not None]
    return min(values), max(values)


def scale(low: Decimal, high: Decimal, start: int, end: int):
    """Numbers from low to high laid out evenly from start to end."""
    length = (high - low) or Decimal(1)

    def place(value: Decimal) -> float:
        return round(float(start + (end - start) * (value - low) / length), 1)

    return place


def joined(points) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def runs_of(rows: list[Row], places: dict[str, float], y) -> list[str]:
    runs, open_run = [], []
    for row in rows:
        if hidden(row.value):
            runs.append(open_run)
            open_run = []
        elif row.value:
            open_run.append((places[row.month], y(number(row.value))))
    return [joined(run) for run in [*runs, open_run] if len(run) > 1]


def ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Both ends and the round steps between them."""
    length = high - low
    unit = Decimal(10) ** (length.adjusted())
    step = next(unit * part for part in (Decimal("0.5"), 1, 2, 5) if length / (unit * part) <= 4.5)
    marks, mark = [low], (low // step + 1) * step
    while mark < high:
        if mark - low > step / 2 and high - mark > step / 2:
            marks.append(mark)
        mark += step
    return [*marks, high]


def described(facts: dict, rows: list[Row], month: str) -> str:
    """The chart in a sentence, for those who do not see it."""
    unit = facts["measure"]
    now = next(row for row in rows if row.month == month)
    reading = f"实际{now.value}{unit}" if now.value else "没有当月数据"
    return (
        f"{rows[0].month[:4]}年{short(rows[0].month)}至{short(rows[-1].month)}，"
        f"计划从{rows[0].plan}{unit}到{rows[-1].plan}{unit}；"
        f"截至{short(month)}底计划{now.plan}{unit}，{reading}。"
    )
