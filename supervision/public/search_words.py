"""What people type into the search boxes: read as they mean it, and looked for."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from django.db.models import Model, Q, QuerySet

from projects.pages.shared import ALONE, once
from projects.verbatim import Piece
from supervision.public.matching import simplified

# Each one is looked for in every row, whoever asks.
MOST_WORDS = 6
# Each kind gives so many at most: who needs more needs a better word.
MOST = 200
# Of a kind with more rows than this none is held in memory, and the database looks through it.
MOST_HELD = 2000
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


@dataclass(frozen=True)
class Kind:
    """Public rows in their order, and the fields in which words are looked for.

    `read` finishes those that were fetched; `name` is what they are shared under.
    """

    name: str
    rows: Callable[[], QuerySet]
    fields: tuple[str, ...]
    read: Callable[[list], list] = list

    def holding(self, words: list[str], shared: dict, also: Collection[int] = ()) -> list[Model]:
        """The first rows that hold every word, each in any of the fields, or are `also` meant."""
        held = shared_whole(shared, self.name, self.whole)
        if held is None:
            every = holding(words, *self.fields) | Q(pk__in=also)
            return self.read(list(self.rows().filter(every)[:MOST]))
        small = [word.lower() for word in words]
        found = (row for row, text in held if row.pk in also or all(word in text for word in small))
        return list(islice(found, MOST))

    def whole(self) -> list[tuple[Model, str]] | None:
        """All rows with their text in small letters, where they are few enough to be held."""
        rows = few(self.rows())
        if rows is None:
            return None
        texts = [attrgetter(name.replace("__", ".")) for name in self.fields]
        return [
            (row, "\n".join(str(text(row) or "") for text in texts).lower())
            for row in self.read(rows)
        ]


def shared_whole(shared: dict | None, name: str, read: Callable[[], list | None]) -> list | None:
    """What `read` returns; None, too, where no other page would see it."""
    return None if shared is None or ALONE in shared else once(shared, name, read)


def few(rows: QuerySet) -> list | None:
    """All rows; None where they are too many to be held."""
    found = list(rows[: MOST_HELD + 1])
    return found if len(found) <= MOST_HELD else None


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
