"""Small signs by which a piece of text is told: a heading, a figure, a promise."""

import re

from projects.drafting.reading import words
from projects.values.numbers import half_width

FIGURE = re.compile(rf"[0-9][万千百余多亿]*(?!年|月|日|岁|周岁|级|路|届)({words.MEASURE})")
CHINESE_FIGURE = re.compile(rf"[两二三四五六七八九十]({words.COUNTED})")
PROMISE = re.compile(rf"({words.ONCE}|{words.RUNNING})")
STOP = re.compile(r"[。；;\n]|[:：](?!\d)")
BRACKET = re.compile(r"[（(][^（）()\n]{0,200}[）)]")
LONGEST_TITLE = 45
CHINESE_SIGNS = str.maketrans(",;:()", "，；：（）")


def flat(text: str) -> str:
    """The text with half-width digits and Chinese stops, every sign in its place."""
    return half_width(text).translate(CHINESE_SIGNS)


def has_figure(text: str) -> bool:
    plain = half_width(text)
    return bool(FIGURE.search(plain) or CHINESE_FIGURE.search(plain))


def promises(text: str) -> bool:
    return has_figure(text) or bool(PROMISE.search(text)) or bool(words.ALL.search(text))


def heading_of(text: str) -> str:
    """What a piece begins with, up to its first stop, brackets left out."""
    found = STOP.search(text)
    return BRACKET.sub("", text[: found.start()] if found else text[:80]).strip()


def is_titled(text: str) -> bool:
    """Whether a piece begins with a heading of its own that more text follows."""
    found = STOP.search(text)
    if not found or found[0] in "；;":
        return False
    head = BRACKET.sub("", text[: found.start()]).strip()
    rest = text[found.end() :].strip()
    if not head or not rest or len(head) > LONGEST_TITLE:
        return False
    return not has_figure(head) and "，" not in head
