"""Whether a bulletin's text may stand: its placeholders known, its figures not typed by hand."""

from collections.abc import Iterable

from projects.errors import Refused
from supervision.published.bulletin_text.filling import (
    FIGURE,
    NO_COUNTS,
    PLACEHOLDER,
    holding,
    names,
    number_in,
    typed_figures,
    unmatched,
)
from supervision.published.bulletin_text.values import Values

MOST_LETTERS = 5000
# Projects whose numbers typed figures are held against: more are not read for one page.
MOST_PROJECTS = 200
MOST_NAMED = 3


def problems(text: str, values: Values) -> list[str]:
    """What must be mended, as sentences; empty where the text may stand."""
    if len(text) > MOST_LETTERS:
        return [f"最多{MOST_LETTERS}字，现在有{len(text)}字。"]
    found = [said for name in names(text) if (said := unknown(name, values))]
    if unmatched(text):
        found.append("大括号没有成对：占位符要写成 {滞后数} 这样，大括号不作别用。")
    return [*found, *copied(text, values)]


def unknown(name: str, values: Values) -> str:
    try:
        values(name)
    except Refused as refused:
        return str(refused)
    return ""


def copied(text: str, values: Values) -> list[str]:
    """Figures with their measure that a placeholder gives: 90口 where {项目12.累计} says it."""
    rest = NO_COUNTS.sub(lambda found: " " * len(found[0]), PLACEHOLDER.sub(" ", text))
    starts = [found.start() for found in FIGURE.finditer(rest)]
    if not starts:
        return []
    measured = [(name, value) for name, value in known(values) if not value.isdigit()]
    return [
        f"“{value}”请改用占位符 {{{name}}}，数字由系统填写；与数据无关的写成汉字。"
        for value, name in {value: name for name, value in measured if number_in(value)}.items()
        if any(rest.startswith(value, start) for start in starts)
    ]


def known(values: Values) -> Iterable[tuple[str, str]]:
    """The month's placeholders and its projects', with values that hold a number."""
    for each in values.of_month():
        if each.value:
            yield each.name, each.value
    for _, own in values.of_projects(MOST_PROJECTS):
        yield from ((each.name, each.value) for each in own if each.value)


def unvouched(texts: Iterable[str], values: Values, vouched: Iterable[str]) -> dict[str, list[str]]:
    """Typed figures that nobody vouched for, each with some placeholders of the same number."""
    vouched = set(vouched)
    figures = {each for text in texts for each in typed_figures(text)} - vouched
    if not figures:
        return {}
    present = list(known(values))
    return {figure: holding(figure, present)[:MOST_NAMED] for figure in sorted(figures)}
