"""What last year left that may join as proposals; apps beside this one hand it over.

Drafting does not know who watches over the year: `config` adds to `SOURCES` in its `ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Offered:
    """Something to be carried over: `key` names the row it came from, so that it joins once."""

    source: str
    key: str
    said: str
    title: str
    content: str


# Each gives what the year before this one left.
SOURCES: list[Callable[[int], Iterable[Offered]]] = []


def offered(year: int) -> list[Offered]:
    return [each for give in SOURCES for each in give(year)]
