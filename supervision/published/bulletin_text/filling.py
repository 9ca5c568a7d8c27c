"""Texts with {placeholders}: what stands in them, and filling them. No Django, no database.

A text is filled in one pass, so that a value with braces in it is never read as a placeholder.
"""

import re
from collections.abc import Callable, Iterable

# A placeholder's name holds no braces and no line's end.
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．％｛｝", "0123456789.%{}")
BRACKETS = re.compile(r"[\[【(（〈［]\s*((?:19|20)\d\d)\s*[\]】)）〉］]\s*(第?\s*\d+\s*[号次期])")
# Figures that count nothing: dates and times, document numbers, the numbers of projects.
NO_COUNTS = re.compile(
    r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?:19|20)\d\d-\d\d(?:-\d\d)?"
    r"|\d{1,2}[—–~至到-]\d{1,2}[月日]"
    r"|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}[时点](?:\d{1,2}分)?"
    r"|〔(?:19|20)\d\d〕第?\d+[号次期]?"
    r"|第\d+(?:[、，和至—-]\d+)*[项号期次条款]|项目\d+"
)
FIGURE = re.compile(r"\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?%?")


def formal(text: str) -> str:
    """The text in the signs that official documents use: half-width figures, 〔2023〕10号."""
    return BRACKETS.sub(r"〔\1〕\2", text.translate(FULL_WIDTH))


def names(text: str) -> list[str]:
    """The placeholders of a text by name, each once."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def unmatched(text: str) -> bool:
    """Whether a brace stands alone, outside of any placeholder."""
    rest = PLACEHOLDER.sub("", text)
    return "{" in rest or "}" in rest


def fill(text: str, value: Callable[[str], str]) -> str:
    return PLACEHOLDER.sub(lambda found: value(found[1]), text)


def typed_figures(text: str) -> list[str]:
    """Figures typed by hand that may count something, each once."""
    rest = NO_COUNTS.sub(" ", PLACEHOLDER.sub(" ", text))
    return list(dict.fromkeys(FIGURE.findall(rest)))


def number_in(text: str) -> str:
    """The number that a figure or a value such as 90口 gives, in one spelling; "" for none."""
    found = FIGURE.findall(text)
    if len(found) != 1 or not text.startswith(found[0]):
        return ""
    whole, dot, part = found[0].rstrip("%").replace(",", "").replace("，", "").partition(".")
    part = part.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{dot and part and '.'}{part}"


def holding(figure: str, values: Iterable[tuple[str, str]]) -> list[str]:
    """Names of those (name, value) that give the same number as a typed figure."""
    wanted = number_in(figure)
    return [name for name, value in values if number_in(value) == wanted]
