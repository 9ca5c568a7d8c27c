"""What people type into the search boxes: read as they mean it, and looked for."""

from django.db.models import Q

from projects.values.numbers import half_width

LONGEST_QUERY = 50
# Each one is looked for in every row, whoever asks.
MOST_WORDS = 6
MOST_PAIRS = 8


def tidy(text: str) -> str:
    """PostgreSQL refuses NUL; no control character means anything in a search."""
    plain = half_width(text[:LONGEST_QUERY].replace("\u3000", " "))
    return "".join(sign for sign in plain if sign.isprintable()).strip()


def words_of(q: str) -> list[str]:
    """The words of a tidied question, each once; all of them are looked for."""
    return list(dict.fromkeys(q.split()))[:MOST_WORDS]


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


def pairs(q: str) -> list[str]:
    """Every two characters of a word, for what nobody wrote in just these words."""
    found = (word[at : at + 2] for word in q.split() for at in range(len(word) - 1))
    return list(dict.fromkeys(found))[:MOST_PAIRS]
