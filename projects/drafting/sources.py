"""What last year left that may join as proposals; apps beside this one hand it over.

Drafting does not know who watches over the year: `config` adds to `SOURCES` and `RESULTS` in its
`ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from projects.models import Programme


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


# Each gives what a year reached, by project's key and target's name.
RESULTS: list[Callable[[Programme], dict[tuple[int, str], Decimal]]] = []


def reached(programme: Programme) -> dict[tuple[int, str], Decimal]:
    return {key: value for give in RESULTS for key, value in give(programme).items()}


def offered(year: int) -> list[Offered]:
    return [each for give in SOURCES for each in give(year)]
