"""What people type into the search boxes: read as they mean it, and looked for."""

import re

from django.db.models import Q

from projects.verbatim import Piece
from supervision.public.matching import simplified

# Each one is looked for in every row, whoever asks.
MOST_WORDS = 6
# 垃圾分类、餐厨 are two words, and quotation marks belong to neither.
BETWEEN = re.compile(r"[\s、，,；;。！!？?“”\"]+")
MOST_PIECES = 8
AROUND = 36


def words_of(q: str) -> list[str]:
    """The words of a tidied question in simplified characters, each once; all are looked for."""
    split = BETWEEN.split(simplified(q))
    return list(dict.fromkeys(word for word in split if word))[:MOST_WORDS]


def holding(words: list[str], *fields: str) -> Q:
    """Rows that hold every word, each in any of the fields."""
    every = Q()
    for word in words:
        every &= anywhere(word, *fields)
    return every


def anywhere(word: str, *fields: str) -> Q:
    """Rows that hold the word in one of the fields."""
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__icontains": word})
    return found


def bounded(word: str) -> str:
    """A pattern of the word in which a figure is none inside a longer one: 37 is not in 537."""
    before = r"(?<![\d.])" if word[0].isdigit() else ""
    after = r"(?!\d)" if word[-1].isdigit() else ""
    return f"{before}{re.escape(word)}{after}"


def mentioned(words: list[str], *texts: str) -> bool:
    """Whether every word stands in the texts, figures whole."""
    whole = "\n".join(texts)
    return all(re.search(bounded(word), whole, re.IGNORECASE) for word in words)


def pieces(q: str, size: int) -> list[str]:
    """Every few characters of a word, for what nobody wrote in just these words."""
    found = (word[at : at + size] for word in words_of(q) for at in range(len(word) - size + 1))
    return [piece for piece in dict.fromkeys(found) if not piece.isdigit()][:MOST_PIECES]


def pattern(words: list[str]) -> str:
    """Any of the words, the longest first, so that none hides in another."""
    return f"({'|'.join(map(bounded, sorted(words, key=len, reverse=True)))})"


def marked(text: str, words: list[str]) -> list[Piece]:
    """The text cut at every hit, whatever its letters' case; together its exact text."""
    parts = re.split(pattern(words), text, flags=re.IGNORECASE)
    return [Piece(part, figure=bool(at % 2)) for at, part in enumerate(parts) if part]


def excerpt(text: str, words: list[str]) -> list[Piece]:
    """The text around its first hit."""
    found = re.search(pattern(words), text, re.IGNORECASE)
    at, over = found.span() if found else (0, 0)
    start, end = max(0, at - AROUND), over + AROUND
    cut = text[start:end].replace("\n", " ")
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return marked(f"{before}{cut}{after}", words)
